internal import Base
package import DuckDB
package import Modeling

/// Reads the influence of the signals on a whole list from a run's reasons.
package struct InfluenceReader {
    /// The number of signals with details by value.
    package static let detailed = 6
    /// The number of different values up to which numbers are shown one by one.
    private static let fewValues = 15
    /// The number of different values above which only the most frequent words are shown.
    private static let mostWords = 12

    private let reasons: String
    private let connection: Connection

    /// Makes a reader.
    ///
    /// - Parameter reasons: The run's `reasons.parquet`.
    package init(reasons: String, connection: Connection) {
        self.reasons = reasons
        self.connection = connection
    }

    /// Returns the signals of a model, most important first. Empty if nothing was explained.
    ///
    /// The sums are of whole numbers, so the order of addition does not matter.
    package func influences(of model: ModelName) throws -> [SignalInfluence] {
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE listed_reasons AS
            SELECT signal, \(unsafe: model.contributionColumn)::DOUBLE AS contribution, value, number::DOUBLE AS number
            FROM read_parquet(\(literal: reasons)) WHERE \(unsafe: model.contributionColumn) IS NOT NULL
            """)
        defer { try? connection.execute("DROP TABLE listed_reasons") }
        let signals = try connection.rows(
            """
            SELECT signal, sum(round(least(abs(contribution), 1e6) * 1e9)::BIGINT)::DOUBLE / 1e9 / count(*) AS importance
            FROM listed_reasons GROUP BY signal ORDER BY importance DESC, signal
            """
        ) { (signal: $0.string(0)!, importance: $0.double(1)!) }
        return try signals.enumerated().compactMap { place, row in
            guard let signal = Signal(name: row.signal) else { return nil }
            return SignalInfluence(
                signal: signal, importance: row.importance,
                dependence: place < Self.detailed ? try dependence(on: signal) : [])
        }
    }

    private func dependence(on signal: Signal) throws -> [SignalInfluence.Step] {
        let rows = "(SELECT * FROM listed_reasons WHERE signal = \(SQL.literal(signal.name)))"
        let (numbers, different) = try connection.row(
            "SELECT count(number), count(DISTINCT number) FROM \(unsafe: rows)"
        ) { ($0.int(0)!, $0.int(1)!) }
        if numbers == 0 { return try byWord(rows) }
        return try different <= Self.fewValues ? byNumber(rows) : byBin(rows)
    }

    private static let step = """
        count(*), quantile_disc(contribution, 0.5), quantile_disc(contribution, 0.05), quantile_disc(contribution, 0.95)
        """

    private static func step(_ row: Row, name: String?) -> SignalInfluence.Step {
        .init(
            name: name, portals: row.int(1)!, median: row.double(2)!, low: row.double(3)!, high: row.double(4)!)
    }

    private func byNumber(_ rows: String) throws -> [SignalInfluence.Step] {
        try connection.rows(
            "SELECT number, \(unsafe: Self.step) FROM \(unsafe: rows) GROUP BY number ORDER BY number NULLS LAST"
        ) {
            Self.step($0, name: $0.double(0).map(Numbers.short))
        }
    }

    /// Returns steps on a logarithmic scale. A step is named by the values in it.
    private func byBin(_ rows: String) throws -> [SignalInfluence.Step] {
        try connection.rows(
            """
            SELECT CASE WHEN number IS NOT NULL THEN \(unsafe: LogScale.signedBin("number")) END AS bin, \(unsafe: Self.step),
                min(number), max(number)
            FROM \(unsafe: rows) GROUP BY bin, number = 0 ORDER BY min(number) NULLS LAST
            """
        ) { row in
            Self.step(row, name: row.double(5).map { Self.name($0, row.double(6)!) })
        }
    }

    private static func name(_ low: Double, _ high: Double) -> String {
        let (first, last) = (Numbers.short(low), Numbers.short(high))
        return first == last ? first : low < 0 ? "\(first) to \(last)" : "\(first)–\(last)"
    }

    /// Returns the most frequent words, the others together, and the portals without a word.
    private func byWord(_ rows: String) throws -> [SignalInfluence.Step] {
        let others = "'all others'"
        return try connection.rows(
            """
            WITH shown AS (
                SELECT value FROM \(unsafe: rows) WHERE value IS NOT NULL GROUP BY value
                ORDER BY count(*) DESC, value LIMIT \(unsafe: Self.mostWords))
            SELECT CASE WHEN value IS NULL OR value IN (FROM shown) THEN value ELSE \(unsafe: others) END AS word, \(unsafe: Self.step),
                max(value IS NULL)::INTEGER AS last
            FROM \(unsafe: rows) GROUP BY word
            ORDER BY last, word = \(unsafe: others), quantile_disc(contribution, 0.5) DESC, word
            """
        ) { Self.step($0, name: $0.string(0)) }
    }
}
