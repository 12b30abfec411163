internal import Base

/// Compares the columns that a configuration names with those of the tables.
///
/// A column that someone configured must exist. A default column may be missing if the program can do without it:
/// revenue, firmographics and counts of users.
struct ColumnPlan {
    /// The configuration without the missing columns.
    private(set) var configuration: SourceSettings
    private(set) var findings: [Finding] = []

    /// Returns the columns of a table and the configuration keys that name them.
    static func wanted(_ name: SourceName, _ configuration: SourceSettings) -> [(column: String, key: String)] {
        let columns = configuration.columns
        var wanted = [(columns.id, "columns.id")]
        switch name {
        case .usage:
            wanted.append((columns.timestamp, "columns.timestamp"))
            wanted += columns.actions.map { ($0, "columns.actions") } + columns.users.map { ($0, "columns.users") }
        case .customers, .noncustomers:
            if name == .customers {
                wanted.append((columns.closeDate, "columns.close_date"))
                if let revenue = columns.revenue { wanted.append((revenue, "columns.revenue")) }
            }
            if let created = columns.created { wanted.append((created, "columns.created")) }
            wanted += configuration.firmographics.map { ($0.column, "firmographics") }
        }
        return wanted
    }

    /// Makes a plan.
    ///
    /// - Parameter tables: The tables that were found.
    init(_ configuration: SourceSettings, tables: [SourceName: SourceTable]) {
        self.configuration = configuration
        leaveOutRevenue(tables)
        leaveOutFirmographics(tables)
        leaveOutUsers(tables)
        for name in SourceName.allCases {
            guard let table = tables[name] else { continue }
            findings += Self.missing(table, self.configuration)
        }
    }

    private static func has(_ column: String, _ table: SourceTable) -> Bool {
        table.found.allSatisfy { $0.columns.contains(column) }
    }

    private mutating func leaveOutRevenue(_ tables: [SourceName: SourceTable]) {
        guard let revenue = configuration.columns.revenue, let customers = tables[.customers],
            !Self.has(revenue, customers)
        else { return }
        configuration.columns.revenue = nil
        findings.append(
            Finding(
                check: "no-revenue", severity: .warning, table: .customers, column: revenue,
                message: "The column '\(revenue)' (columns.revenue) is missing, so nothing is said of revenue. "
                    + Self.columnsSentence(customers.found[0])
                    + " Set columns.revenue to the one with the monthly revenue, or to null where there is none."))
    }

    /// Removes default firmographics that one of the tables lacks. A column on one side only would tell who is a
    /// customer.
    private mutating func leaveOutFirmographics(_ tables: [SourceName: SourceTable]) {
        guard configuration.firmographics == Firmographic.defaults, let customers = tables[.customers],
            let free = tables[.noncustomers]
        else { return }
        for firmographic in Firmographic.defaults {
            let column = firmographic.column
            let sides = [Self.has(column, customers), Self.has(column, free)]
            guard sides.contains(false) else { continue }
            configuration.firmographics.removeAll { $0 == firmographic }
            let isInOne = sides.contains(true)
            findings.append(
                Finding(
                    check: "no-firmographic", severity: isInOne ? .warning : .info,
                    table: sides[0] ? .noncustomers : .customers, column: column,
                    message: isInOne
                        ? "The column '\(column)' is in one of the portal tables only and is left out, since it would tell "
                            + "who is a customer; add it to the other, or set firmographics."
                        : "The column '\(column)' is in neither portal table and is left out; set firmographics to the "
                            + "columns that describe a company."))
        }
    }

    private mutating func leaveOutUsers(_ tables: [SourceName: SourceTable]) {
        let users = configuration.columns.users
        guard !users.isEmpty, users == ColumnNames().users, let usage = tables[.usage],
            users.allSatisfy({ !Self.has($0, usage) })
        else { return }
        configuration.columns.users = []
        findings.append(
            Finding(
                check: "no-users", severity: .info, table: .usage,
                message: "The usage has no counts of users; set columns.users to the columns that have them, if any."))
    }

    private static func missing(_ table: SourceTable, _ configuration: SourceSettings) -> [Finding] {
        wanted(table.name, configuration).compactMap { column, key in
            let without = table.found.filter { !$0.columns.contains(column) }
            guard let first = without.first else { return nil }
            let place = without.count < table.found.count ? " in '\(first.part.origin)'" : ""
            let hint: String
            if let nearest = nearest(to: column, among: first.columns) {
                hint = ": the nearest is '\(nearest)'; if that is the one, set \(key)."
            } else {
                hint = ". \(columnsSentence(first)) Set \(key) to the one that is meant."
            }
            return Finding(
                check: "missing-column", severity: .error, table: table.name, column: column,
                message: "The column '\(column)' is missing\(place)\(hint)")
        }
    }

    /// Returns the nearest name that differs in at most a third of its letters.
    private static func nearest(to column: String, among columns: [String]) -> String? {
        let key = ColumnMatch.key(column)
        let near = columns.filter { editDistance(ColumnMatch.key($0), key) * 3 <= key.count }
        return near.min { editDistance(ColumnMatch.key($0), key) < editDistance(ColumnMatch.key($1), key) }
    }

    private static let mostColumns = 12

    private static func columnsSentence(_ found: SourceTable.Found) -> String {
        let columns = (found.given ?? found.columns).filter { !$0.isEmpty }
        guard !columns.isEmpty else { return "The table has no columns." }
        let names = columns.prefix(mostColumns).map { "'\($0)'" }.joined(separator: ", ")
        let more = columns.count > mostColumns ? " and \(columns.count - mostColumns) more" : ""
        return "The table has the columns \(names)\(more)."
    }
}
