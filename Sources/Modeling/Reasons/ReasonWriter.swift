internal import DuckDB
internal import Snapshots

/// Joins contributions with words and writes both files.
///
/// The output is deterministic to the byte: the order of the rows does not depend on the threads.
final class ReasonWriter {
    private static let table = "reason_words"
    private let signals: [Signal]
    private let snapshots: SnapshotSet
    private let connection: Connection
    private var models: [ModelName] = []

    init(features: FeatureSet, snapshots: SnapshotSet, connection: Connection) {
        signals = features.signals
        self.snapshots = snapshots
        self.connection = connection
    }

    /// Writes everything there is to say about each explained portal to a table: lists of values and texts in the order
    /// of the signals. The medians are those of all free portals.
    private func putIntoWords() throws {
        let statements = Statements(signals, snapshots: snapshots)
        let medians = statements.medians.enumerated().map { "\($1) AS __m\($0)" }.joined(separator: ", ")
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE reason_medians AS SELECT \(unsafe: medians) FROM \(unsafe: FreePortals.portals)"
        )
        func list(_ expressions: [String], _ type: String = "VARCHAR") -> String {
            "[" + expressions.map { "(\($0))::\(type)" }.joined(separator: ", ") + "]"
        }
        let all = statements.statements
        let groups = models.map { "SELECT \(FreePortals.group) FROM explained_\($0.rawValue)" }
        let texts = all.enumerated().map { "(\($1.text))::VARCHAR AS t\($0)" }.joined(separator: ", ")
        let safe = all.indices.map { SQL.safeCell("t\($0)") }
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE \(unsafe: Self.table) AS
            SELECT \(unsafe: FreePortals.place), \(unsafe: FreePortals.group), id, vals, numbers, \(unsafe: list(safe)) AS texts FROM (
                SELECT p.\(unsafe: FreePortals.place), g.\(unsafe: FreePortals.group), \(unsafe: SnapshotRows.id) AS id,
                    \(unsafe: list(all.map(\.value))) AS vals, \(unsafe: list(all.map(\.number), "DOUBLE")) AS numbers, \(unsafe: texts)
                FROM \(unsafe: FreePortals.portals) p
                JOIN (SELECT \(unsafe: FreePortals.group), unnest(__places) AS \(unsafe: FreePortals.place)
                    FROM \(unsafe: FreePortals.rows) WHERE \(unsafe: FreePortals.group) IN (\(unsafe: groups.joined(separator: " UNION ")))) g
                    USING (\(unsafe: FreePortals.place))
                CROSS JOIN reason_medians)
            """)
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE reason_typicals AS SELECT \(unsafe: list(all.map(\.typical))) AS typicals FROM reason_medians"
        )
    }

    /// Adds the explanation of one model.
    func add(_ model: ModelName, _ explained: ExplainedRows) throws {
        let axes = Signal.Axis.allCases.map { axis in signals.indices.filter { signals[$0].axis == axis } }
        let sums = axes.map(explained.sums)
        let percentiles = zip(axes, sums).map { axis, sums in
            // An axis without signals says nothing about a portal.
            axis.isEmpty ? sums.map { _ in Double.nan } : explained.percentiles(sums).map(Double.init)
        }
        let rows = explained.rows.indices.map { index in
            let row = explained.rows[index]
            return [Double(explained.groups[index])] + Array(explained.explanation[row])
                + [explained.explanation.scores[row], explained.explanation.base]
                + sums.map { $0[index] } + percentiles.map { $0[index] }
        }
        let columns =
            [FreePortals.group] + signals.indices.map { "c\($0)" }
            + ["log_odds", "base", "fit", "intent", "fit_percentile", "intent_percentile"]
        let table = "explained_\(model.rawValue)"
        try connection.register(NumberSource(columns: columns, rows: rows), as: "\(table)_rows")
        try connection.execute("CREATE OR REPLACE TEMP TABLE \(unsafe: table) AS FROM \(unsafe: table)_rows()")
        models.append(model)
    }

    /// Writes both files without any rows.
    static func writeNone(_ models: [ModelName], reasons: String, axes: String, connection: Connection) throws {
        let texts =
            ["id", "signal", "axis", "value", "number", "typical", "text"] + models.map(\.contributionColumn)
        let numbers = ["model", "id", "log_odds", "base", "fit", "intent", "fit_percentile", "intent_percentile"]
        func type(_ name: String) -> String {
            ["number", "log_odds", "base", "fit", "intent"].contains(name) || name.hasPrefix("contribution_")
                ? "DOUBLE" : name.hasSuffix("percentile") ? "INTEGER" : "VARCHAR"
        }
        for (columns, file) in [(texts, reasons), (numbers, axes)] {
            let nulls = columns.map { "NULL::\(type($0)) AS \($0)" }.joined(separator: ", ")
            try connection.execute(
                "COPY (SELECT \(unsafe: nulls) WHERE false) TO \(literal: file) (FORMAT parquet, COMPRESSION snappy)")
        }
    }

    /// Returns the ENUM type of some words, in the order of their first appearance.
    private static func words(_ words: [String]) -> String {
        var distinct: [String] = []
        for word in words where !distinct.contains(word) { distinct.append(word) }
        return "ENUM(\(distinct.map(SQL.literal).joined(separator: ", ")))"
    }

    /// Writes the added explanations.
    func write(reasons: String, axes: String) throws {
        try putIntoWords()
        // As members of an ENUM, repeated words are sorted and written as small numbers.
        func words(_ words: [String]) -> String { "\(SQL.list(words))::\(Self.words(words))[]" }
        let columns = models.map(\.contributionColumn)
        let contributions = models.map { model in
            let values = signals.indices.map { "\(model.rawValue).c\($0)" }.joined(separator: ", ")
            return ", unnest([\(values)]) AS \(model.contributionColumn)"
        }
        let explained = models.map {
            " LEFT JOIN explained_\($0.rawValue) AS \($0.rawValue) USING (\(FreePortals.group))"
        }
        try connection.execute(
            """
            COPY (
                SELECT id, signal, axis, value, number, typical, text, \(unsafe: columns.joined(separator: ", ")) FROM (
                    SELECT \(unsafe: FreePortals.place), id, unnest(\(unsafe: words(signals.map(\.name)))) AS signal,
                        unnest(\(unsafe: words(signals.map(\.axis.rawValue)))) AS axis, unnest(vals) AS value,
                        unnest(numbers) AS number, unnest((SELECT typicals FROM reason_typicals)) AS typical,
                        unnest(texts) AS text \(unsafe: contributions.joined())
                    FROM \(unsafe: Self.table) \(unsafe: explained.joined()))
                ORDER BY \(unsafe: FreePortals.place), signal)
            TO \(literal: reasons) (FORMAT parquet, COMPRESSION snappy)
            """)
        let sums = models.map { model in
            """
            SELECT \(SQL.literal(model.rawValue))::\(Self.words(models.map(\.rawValue))) AS model,
                \(FreePortals.place), id, log_odds, base, fit, intent, fit_percentile::INTEGER AS fit_percentile,
                intent_percentile::INTEGER AS intent_percentile
            FROM \(Self.table) JOIN explained_\(model.rawValue) USING (\(FreePortals.group))
            """
        }
        try connection.execute(
            """
            COPY (SELECT model, id, log_odds, base, fit, intent, fit_percentile, intent_percentile
                FROM (\(unsafe: sums.joined(separator: " UNION ALL "))) ORDER BY model, \(unsafe: FreePortals.place))
            TO \(literal: axes) (FORMAT parquet, COMPRESSION snappy)
            """)
        let tables =
            [Self.table, "reason_medians", "reason_typicals", FreePortals.portals, FreePortals.rows]
            + models.map { "explained_\($0.rawValue)" }
        for table in tables { try connection.execute("DROP TABLE \(unsafe: table)") }
    }
}
