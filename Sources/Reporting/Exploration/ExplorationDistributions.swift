internal import Base
internal import DuckDB
internal import Snapshots
internal import Tuning

/// The distributions of numbers over all snapshots, and over those that were followed by a conversion.
struct ExplorationDistributions {
    typealias Distribution = ExplorationReport.Distribution
    typealias Bin = ExplorationReport.Bin

    /// A number of the snapshots, its bins, and the groups of snapshots without it.
    struct Number: Sendable {
        let kind: Distribution.Kind
        let column: String
        let title: String
        /// The SQL for the number over a row of the snapshot files. NULL if there is none.
        let value: String
        /// The SQL for the number over a cold span.
        let coldValue: String
        /// The SQL for the group of a row without a number, as text.
        let apart: String
        let coldApart: String
        /// The SQL for a number's bin.
        let bin: @Sendable (String) -> String
        let name: @Sendable (Int) -> String
        let low: @Sendable (Int) -> Double
        let high: @Sendable (Int) -> Double?
    }

    /// The number of days from which values of recency are not distinguished.
    static let longestRecency = 365
    /// The SQL for the capped recency. DuckDB's `least` would ignore a NULL.
    static let capped =
        "CASE WHEN \(SnapshotColumn.recency) > \(longestRecency) THEN \(longestRecency) ELSE \(SnapshotColumn.recency) END"

    let columns: ExplorationColumns
    private var snapshots: SnapshotSet { columns.snapshots }

    /// The numbers in the order of the report.
    var numbers: [Number] {
        var numbers: [Number] = []
        if let rank = columns.rank { numbers.append(firmographic(.webRank, rank)) }
        if let size = columns.size { numbers.append(firmographic(.size, size)) }
        numbers.append(recency)
        return numbers + columns.counts.map(count)
    }

    private func firmographic(_ kind: Distribution.Kind, _ column: SnapshotSet.FirmographicColumn) -> Number {
        let derived = SQL.identifier(column.derived!)
        let title = column.title.prefix(1).lowercased() + column.title.dropFirst()
        var value = kind == .webRank ? "round(exp(\(derived)) - 1)" : derived
        var apart = "'unknown'"
        if let unranked = column.unranked {
            let isUnranked = "\(derived) = ln(1 + \(unranked))"
            value = "CASE WHEN NOT (\(isUnranked)) THEN \(value) END"
            apart = "CASE WHEN \(isUnranked) THEN \(SQL.literal("no \(title)")) ELSE \(apart) END"
        }
        return Number(
            kind: kind, column: column.derived!, title: kind == .size ? "\(title) (midpoint)" : title,
            value: value, coldValue: value, apart: apart, coldApart: apart, bin: LogScale.bin, name: LogScale.name,
            low: LogScale.low, high: LogScale.high)
    }

    private var recency: Number {
        let last = Self.longestRecency / 7
        return Number(
            kind: .recency, column: SnapshotColumn.recency, title: "days since the last activity",
            value: Self.capped, coldValue: "NULL::INTEGER",
            apart: "'never active'", coldApart: "'never active'", bin: { "(\($0)) // 7" },
            name: { $0 == last ? "\(7 * last) and more" : "\(7 * $0)–\(7 * $0 + 6)" }, low: { Double(7 * $0) },
            high: { $0 == last ? nil : Double(7 * $0 + 7) })
    }

    private func count(_ column: String) -> Number {
        let name = SnapshotColumn.sum(column, window: snapshots.windows.last!)
        let none = "'none'"
        return Number(
            kind: .count, column: name,
            title:
                "\(SignalTitles.words(column, snapshots.actions).inText) in \(Numbers.count(snapshots.windows.last!, "day"))",
            value: "nullif(\(SQL.identifier(name)), 0)", coldValue: "NULL::BIGINT", apart: none, coldApart: none,
            bin: LogScale.bin, name: LogScale.name, low: LogScale.low, high: LogScale.high)
    }

    /// Returns the distribution of a number.
    ///
    /// - Parameter place: The index of the number.
    func distribution(_ place: Int, _ tables: ExplorationTables) throws -> Distribution {
        let number = numbers[place]
        let connection = tables.connection
        let label = snapshots.labelColumn
        let explicit = """
            SELECT \(number.value) AS v, CASE WHEN (\(number.value)) IS NULL THEN \(number.apart) END AS apart,
                1 AS n, \(SnapshotColumn.matured)::INTEGER AS matured,
                CASE WHEN \(SnapshotColumn.matured) THEN \(label) ELSE 0 END AS found
            FROM \(tables.explicit)
            """
        let cold = """
            SELECT \(number.coldValue), CASE WHEN (\(number.coldValue)) IS NULL THEN \(number.coldApart) END,
                __weeks, __matured, __found FROM \(ExplorationTables.spans)
            """
        // The snapshots are counted once by value. The bins and the median follow from these counts.
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE explored_values AS
            SELECT v, apart, sum(n)::BIGINT AS n, sum(matured)::BIGINT AS matured, sum(found)::BIGINT AS found
            FROM (\(unsafe: explicit) UNION ALL \(unsafe: cold)) GROUP BY v, apart
            """)
        defer { try? connection.execute("DROP TABLE explored_values") }
        let rows = try connection.rows(
            """
            SELECT apart, CASE WHEN v IS NULL THEN NULL ELSE \(unsafe: number.bin("v")) END AS bin, sum(n)::BIGINT,
                sum(matured)::BIGINT, sum(found)::BIGINT
            FROM explored_values GROUP BY 1, 2 ORDER BY bin, 3 DESC, apart
            """
        ) { (apart: $0.string(0), bin: $0.int(1), counts: [$0.int(2)!, $0.int(3)!, $0.int(4)!]) }
        let median =
            try connection.rows(
                """
                SELECT v::DOUBLE FROM (
                    SELECT v, sum(n) OVER (ORDER BY v) AS below, sum(n) OVER () AS total FROM explored_values WHERE v IS NOT NULL)
                WHERE 2 * below >= total ORDER BY v LIMIT 1
                """
            ) { $0.double(0) }.first ?? nil
        let found = Dictionary(
            rows.compactMap { row in row.bin.map { ($0, row.counts) } }, uniquingKeysWith: { first, _ in first })
        let bins = (found.keys.min() ?? 0)...(found.keys.max() ?? 0)
        return Distribution(
            kind: number.kind, column: number.column, title: number.title,
            bins: found.isEmpty
                ? []
                : bins.map { bin in
                    let counts = found[bin] ?? [0, 0, 0]
                    return Bin(
                        name: number.name(bin), low: number.low(bin), high: number.high(bin), snapshots: counts[0],
                        matured: counts[1], conversions: counts[2])
                },
            apart: rows.filter { $0.bin == nil }.map {
                Bin(
                    name: $0.apart ?? "", low: nil, high: nil, snapshots: $0.counts[0], matured: $0.counts[1],
                    conversions: $0.counts[2])
            }, median: median)
    }
}
