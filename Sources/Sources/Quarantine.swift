internal import DuckDB

/// The rows that are set aside, collected in a table of the run's database and written as `quarantine.csv`.
struct Quarantine {
    static let table = "quarantine"

    let connection: Connection

    func create() throws {
        try connection.execute(
            """
            CREATE OR REPLACE TABLE \(unsafe: Self.table) (source VARCHAR, file VARCHAR, line BIGINT, column_name VARCHAR,
                value VARCHAR, rows BIGINT, reason VARCHAR)
            """)
    }

    /// Sets rows aside. `select` yields file, line, column_name, value and rows.
    func add(_ source: SourceName, reason: String, select: String) throws {
        try connection.execute(
            """
            INSERT INTO \(unsafe: Self.table)
            SELECT '\(unsafe: source.rawValue)', file, line, column_name, value, rows, \(literal: reason) FROM (\(unsafe: select))
            """)
    }

    /// Returns the number of rows that were set aside, by table and reason.
    func rows() throws -> [(table: SourceName, reason: String, rows: Int)] {
        try connection.rows(
            "SELECT source, reason, sum(rows)::BIGINT FROM \(unsafe: Self.table) GROUP BY ALL ORDER BY ALL"
        ) {
            (SourceName(rawValue: $0.string(0)!)!, $0.string(1)!, $0.int(2)!)
        }
    }

    /// Writes all rows that were set aside, in the order of their places.
    func write(to path: String) throws {
        let safe = ["file", "column_name", "value"].map(SQL.safeCell)
        try connection.execute(
            """
            COPY (SELECT source AS "table", \(unsafe: safe[0]) AS file, line, \(unsafe: safe[1]) AS "column", \(unsafe: safe[2]) AS value, rows,
                    reason FROM \(unsafe: Self.table) ORDER BY ALL)
            TO \(literal: path) (FORMAT csv, HEADER)
            """)
    }
}
