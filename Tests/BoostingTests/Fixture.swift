import Arrow
import Boosting
import DuckDB

/// Tables of made-up rows, drawn by a hash of the row's number: the same everywhere.
enum Fixture {
    static func table(_ sql: String) throws -> ArrowTable {
        try ArrowTable.read(Database.open().connect().arrowStream(SQL(unsafe: sql)))
    }

    /// Columns `a`, `b`, `noise`, some of `a` missing, then `label`, which `a` and `b` explain in part, and `weight`.
    static func rows(_ count: Int, from first: Int = 0) throws -> ArrowTable {
        try table(
            """
            WITH drawn AS (
                SELECT i, \(uniform(1)) AS u1, \(uniform(2)) AS u2, \(uniform(3)) AS u3, \(uniform(4)) AS u4
                FROM range(\(first), \(first + count)) AS t(i))
            SELECT CASE WHEN i % 11 = 0 THEN NULL ELSE u1 END AS a,
                (u2 * 20)::INTEGER AS b, u3::FLOAT AS noise,
                (u4 < 1 / (1 + exp(4 - 3 * u1 - 3 * u2)))::TINYINT AS label,
                (1 + i % 3)::DOUBLE AS weight
            FROM drawn ORDER BY i
            """)
    }

    static let features = [0, 1, 2]
    static let label = 3
    static let weight = 4

    /// In [0, 1). A hash of two arguments would not do: DuckDB's are linked.
    private static func uniform(_ stream: Int) -> String { "(hash(i * 8 + \(stream)) / pow(2, 64))" }

    static func parameters(
        threads: Int = 1, _ more: KeyValuePairs<String, String> = [:]
    ) throws -> ParameterList {
        var list = ParameterList.deterministic(seed: 7, threads: threads)
        try list.set("num_leaves", 7)
        try list.set("learning_rate", 0.1)
        for (name, value) in more { try list.set(name, value) }
        return list
    }

    static func booster(_ table: ArrowTable, weight: Int? = nil, rounds: Int = 30) throws -> LightGBMBooster {
        let parameters = try parameters()
        let dataset = try LightGBMDataset.training(
            on: TrainingRows(table, features: features, label: label, weight: weight), parameters: parameters)
        return try .train(on: dataset, parameters: parameters, rounds: rounds)
    }
}
