import DuckDB
import SampleCompany

/// A company as read back from its files, and queries over it.
final class WrittenCompany: Sendable {
    let summary: SampleSummary
    private let database: Database

    init(portals: Int) throws {
        let folder = try TemporaryFolder()
        summary = try SampleCompany(portals: portals).write(to: folder.path, format: .csv)
        database = try Database.open(settings: ["threads": "1"])
        let connection = try database.connect()
        for name in ["customers", "noncustomers", "usage_actions"] {
            try connection.execute("CREATE TABLE \(unsafe: name) AS FROM \(literal: folder.file("\(name).csv"))")
        }
        withExtendedLifetime(folder) {}
        for statement in Self.derived { try connection.execute(SQL(unsafe: statement)) }
    }

    /// The only value of a query.
    func number(_ sql: String) throws -> Double {
        try database.connect().row("SELECT (\(unsafe: sql))::DOUBLE") { $0.double(0) ?? .nan }
    }

    /// The area under the ROC curve of a score, by ranks (Mann and Whitney, 1947).
    func areaUnderCurve(of score: String, from rows: String, label: String) throws -> Double {
        try number(
            """
            WITH ranked AS (
                SELECT \(label)::INT AS y,
                    rank() OVER (ORDER BY \(score)) + (count(*) OVER (PARTITION BY \(score)) - 1) / 2.0 AS place
                FROM \(rows))
            SELECT (sum(place) FILTER (y = 1) - sum(y) * (sum(y) + 1) / 2.0) / (sum(y) * sum(1 - y)) FROM ranked
            """)
    }

    private static let derived = [
        """
        CREATE TABLE days AS SELECT id, WHEN_TIMESTAMP::DATE AS day,
            ACTIONS_CRM_CONTACTS + ACTIONS_CRM_COMPANIES + ACTIONS_CRM_DEALS + ACTIONS_EMAIL AS actions,
            USERS_CRM_CONTACTS + USERS_CRM_COMPANIES + USERS_CRM_DEALS + USERS_EMAIL AS users FROM usage_actions
        """,
        """
        CREATE TABLE portals AS
            SELECT *, row_number() OVER (ORDER BY actions DESC NULLS LAST, id) AS place
            FROM (FROM customers UNION ALL BY NAME FROM noncustomers)
            LEFT JOIN (
                SELECT id, count(*) AS days, sum(actions) AS actions, min(day) AS earliest, max(day) AS latest
                FROM days GROUP BY id) USING (id)
        """,
        // Every fourth Sunday whose next 30 days are in the data.
        """
        CREATE TABLE snapshots AS
            SELECT sunday, portals.id, coalesce(any_value(CLOSEDATE) <= sunday + 30, false) AS converts,
                coalesce(sum(users), 0) AS user_days
            FROM (SELECT unnest(range(DATE '2025-06-29', DATE '2026-05-29', INTERVAL 28 DAY))::DATE AS sunday)
            JOIN portals ON CLOSEDATE IS NULL OR CLOSEDATE > sunday
            LEFT JOIN days ON days.id = portals.id AND day BETWEEN sunday - 29 AND sunday
            GROUP BY sunday, portals.id
        """,
        "CREATE TABLE first_seen AS SELECT id, min(rowid) AS place FROM usage_actions GROUP BY id ORDER BY place",
    ]
}
