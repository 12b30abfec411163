import DuckDB
import Snapshots
import Sources
import TestSupport
import Testing

@testable import Modeling

/// What is said of a portal, by its values.
@Suite struct StatementTests {
    /// A portal's columns that are not 0, and what is said of one signal.
    struct Case: Sendable {
        let signal: Signal
        let values: [String: String]
        let text: String
        /// The same columns of three other portals; the portals in between have 0 everywhere.
        var others: [String: String] = [:]

        init(_ signal: Signal, _ values: [String: String], _ text: String, others: [String: String] = [:]) {
            (self.signal, self.values, self.text, self.others) = (signal, values, text, others)
        }
    }

    static let deals = "ACTIONS_CRM_DEALS"
    static let emailUsers = "USERS_EMAIL"
    static func sum(_ column: String, _ window: Int) -> String { SnapshotColumn.sum(column, window: window) }
    static let dealsLifetime = SnapshotColumn.lifetime(deals)
    static let emailLifetime = SnapshotColumn.lifetime(emailUsers)

    static let weekly: [Case] = [
        .init(.actions(deals), [sum(deals, 30): "23"], "23 deal actions in the last 30 days (typical: 0)"),
        .init(.actions(deals), [sum(deals, 30): "1"], "1 deal action in the last 30 days (typical: 0)"),
        .init(
            .actions(deals), [sum(deals, 30): "12345"], "12,345 deal actions in the last 30 days (typical: 1,200)",
            others: [sum(deals, 30): "1200"]),
        .init(
            .actions(deals), [dealsLifetime: "1900"],
            "No deal actions in the last 30 days (typical: 0), but 1,900 before that"),
        .init(.actions(deals), [:], "No deal actions so far (typical: 0)"),
        .init(.actions("PAGE_VIEWS"), [sum("PAGE_VIEWS", 30): "1"], "Page views: 1 in the last 30 days (typical: 0)"),
        .init(.actions("PAGE_VIEWS"), [:], "Page views: none so far (typical: 0)"),
        // Four weekly rows lie in 30 days.
        .init(
            .users(emailUsers), [sum(emailUsers, 30): "4"], "1 user of email a week in the last 30 days (typical: 0)"),
        .init(
            .users(emailUsers), [sum(emailUsers, 30): "6"],
            "1.5 users of email a week in the last 30 days (typical: 0.5)",
            others: [sum(emailUsers, 30): "2"]),
        .init(
            .users(emailUsers), [sum(emailUsers, 30): "4822"],
            "1,206 users of email a week in the last 30 days (typical: 0)"),
        .init(
            .users(emailUsers), [emailLifetime: "3"],
            "No users of email in the last 30 days (typical: 0), but some before that"),
        .init(.users(emailUsers), [:], "No users of email so far (typical: 0)"),
        .init(
            .activity, [sum(deals, 30): "3", sum("PAGE_VIEWS", 30): "4"],
            "7 actions in all tools in the last 30 days (typical: 0)"),
        .init(.activity, [dealsLifetime: "3"], "No actions in the last 30 days (typical: 0), but 3 before that"),
        .init(.activity, [:], "No actions so far (typical: 0)"),
        .init(
            .recency, ["DAYS_SINCE_LAST_ACTIVITY": "6"], "Active in the last 7 days (typical: never used)",
            others: ["DAYS_SINCE_LAST_ACTIVITY": "NULL"]),
        .init(
            .recency, ["DAYS_SINCE_LAST_ACTIVITY": "13"], "Last active 1 week ago (typical: 3 weeks ago)",
            others: ["DAYS_SINCE_LAST_ACTIVITY": "27"]),
        .init(.recency, ["DAYS_SINCE_LAST_ACTIVITY": "NULL"], "Never used the product"),
        .init(.tenure, ["DAYS_SINCE_FIRST_USE": "70"], "First used 10 weeks ago (typical: in the last 7 days)"),
        .init(.tenure, ["DAYS_SINCE_LAST_ACTIVITY": "NULL"], "Never used the product"),
        // A portal that was never used has an age; typical is the lower middle one of three times 15 and a 3.
        .init(
            .age, ["DAYS_SINCE_CREATED": "3", "DAYS_SINCE_LAST_ACTIVITY": "NULL"],
            "Registered 3 days ago (typical: 2 weeks ago)", others: ["DAYS_SINCE_CREATED": "15"]),
        .init(
            .age, ["DAYS_SINCE_CREATED": "NULL", "DAYS_SINCE_FIRST_SEEN": "21"],
            "First seen 3 weeks ago (typical: 2 weeks ago)", others: ["DAYS_SINCE_CREATED": "15"]),
        .init(
            .age,
            [
                "DAYS_SINCE_CREATED": "NULL", "DAYS_SINCE_FIRST_SEEN": "NULL", "DAYS_SINCE_LAST_ACTIVITY": "NULL",
            ], "Never used the product"),
        .init(
            .regularity, ["ACTIVE_WEEKS_12W": "8", "ACTIVE_WEEKS": "30"],
            "Active in 8 of the last 12 weeks (typical: 2)",
            others: ["ACTIVE_WEEKS_12W": "2"]),
        .init(
            .regularity, ["ACTIVE_WEEKS": "1"],
            "Not active in the last 12 weeks (typical: 0), but in 1 week before that"),
        .init(
            .trend, ["TOTAL_ACTIONS_4W": "40", "TOTAL_ACTIONS_PRIOR_4W": "1200"],
            "40 actions in the last 4 weeks, 1,200 in the 4 weeks before (typical: 0 and 0)"),
        .init(
            .trend, ["TOTAL_ACTIONS_4W": "1"],
            "1 action in the last 4 weeks, none in the 4 weeks before (typical: 1 and 2)",
            others: ["TOTAL_ACTIONS_4W": "1", "TOTAL_ACTIONS_PRIOR_4W": "2"]),
        .init(
            .trend, ["TOTAL_ACTIONS_PRIOR_4W": "5"],
            "No actions in the last 4 weeks, 5 in the 4 weeks before (typical: 0 and 0)"),
        .init(.trend, [:], "No actions in the last 8 weeks (typical: 0)"),
        .init(.breadth, [sum(deals, 30): "3"], "1 of 2 tools used in the last 30 days (typical: 0)"),
        .init(
            .breadth, [dealsLifetime: "3"],
            "No tool used in the last 30 days (typical: 0), but 1 of 2 tools before that"),
        .init(.breadth, [:], "None of the 2 tools used so far (typical: 0)"),
        .init(
            .team, ["MAX_USERS_EVER": "3", "MAX_USERS_4W": "3"], "3 users in its busiest week (typical: 1)",
            others: ["MAX_USERS_EVER": "1"]),
        .init(
            .team, ["MAX_USERS_EVER": "3", "MAX_USERS_4W": "2"],
            "3 users in its busiest week (typical: 0), 2 in that of the last 4 weeks"),
        .init(
            .team, ["MAX_USERS_EVER": "1"], "1 user in its busiest week (typical: 0), none in the last 4 weeks"),
        .init(.team, [:], "No users so far (typical: 0)"),
        .init(.team, ["DAYS_SINCE_LAST_ACTIVITY": "NULL"], "Never used the product"),
    ]

    @Test(arguments: weekly) func weeklyUsage(_ example: Case) throws {
        #expect(try said(example, cadence: .weekly) == example.text)
    }

    static let daily: [Case] = [
        .init(
            .users(emailUsers), [sum(emailUsers, 30): "45"], "1.5 users of email a day in the last 30 days (typical: 0)"
        ),
        .init(
            .users(emailUsers), [sum(emailUsers, 30): "1"],
            "under 0.1 users of email a day in the last 30 days (typical: 0)"),
        .init(
            .recency, ["DAYS_SINCE_LAST_ACTIVITY": "0"], "Active today (typical: 1 day ago)",
            others: ["DAYS_SINCE_LAST_ACTIVITY": "1"]),
        .init(.recency, ["DAYS_SINCE_LAST_ACTIVITY": "13"], "Last active 13 days ago (typical: today)"),
        .init(.recency, ["DAYS_SINCE_LAST_ACTIVITY": "14"], "Last active 2 weeks ago (typical: today)"),
        .init(.team, ["MAX_USERS_EVER": "2", "MAX_USERS_4W": "2"], "2 users on its busiest day (typical: 0)"),
    ]

    @Test(arguments: daily) func dailyUsage(_ example: Case) throws {
        #expect(try said(example, cadence: .daily) == example.text)
    }

    static let basic: [Case] = [
        .init(.actions(deals), [sum(deals, 30): "2"], "2 deal actions in the last 30 days (typical: 0)"),
        .init(.actions(deals), [:], "No deal actions in the last 30 days (typical: 0)"),
        .init(.users(emailUsers), [:], "No users of email in the last 30 days (typical: 0)"),
        .init(.activity, [:], "No actions in the last 30 days (typical: 0)"),
        .init(
            .trend, [sum(deals, 7): "2", sum(deals, 30): "9"],
            "2 actions in the last 7 days, 9 in the last 30 days (typical: 0 and 0)"),
        .init(.trend, [:], "No actions in the last 30 days (typical: 0)"),
    ]

    @Test(arguments: basic) func firstFeatureSet(_ example: Case) throws {
        #expect(try said(example, cadence: .weekly, set: .basic) == example.text)
    }

    static let unranked = "ln(1 + 16000001.0)"
    static let firmographics: [Case] = [
        .init(
            .firmographic("EMPLOYEE_RANGE"), ["EMPLOYEE_RANGE": "'2 to 5'", "EMPLOYEE_RANGE_MID": "3.5"],
            "2 to 5 employees (typical: 1)", others: ["EMPLOYEE_RANGE": "'1'", "EMPLOYEE_RANGE_MID": "1"]),
        .init(
            .firmographic("EMPLOYEE_RANGE"), ["EMPLOYEE_RANGE": "'1'", "EMPLOYEE_RANGE_MID": "1"],
            "1 employee (typical)",
            others: ["EMPLOYEE_RANGE": "'1'", "EMPLOYEE_RANGE_MID": "1"]),
        .init(
            .firmographic("EMPLOYEE_RANGE"),
            ["EMPLOYEE_RANGE": "'1001 to 10000'", "EMPLOYEE_RANGE_MID": "5500"],
            "1,001 to 10,000 employees (typical: 1)", others: ["EMPLOYEE_RANGE": "'1'", "EMPLOYEE_RANGE_MID": "1"]),
        .init(
            .firmographic("EMPLOYEE_RANGE"), [:], "Company size unknown",
            others: ["EMPLOYEE_RANGE": "'1'", "EMPLOYEE_RANGE_MID": "1"]),
        .init(
            .firmographic("ALEXA_RANK"), ["ALEXA_RANK": "'120345'", "ALEXA_RANK_LOG1P": "ln(120346)"],
            "Web rank 120,345 (typical: no web rank)",
            others: ["ALEXA_RANK": "'16000001'", "ALEXA_RANK_LOG1P": unranked]),
        .init(
            .firmographic("ALEXA_RANK"), ["ALEXA_RANK": "'16000001'", "ALEXA_RANK_LOG1P": unranked],
            "No web rank (typical: 9)", others: ["ALEXA_RANK": "'9'", "ALEXA_RANK_LOG1P": "ln(10)"]),
        .init(
            .firmographic("ALEXA_RANK"), [:], "Web rank unknown",
            others: ["ALEXA_RANK": "'9'", "ALEXA_RANK_LOG1P": "ln(10)"]),
        .init(.firmographic("INDUSTRY"), ["INDUSTRY": "'COMPUTER_SOFTWARE'"], "Industry is computer software"),
        .init(.firmographic("INDUSTRY"), ["INDUSTRY": "'Non-Profit/Education'"], "Industry is Non-Profit/Education"),
        .init(
            .firmographic("INDUSTRY"), ["INDUSTRY": "repeat('x', 61)"],
            "Industry is " + String(repeating: "x", count: 57) + "..."),
        .init(.firmographic("INDUSTRY"), [:], "Industry unknown"),
        .init(
            .firmographic("ANNUAL_REVENUE"), ["ANNUAL_REVENUE": "'1.5e6'", "ANNUAL_REVENUE_VALUE": "1.5e6"],
            "Annual revenue is 1.5e6"),
        .init(.firmographic("ANNUAL_REVENUE"), [:], "Annual revenue unknown"),
    ]

    @Test(arguments: firmographics) func companies(_ example: Case) throws {
        // Where the others have nothing, there is no typical value but the portal's own.
        let text = try said(example, cadence: .weekly)
        #expect(text == example.text || (example.others.isEmpty && text == example.text + " (typical)"))
    }

    private func said(_ example: Case, cadence: Cadence, set: FeatureSetName = .extended) throws -> String {
        var snapshots = try Self.snapshots.get()
        snapshots.cadence = cadence
        snapshots.featureSet = set
        let statements = Statements([example.signal], snapshots: snapshots)
        let given = snapshots.firmographics.flatMap { [$0.given] + ($0.derived.map { [$0] } ?? []) }
        let columns = snapshots.usageColumns + snapshots.nullableColumns + given
        func row(_ values: [String: String]) -> String {
            let cells = columns.map { name in
                let type =
                    snapshots.firmographics.contains { $0.given == name }
                    ? "VARCHAR" : given.contains(name) ? "DOUBLE" : "BIGINT"
                return "(\(values[name] ?? (given.contains(name) ? "NULL" : "0")))::\(type) AS \(SQL.identifier(name))"
            }
            return "SELECT \(cells.joined(separator: ", "))"
        }
        #expect(Set(example.values.keys).union(example.others.keys).isSubset(of: columns))
        let connection = try Database.open().connect()
        let medians = statements.medians.enumerated().map { "\($1) AS __m\($0)" } + ["1 AS one"]
        return try connection.row(
            """
            WITH portal AS (\(unsafe: row(example.values))),
                medians AS (SELECT \(unsafe: medians.joined(separator: ", "))
                    FROM (FROM portal UNION ALL (\(unsafe: row(example.others)) FROM range(3))))
            SELECT \(unsafe: statements.statements[0].text) FROM portal, medians
            """
        ) { $0.string(0)! }
    }

    /// The columns of the shared data, with two of our own.
    private static let snapshots: Result<SnapshotSet, any Error> = Result {
        var snapshots = try ModelingCompany().snapshots
        snapshots.actions = [deals, "PAGE_VIEWS"]
        snapshots.users = ["USERS_CRM_DEALS", emailUsers]
        snapshots.firmographics =
            (Firmographic.defaults + [Firmographic(column: "ANNUAL_REVENUE", kind: .number)])
            .map(SnapshotSet.FirmographicColumn.init)
        return snapshots
    }
}
