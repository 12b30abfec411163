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
            SELECT signal, \(name: model.contributionColumn)::DOUBLE AS contribution, value, number::DOUBLE AS number
            FROM read_parquet(\(literal: reasons)) WHERE \(name: model.contributionColumn) IS NOT NULL
            """)
        defer { try? connection.execute("DROP TABLE listed_reasons") }
        let signals = try connection.rows(
            """
            SELECT signal, sum(round(least(abs(contribution), 1e6) * 1e9)::BIGINT)::DOUBLE / 1e9 / count(*) AS importance
            FROM listed_reasons GROUP BY signal ORDER BY importance DESC, signal
            """
        ) { try (signal: $0.string("signal")!, importance: $0.double("importance")!) }
        return try signals.enumerated().compactMap { place, row in
            guard let signal = Signal(name: row.signal) else { return nil }
            return SignalInfluence(
                signal: signal, importance: row.importance,
                dependence: place < Self.detailed ? try dependence(on: signal) : [])
        }
    }

    private func dependence(on signal: Signal) throws -> [SignalInfluence.Step] {
        let rows: SQL = "(SELECT * FROM listed_reasons WHERE signal = \(signal.name))"
        let (numbers, different) = try connection.row(
            "SELECT count(number) AS numbers, count(DISTINCT number) AS different FROM \(rows)"
        ) { try ($0.int("numbers")!, $0.int("different")!) }
        if numbers == 0 { return try byWord(rows) }
        return try different <= Self.fewValues ? byNumber(rows) : byBin(rows)
    }

    private static let step: SQL = """
        count(*) AS portals, quantile_disc(contribution, 0.5) AS median, quantile_disc(contribution, 0.05) AS low,
        quantile_disc(contribution, 0.95) AS high
        """

    private static func step(_ row: Row, name: String?) throws -> SignalInfluence.Step {
        try .init(
            name: name, portals: row.int("portals")!, median: row.double("median")!, low: row.double("low")!,
            high: row.double("high")!)
    }

    private func byNumber(_ rows: SQL) throws -> [SignalInfluence.Step] {
        try connection.rows(
            "SELECT number, \(Self.step) FROM \(rows) GROUP BY number ORDER BY number NULLS LAST"
        ) {
            try Self.step($0, name: $0.double("number").map(Numbers.short))
        }
    }

    /// Returns steps on a logarithmic scale. A step is named by the values in it.
    private func byBin(_ rows: SQL) throws -> [SignalInfluence.Step] {
        try connection.rows(
            """
            SELECT CASE WHEN number IS NOT NULL THEN \(unsafe: LogScale.signedBin("number")) END AS bin, \(Self.step),
                min(number) AS least, max(number) AS most
            FROM \(rows) GROUP BY bin, number = 0 ORDER BY min(number) NULLS LAST
            """
        ) { row in
            try Self.step(row, name: row.double("least").map { try Self.name($0, row.double("most")!) })
        }
    }

    private static func name(_ low: Double, _ high: Double) -> String {
        let (first, last) = (Numbers.short(low), Numbers.short(high))
        return first == last ? first : low < 0 ? "\(first) to \(last)" : "\(first)–\(last)"
    }

    /// Returns the most frequent words, the others together, and the portals without a word.
    private func byWord(_ rows: SQL) throws -> [SignalInfluence.Step] {
        let others: SQL = "'all others'"
        return try connection.rows(
            """
            WITH shown AS (
                SELECT value FROM \(rows) WHERE value IS NOT NULL GROUP BY value
                ORDER BY count(*) DESC, value LIMIT \(literal: Self.mostWords))
            SELECT CASE WHEN value IS NULL OR value IN (FROM shown) THEN value ELSE \(others) END AS word, \(Self.step),
                max(value IS NULL)::INTEGER AS last
            FROM \(rows) GROUP BY word
            ORDER BY last, word = \(others), quantile_disc(contribution, 0.5) DESC, word
            """
        ) { try Self.step($0, name: $0.string("word")) }
    }
}
