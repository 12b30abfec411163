internal import Base
internal import DuckDB
internal import Foundation
internal import UsageStore

/// Portal-days that Spark has written, as DuckDB reads them.
struct StagedPortalDays {
    /// The folder of the finished attempt.
    let attempt: String
    let columns: ColumnNames
    let script: PortalDaysScript
    let connection: Connection

    private static let portals = "staged_portals"
    private var sums: [String] { columns.counts.map(SQL.identifier) }
    private var tallies: [String] { PortalDaysScript.tallies }
    private var bucket: String { PortalDaysScript.bucket }

    /// Returns the Parquet files below a folder of the attempt, or an empty table with the same columns if there are
    /// none.
    private func relation(_ folder: String) throws -> String {
        let pattern = "\(SQL.pattern(for: attempt))/\(folder)"
        if try !connection.rows("SELECT file FROM glob(\(literal: pattern + "/*.parquet")) LIMIT 1", { _ in 1 })
            .isEmpty
        {
            return "read_parquet(\(SQL.literal(pattern + "/*.parquet")), hive_partitioning = false)"
        }
        if try !connection.rows("SELECT file FROM glob(\(literal: pattern + "/*/*.parquet")) LIMIT 1", { _ in 1 })
            .isEmpty
        {
            return "read_parquet(\(SQL.literal(pattern + "/*/*.parquet")), hive_partitioning = false)"
        }
        let empty = sums.map { "NULL::BIGINT AS \($0)" }
        let tallies = tallies.map { "NULL::BIGINT AS \($0)" }
        return """
            (SELECT NULL::VARCHAR AS id, NULL::DATE AS day, \((tallies + empty).joined(separator: ", ")),
                NULL::INTEGER AS \(bucket) WHERE false)
            """
    }

    private func days() throws -> String { try relation(PortalDaysScript.daysFolder) }
    private func sourceCounts() throws -> String { try relation(PortalDaysScript.countsFolder) }

    /// Compares rows and sums of every partition with the source's, and stores what later steps need in small tables.
    ///
    /// - Returns: The first difference, or nil if there is none.
    /// - Throws: `SourceError` if a sum does not fit.
    func disagreement(today: Day) throws -> String? {
        let names = [tallies[0]] + sums
        let staged =
            names.map { "sum(\($0))::HUGEINT AS \($0)" }
            + sums.map { "max(\($0))" }.enumerated().map { "\($1) AS most_\($0)" }
        let pairs = names.enumerated().map {
            "coalesce(s.\($1), 0)::BIGINT AS source_\($0), coalesce(d.\($1), 0)::BIGINT AS staged_\($0)"
        }
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE staged_partitions AS
            SELECT coalesce(s.\(unsafe: bucket), d.\(unsafe: bucket)) AS part, \(unsafe: pairs.joined(separator: ", ")),
                \(unsafe: sums.indices.map { "most_\($0)" }.joined(separator: ", "))
            FROM (SELECT * FROM \(unsafe: try sourceCounts()) WHERE \(unsafe: bucket) IS NOT NULL) s
            FULL JOIN (SELECT \(unsafe: bucket), \(unsafe: staged.joined(separator: ", ")) FROM \(unsafe: try days()) GROUP BY \(unsafe: bucket)) d
                ON s.\(unsafe: bucket) = d.\(unsafe: bucket);
            CREATE OR REPLACE TEMP TABLE \(unsafe: Self.portals) AS
            SELECT id, min(\(unsafe: bucket)) AS bucket, max(\(unsafe: bucket)) AS other,
                coalesce(sum(\(unsafe: tallies[0])) FILTER (WHERE day <= DATE '\(unsafe: today)'), 0)::BIGINT AS rows
            FROM \(unsafe: try days()) GROUP BY id
            """)
        for index in sums.indices {
            let isTooLarge = try connection.row(
                "SELECT coalesce(max(most_\(unsafe: index)), 0) > 4294967295 FROM staged_partitions"
            ) {
                $0.int(0) == 1
            }
            if isTooLarge { throw SourceError.tooLarge(columns.counts[index]) }
        }
        let titles = ["rows"] + columns.counts.map { "the sum of '\($0)'" }
        for (index, title) in titles.enumerated() {
            let difference = try connection.rows(
                """
                SELECT part, source_\(unsafe: index), staged_\(unsafe: index) FROM staged_partitions
                WHERE source_\(unsafe: index) <> staged_\(unsafe: index) ORDER BY part LIMIT 1
                """
            ) { "partition \($0.int(0)!) has \($0.int(2)!) for \(title), and the source \($0.int(1)!)" }
            if let first = difference.first { return first }
        }
        let scattered = try connection.row("SELECT count(*) FROM \(unsafe: Self.portals) WHERE bucket <> other") {
            $0.int(0)!
        }
        return scattered > 0 ? "a portal is in two partitions" : nil
    }

    /// Returns the number of rows in the source, usable or not.
    func sourceRows() throws -> Int {
        try connection.row("SELECT coalesce(sum(\(unsafe: tallies[0])), 0)::BIGINT FROM \(unsafe: try sourceCounts())")
        { $0.int(0)! }
    }

    /// Returns the number of unusable rows in the source.
    func unusable() throws -> Int {
        try connection.row(
            "SELECT coalesce(sum(\(unsafe: tallies[0])), 0)::BIGINT FROM \(unsafe: try sourceCounts()) WHERE \(unsafe: bucket) IS NULL"
        ) { $0.int(0)! }
    }

    func hasBadRows() throws -> Bool {
        let mark = "\(SQL.pattern(for: attempt))/\(PortalDaysScript.badFolder)/_SUCCESS"
        return try !connection.rows("SELECT file FROM glob(\(literal: mark))") { _ in 1 }.isEmpty
    }

    /// Returns the problems of the unusable rows. The rows go to the quarantine.
    func badRows(_ quarantine: Quarantine, source: String) throws -> [RowProblem] {
        let table = "bad_usage"
        let file = "replace(url_decode(file), 'file://', '')"
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE \(unsafe: table) AS
            SELECT * REPLACE (\(unsafe: file) AS file) FROM \(unsafe: try relation(PortalDaysScript.badFolder))
            """)
        let total = try unusable()
        let listed = try connection.row("SELECT count(*) FROM \(unsafe: table)") { $0.int(0)! }
        var problems: [RowProblem] = []
        var before = "is_malformed"
        let malformed = RowTest(.malformedRow, columns.id, "NULL", "is_malformed", RejectedRows.reason)
        let rows = CheckedUsage(
            columns: columns, numericIDs: script.numericIDs, oldest: script.oldest, dialect: DuckDBDialect())
        for (index, test) in ([malformed] + rows.tests(today: nil)).enumerated() {
            let count = try connection.row(
                "SELECT coalesce(sum(bad_\(unsafe: index)), 0)::BIGINT FROM \(unsafe: try sourceCounts())"
            ) {
                $0.int(0)!
            }
            guard count > 0 else { continue }
            let isMalformed = test.kind == .malformedRow
            let condition = isMalformed ? test.condition : "NOT is_malformed AND (\(test.condition))"
            let examples = try connection.rows(
                "SELECT file, \(unsafe: test.value)::VARCHAR AS value FROM \(unsafe: table) WHERE \(unsafe: condition) ORDER BY ALL LIMIT 3"
            ) { Finding.Example(file: $0.string(0)!, line: 0, value: $0.string(1)) }
            let column = isMalformed ? nil : test.column
            problems.append(
                RowProblem(kind: test.kind, column: column, expected: test.expected, count: count, examples: examples))
            // A row is set aside once, for the first problem.
            try quarantine.add(
                .usage, reason: test.reason,
                select: """
                    SELECT file, NULL::BIGINT AS line, \(column.map(SQL.literal) ?? "NULL::VARCHAR") AS column_name,
                        \(test.value) AS value, 1 AS rows
                    FROM \(table) WHERE (\(condition))\(isMalformed ? "" : " AND NOT coalesce(\(before), false)")
                    """)
            if !isMalformed { before += " OR (\(test.condition))" }
        }
        if total > listed {
            try quarantine.add(
                .usage, reason: "further rows that cannot be used",
                select: """
                    SELECT \(SQL.literal(source)) AS file, NULL::BIGINT AS line, NULL::VARCHAR AS column_name,
                        NULL::VARCHAR AS value, \(total - listed) AS rows
                    """)
        }
        return problems
    }

    /// Sets rows of days after today aside. Returns nil if there are none.
    func futureRows(today: Day, _ quarantine: Quarantine, source: String) throws -> RowProblem? {
        let condition = "day > DATE '\(today)'"
        let count = try connection.row(
            "SELECT coalesce(sum(\(unsafe: tallies[0])), 0)::BIGINT FROM \(unsafe: try days()) WHERE \(unsafe: condition)"
        ) { $0.int(0)! }
        guard count > 0 else { return nil }
        let examples = try connection.rows(
            "SELECT DISTINCT day::VARCHAR FROM \(unsafe: try days()) WHERE \(unsafe: condition) ORDER BY 1 LIMIT 3"
        ) { Finding.Example(file: source, line: 0, value: $0.string(0)) }
        try quarantine.add(
            .usage, reason: "the date is in the future",
            select: """
                SELECT \(SQL.literal(source)) AS file, NULL::BIGINT AS line, \(SQL.literal(columns.timestamp)) AS column_name,
                    day::VARCHAR AS value, sum(\(tallies[0])) AS rows
                FROM \(try days()) WHERE \(condition) GROUP BY ALL
                """)
        return RowProblem(
            kind: .futureDate, column: columns.timestamp, expected: nil, count: count, examples: examples)
    }

    /// Sets the portal-days of unknown portals aside, listed by id with the number of rows.
    func setAsideUnknown(_ quarantine: Quarantine, source: String) throws -> UnknownUsage {
        let unknown = """
            FROM \(Self.portals) s WHERE rows > 0
                AND NOT EXISTS (SELECT 1 FROM \(CompanyTables.portalsTable) p WHERE p.id = s.id)
            """
        let (rows, ids) = try connection.row("SELECT coalesce(sum(rows), 0)::BIGINT, count(*) \(unsafe: unknown)") {
            ($0.int(0)!, $0.int(1)!)
        }
        guard rows > 0 else { return UnknownUsage(rows: 0, ids: 0) }
        try quarantine.add(
            .usage, reason: "the portal is in neither portal table",
            select: """
                SELECT \(SQL.literal(source)) AS file, NULL::BIGINT AS line, \(SQL.literal(columns.id)) AS column_name,
                    id AS value, rows \(unknown)
                """)
        return UnknownUsage(rows: rows, ids: ids)
    }

    /// Returns a query for the usable portal-days, with the columns of a scan: `id`, `day` and the counts.
    func rows(through today: Day) throws -> String {
        let key = script.numericIDs ? DuckDBDialect().key("id") : "id"
        return """
            SELECT \(key) AS id, day, \(sums.map { "\($0)::UINTEGER AS \($0)" }.joined(separator: ", "))
            FROM \(try days()) WHERE day <= DATE '\(today)'
            """
    }

    /// Counts the rows behind the portal-days of known portals.
    func counts(through today: Day) throws -> UsageCounts {
        let tallies = tallies.map { "coalesce(sum(\($0)), 0)::BIGINT" }.joined(separator: ", ")
        return try connection.row(
            """
            SELECT \(unsafe: tallies) FROM \(unsafe: try days()) d
            WHERE day <= DATE '\(unsafe: today)' AND d.id IN (SELECT id FROM \(unsafe: CompanyTables.portalsTable))
            """
        ) { UsageCounts(rows: $0.int(0)!, zeros: $0.int(1)!, idle: $0.int(2)!) }
    }

    /// Counts the rows behind the portal-days of known portals by day.
    func volumes(through today: Day) throws -> [DayVolume] {
        try connection.rows(
            """
            SELECT day - DATE '1970-01-01', sum(\(unsafe: tallies[0]))::BIGINT FROM \(unsafe: try days()) d
            WHERE day <= DATE '\(unsafe: today)' AND d.id IN (SELECT id FROM \(unsafe: CompanyTables.portalsTable))
            GROUP BY day ORDER BY day
            """
        ) { DayVolume(day: Day(daysSinceEpoch: Int32($0.int(0)!)), rows: $0.int(1)!) }
    }
}
