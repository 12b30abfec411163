internal import Base
internal import DuckDB

/// The form of the usage table's timestamps.
struct UsageDates {
    let reader: DayReader
    /// What is accepted and which key accepts more.
    var hint: String?
    /// The finding about the form.
    var finding: Finding?
    /// Whether every row has been examined, or need not be.
    var isCertain: Bool

    /// Returns the form for ISO dates, about which nothing else is known.
    static func standard(zone: ZoneOffsets) -> UsageDates {
        UsageDates(reader: DayReader(.standard, zone: zone), isCertain: false)
    }
}

/// Chooses the form of the usage table's timestamps by the first rows if these are plain, otherwise by all rows.
struct UsageDateFinder {
    let table: SourceTable
    let configuration: SourceSettings
    let zone: ZoneOffsets
    let today: Day
    let connection: Connection

    /// The number of rows that are examined in a file, and the number of files.
    static let headRows = 2_000
    private static let mostHeads = 16

    private var columns: ColumnNames { configuration.columns }

    private func texts(of index: Int, use: String) -> String {
        UsageScan(
            found: table.found[index], columns: columns, numericIDs: false, oldest: configuration.checks.oldestDate,
            dates: .standard(zone: zone), rejects: "\(use)_usage_\(index)"
        ).texts
    }

    /// Keeps the first rows of some files as the table `usage_heads`, with the columns `id` and `text`.
    func readHeads() throws {
        let count = table.found.count
        let step = max(1, (count + Self.mostHeads - 1) / Self.mostHeads)
        try connection.execute("CREATE OR REPLACE TEMP TABLE usage_heads (id VARCHAR, text VARCHAR)")
        for index in stride(from: 0, to: count, by: step) {
            try table.parts[index].reading(connection) {
                try connection.execute(
                    "INSERT INTO usage_heads SELECT id, text FROM (\(unsafe: texts(of: index, use: "heads"))) LIMIT \(unsafe: Self.headRows)"
                )
            }
        }
    }

    /// Chooses the form by the configuration, the types or the first rows. If these are not plain, it uses all rows.
    func choose() throws -> UsageDates {
        let isTyped = table.found.allSatisfy { found in
            found.types[columns.timestamp].map { ColumnTypes.isPlainDate($0) || $0 == ColumnTypes.zoned } ?? false
        }
        if isTyped {
            let reader = DayReader(.standard, zone: zone)
            try reader.register(on: connection)
            return UsageDates(reader: reader, isCertain: true)
        }
        let heads = try profile("SELECT text FROM usage_heads")
        let isPlain = heads.kinds.keys.allSatisfy { $0 == .certain }
        guard columns.format(of: .timestamp) != .auto || isPlain else { return try chooseByAll() }
        return try decide(heads, isCertain: columns.format(of: .timestamp) != .auto)
    }

    /// Chooses the form by every row.
    func chooseByAll() throws -> UsageDates {
        var all = DateProfile()
        for (index, part) in table.parts.enumerated() {
            try part.reading(connection) {
                all.add(try profile("SELECT text FROM (\(texts(of: index, use: "dates")))"))
            }
        }
        return try decide(all, isCertain: true)
    }

    private func profile(_ texts: String) throws -> DateProfile {
        try DateProfile(
            of: texts, plausible: configuration.checks.oldestDate...(today + 366), connection: connection)
    }

    private func decide(_ profile: DateProfile, isCertain: Bool) throws -> UsageDates {
        let decision = DateDecision(
            .init(table: .usage, name: columns.timestamp, key: .timestamp), format: columns.format(of: .timestamp),
            profile: profile, zone: zone, tolerance: configuration.checks.tolerance)
        try decision.reader.register(on: connection)
        return UsageDates(
            reader: decision.reader, hint: decision.hint, finding: decision.finding, isCertain: isCertain)
    }
}
