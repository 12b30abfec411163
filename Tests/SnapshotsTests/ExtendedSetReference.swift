import DuckDB
import Snapshots

/// The columns of the extended set by their definitions: joins of usage to snapshots, no walk.
struct ExtendedSetReference {
    let snapshots: SnapshotSet
    let connection: Connection

    /// The snapshots' columns that differ from their definition in some row, with the number of rows compared.
    func differences() throws -> (rows: Int, columns: [String]) {
        let expected = integers + decayed
        let wrong = expected.map { column in
            let (actual, reference) = ("s.\(SQL.identifier(column.name))", "r.\(SQL.identifier(column.name))")
            let differs =
                column.isExact
                ? "\(actual) IS DISTINCT FROM \(reference)"
                : "abs(\(actual) - \(reference)) > 1e-6 * greatest(1, abs(\(reference)))"
            return "count(*) FILTER (WHERE \(differs))"
        }
        let perRow = expected.filter { !decayedNames.contains($0.name) }
        let perWeek = expected.filter { decayedNames.contains($0.name) }
        func select(_ columns: [Column]) -> String {
            columns.map { "\($0.sql) AS \(SQL.identifier($0.name))" }.joined(separator: ",\n")
        }
        return try connection.row(
            """
            WITH s AS (SELECT * FROM \(SnapshotFiles(snapshots).all)),
            joined AS (
                SELECT s.id, s.DATE, u.*, (s.DATE - u.day) // 7 AS age, \(unsafe: total(snapshots.actions)) AS actions,
                    \(unsafe: total(snapshots.users)) AS users, \(unsafe: most(snapshots.users)) AS most
                FROM s JOIN portals p USING (id) JOIN usage u ON u.portal = p.portal AND u.day <= s.DATE),
            a AS (SELECT id, DATE, \(unsafe: select(perRow)) FROM joined GROUP BY id, DATE),
            weeks AS (
                SELECT id, DATE, age, sum(j.actions) AS actions, sum(j.users) AS users,
                    bool_or(j.actions + j.users > 0)::INTEGER AS active
                FROM joined j GROUP BY id, DATE, age),
            b AS (SELECT id, DATE, \(unsafe: select(perWeek)) FROM weeks GROUP BY id, DATE),
            r AS (SELECT * FROM a JOIN b USING (id, DATE))
            SELECT count(*), \(unsafe: wrong.joined(separator: ", ")) FROM s JOIN r USING (id, DATE)
            """
        ) { row in
            (row.int(0)!, expected.indices.filter { row.int($0 + 1)! > 0 }.map { expected[$0].name })
        }
    }

    private struct Column {
        let name: String
        let sql: String
        var isExact = true
    }

    private var counts: [String] { snapshots.actions + snapshots.users }
    private func total(_ columns: [String]) -> String {
        (columns.map { "u.\(SQL.identifier($0))::BIGINT" } + ["0"]).joined(separator: " + ")
    }
    private func most(_ columns: [String]) -> String {
        "greatest(\((columns.map { "sum(u.\(SQL.identifier($0))) OVER (PARTITION BY s.id, s.DATE, u.day)" } + ["0"]).joined(separator: ", ")))"
    }

    private var integers: [Column] {
        func sum(_ value: String, _ condition: String) -> String {
            "coalesce(sum(\(value)) FILTER (WHERE \(condition)), 0)"
        }
        func most(_ condition: String) -> String { "coalesce(max(most) FILTER (WHERE \(condition)), 0)" }
        let isActive = "actions + users > 0"
        var columns: [Column] = counts.flatMap { count in
            snapshots.sumWindows.map { window in
                Column(
                    name: "\(count)_\(window)D_SUM", sql: sum(SQL.identifier(count), "day > DATE - \(window)"))
            } + [Column(name: "\(count)_LIFETIME_SUM", sql: sum(SQL.identifier(count), "true"))]
        }
        columns += [
            Column(name: "DAYS_SINCE_LAST_ACTIVITY", sql: "DATE - max(day) FILTER (WHERE \(isActive))"),
            Column(name: "DAYS_SINCE_LAST_ROW", sql: "DATE - max(day)"),
            Column(name: "DAYS_SINCE_FIRST_USE", sql: "DATE - min(day) FILTER (WHERE \(isActive))"),
            // From the first snapshot day on or after the first row, whatever its counts.
            Column(
                name: "DAYS_SINCE_FIRST_SEEN",
                sql: "DATE - (min(day) + ((isodow(DATE) - isodow(min(day)) + 7) % 7)::INTEGER)"),
            Column(name: "ACTIVE_WEEKS", sql: "count(DISTINCT age) FILTER (WHERE \(isActive))"),
            Column(name: "ACTIVE_WEEKS_12W", sql: "count(DISTINCT age) FILTER (WHERE \(isActive) AND age < 12)"),
            Column(name: "TOTAL_ACTIONS_4W", sql: sum("actions", "age < 4")),
            Column(name: "TOTAL_ACTIONS_PRIOR_4W", sql: sum("actions", "age BETWEEN 4 AND 7")),
            Column(name: "TOTAL_USERS_4W", sql: sum("users", "age < 4")),
            Column(name: "TOTAL_USERS_PRIOR_4W", sql: sum("users", "age BETWEEN 4 AND 7")),
            Column(name: "MAX_USERS_EVER", sql: most("true")),
            Column(name: "MAX_USERS_4W", sql: most("age < 4")),
            Column(name: "MAX_USERS_PRIOR_4W", sql: most("age BETWEEN 4 AND 7")),
        ]
        let isNew = snapshots.actions.map {
            "(coalesce(max(age) FILTER (WHERE \(SQL.identifier($0)) > 0), 99) < 4)::INTEGER"
        }
        columns.append(Column(name: "NEW_MODULES_4W", sql: isNew.joined(separator: " + ")))
        return columns
    }

    private let halfLives = [1, 2, 4, 8]
    private var decayedNames: Set<String> { Set(decayed.map(\.name)) }
    private var decayed: [Column] {
        [("ACTIONS", "actions"), ("USERS", "users"), ("ACTIVE_WEEKS", "active")].flatMap { name, value in
            halfLives.map { half in
                Column(
                    name: "DECAYED_\(name)_\(half)W", sql: "sum(\(value) * pow(2.0, -age / \(half).0))", isExact: false)
            }
        }
    }
}
