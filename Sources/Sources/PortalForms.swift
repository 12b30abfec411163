internal import Base
internal import DuckDB

/// The forms of the dates and numbers in the two portal tables, chosen over whole columns.
struct PortalForms {
    private var dates: [Place: DateDecision] = [:]
    private var revenue = NumberFormat.point
    private var firmographics: [Int: NumberFormat] = [:]
    private(set) var findings: [Finding] = []

    private struct Place: Hashable {
        let table: SourceName
        let column: DateColumn
    }

    static let numberHint =
        "Numbers such as 1234.5, 1,234.50 and $1.234,50 are read; set columns.number_format to point or comma, or give the "
        + "source as {database, query} that makes numbers."

    /// Chooses the forms.
    ///
    /// - Parameter loaders: The loaders whose texts have been read.
    init(
        _ loaders: [PortalLoader], configuration: SourceSettings, zone: ZoneOffsets, today: Day, connection: Connection
    ) throws {
        try NumberDecision.register(on: connection)
        let columns = configuration.columns
        for loader in loaders {
            let name = loader.table.name
            var wanted: [(DateColumn, String, String)] = []
            if name == .customers { wanted.append((.closeDate, columns.closeDate, "close_text")) }
            if let created = columns.created { wanted.append((.created, created, "created_text")) }
            for (key, column, text) in wanted {
                let profile = try DateProfile(
                    of: "SELECT \(text) AS text FROM \(loader.texts) WHERE id IS NOT NULL",
                    plausible: configuration.checks.oldestDate...(today + 366), connection: connection)
                let decision = DateDecision(
                    .init(table: name, name: column, key: key), format: columns.format(of: key), profile: profile,
                    zone: zone, tolerance: configuration.checks.tolerance)
                try decision.reader.register(on: connection)
                dates[Place(table: name, column: key)] = decision
                if let finding = decision.finding { findings.append(finding) }
            }
            if name == .customers, let column = columns.revenue, !loader.hasTypedNumbers(column) {
                let decision = try NumberDecision(
                    of: "SELECT mrr_text AS text FROM \(loader.texts) WHERE id IS NOT NULL", column: column,
                    table: name,
                    format: columns.numberFormat, tolerance: configuration.checks.tolerance, connection: connection)
                revenue = decision.format
                if let finding = decision.finding { findings.append(finding) }
            }
        }
        for (index, firmographic) in configuration.firmographics.enumerated() where isNumber(firmographic) {
            let untyped = loaders.filter { !$0.hasTypedNumbers(firmographic.column) }
            guard let first = untyped.first else { continue }
            let texts = untyped.map { "SELECT firmographic_\(index) AS text FROM \($0.texts)" }
            let decision = try NumberDecision(
                of: texts.joined(separator: " UNION ALL "), column: firmographic.column, table: first.table.name,
                format: columns.numberFormat, tolerance: configuration.checks.tolerance, connection: connection)
            if decision.hasOthers { firmographics[index] = decision.format }
            if let finding = decision.finding { findings.append(finding) }
        }
    }

    private func isNumber(_ firmographic: Firmographic) -> Bool {
        switch firmographic.kind {
        case .number, .rank: true
        case .category, .range: false
        }
    }

    /// Whether a firmographic has numbers that a program would not write that way.
    func isConverted(_ index: Int) -> Bool { firmographics[index] != nil }

    /// Returns an expression for the day of a text.
    func date(_ column: DateColumn, of table: SourceName, text: String) -> String {
        guard let decision = dates[Place(table: table, column: column)] else { return "NULL::DATE" }
        return "\(decision.reader.function)(\(text))"
    }

    /// Returns which dates are accepted and which key accepts more.
    func hint(_ column: DateColumn, of table: SourceName) -> String? {
        dates[Place(table: table, column: column)]?.hint
    }

    /// Returns an expression for the revenue of a text.
    func revenue(_ text: String) -> String {
        let number = "\(NumberDecision.function(revenue))(\(text))"
        // DuckDB itself reads numbers as programs write them.
        guard revenue == .point else { return number }
        return
            "CASE WHEN regexp_full_match(\(text), '-?[0-9]+([.][0-9]+)?') THEN TRY_CAST(\(text) AS DOUBLE) ELSE \(number) END"
    }

    /// Returns a firmographic number as text with a decimal point, under its own name. A number already written that
    /// way stays unchanged.
    func cell(_ index: Int, _ cell: String) -> String {
        let format = firmographics[index] ?? .point
        let number = "\(NumberDecision.function(format))(\(cell))"
        return """
            CASE WHEN TRY_CAST(\(cell) AS BIGINT) IS NOT NULL OR TRY_CAST(\(cell) AS DOUBLE) = \(number) THEN \(cell)
                WHEN \(number) = trunc(\(number)) AND abs(\(number)) < 1e15 THEN \(number)::BIGINT::VARCHAR
                WHEN \(number) IS NOT NULL THEN \(number)::VARCHAR
                WHEN TRY_CAST(\(cell) AS DOUBLE) IS NULL THEN \(cell) END AS \(cell)
            """
    }
}
