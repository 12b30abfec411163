internal import Arrow
internal import Base
internal import DuckDB
internal import Snapshots

/// The free portals of the run's Sunday as temporary tables: one row per portal with the columns of the snapshots, and
/// one row per combination of features. Portals that look the same to the models, such as thousands without any usage,
/// are explained once.
package struct FreePortals {
    /// The table with `__place` (from 0, in the order of the ids), `__id` and the columns of the snapshots.
    static let portals = "reason_portals"
    /// The table with `__group` (from 0, in the order of the first portal), `__places` and the features.
    static let rows = "reason_rows"
    static let place = "__place"
    static let group = "__group"

    let features: FeatureSet
    /// The number of portals of each row of features.
    let portalCounts: [Int]
    private let connection: Connection

    init(_ rows: SnapshotRows, connection: Connection) throws {
        features = rows.features
        self.connection = connection
        let snapshots = rows.snapshots
        let given = snapshots.firmographics.filter { $0.derived != nil }.map { SQL.identifier($0.given) }
        let firmographics = rows.firmographicColumns + given
        let date = "DATE '\(snapshots.asOf)'"
        let explicit = (rows.usageColumns + snapshots.nullableColumns + firmographics).joined(separator: ", ")
        let cold =
            (rows.usageColumns.map { "0 AS \($0)" } + rows.files.coldNullable(on: SQL(unsafe: date)).map(\.text)
            + firmographics)
            .joined(separator: ", ")
        let id = SQL.identifier(snapshots.idColumn)
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE \(unsafe: Self.portals) AS
            SELECT row_number() OVER (ORDER BY \(unsafe: SnapshotRows.id)) - 1 AS \(unsafe: Self.place), * FROM (
                SELECT \(unsafe: id)::VARCHAR AS \(unsafe: SnapshotRows.id), \(unsafe: explicit) FROM \(rows.files.on(snapshots.asOf))
                UNION ALL
                SELECT \(unsafe: id)::VARCHAR, \(unsafe: cold) FROM \(rows.files.cold)
                WHERE \(unsafe: date) BETWEEN FIRST_DATE AND LAST_DATE)
            """)
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE \(unsafe: Self.rows) AS
            SELECT row_number() OVER (ORDER BY __first) - 1 AS \(unsafe: Self.group), * FROM (
                SELECT \(unsafe: rows.expressions), list(\(unsafe: Self.place)) AS __places, min(\(unsafe: Self.place)) AS __first
                FROM \(unsafe: Self.portals) \(unsafe: rows.categories.joins) GROUP BY ALL)
            """)
        portalCounts = try connection.rows(
            "SELECT len(__places) FROM \(unsafe: Self.rows) ORDER BY \(unsafe: Self.group)"
        ) {
            $0.int(0)!
        }
    }

    /// Reads the features of all rows, or of some.
    ///
    /// - Parameter chosen: The rows, ascending. nil: all.
    func table(_ chosen: [Int]? = nil) throws -> ArrowTable {
        var source = Self.rows
        if let chosen {
            try connection.register(
                NumberSource(columns: [Self.group], rows: chosen.map { [Double($0)] }), as: "chosen_rows")
            source = "(FROM \(Self.rows) SEMI JOIN chosen_rows() USING (\(Self.group)))"
        }
        return try ArrowTable.read(connection.arrowStream(SQL(unsafe: query(source))))
    }

    /// Reads the features of all rows in batches.
    func batches() throws -> RowBatches { try RowBatches(query(Self.rows), connection: connection) }

    private func query(_ source: String) -> String {
        let names = features.features.map { SQL.identifier($0.name) }.joined(separator: ", ")
        return "SELECT \(names) FROM \(source) ORDER BY \(Self.group)"
    }
}

/// A source of rows of numbers for a query.
final class NumberSource: RowSource {
    let columns: [(name: String, type: ColumnType)]
    private let rows: [[Double]]
    private var next = 0

    /// Makes a source.
    ///
    /// - Parameter rows: The values of each row in the order of the columns. NaN stands for NULL.
    init(columns: [String], rows: [[Double]]) {
        self.columns = columns.map { ($0, .double) }
        self.rows = rows
    }

    func fill(_ chunk: OutputChunk) -> Int {
        let count = min(chunk.capacity, rows.count - next)
        for column in columns.indices {
            let target = chunk.column(column, as: Double.self)
            for row in 0..<count {
                let value = rows[next + row][column]
                if value.isNaN { chunk.setNull(column, row) } else { target[row] = value }
            }
        }
        next += count
        return count
    }
}
