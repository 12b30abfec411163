package import Base
package import DuckDB
package import Snapshots
package import Sources
package import UsageStore

/// A company whose tables are written row by row into a database, as the first stage would leave them there.
package struct TableCompany {
    /// A portal; its number is its place.
    package struct Portal: Sendable {
        package var close: Day?
        package var created: Day?
        package var industry: String?
        package var employees: Double?
        package var revenue: Double?

        package init(
            close: Day? = nil, created: Day? = nil, industry: String? = nil, employees: Double? = nil,
            revenue: Double? = nil
        ) {
            self.revenue = revenue
            self.close = close
            self.created = created
            self.industry = industry
            self.employees = employees
        }
    }

    /// A row of usage; the counts are those of the actions and then of the users.
    package struct Usage: Sendable {
        package var portal: Int
        package var day: Day
        package var counts: [Int]

        package init(_ portal: Int, _ day: Day, _ counts: [Int]) {
            self.portal = portal
            self.day = day
            self.counts = counts
        }
    }

    package let configuration: WalkSettings
    package let database: Database
    package let connection: Connection
    package let usage: UsageStore
    private let tables: CompanyTables

    /// Two modules, a category and a number.
    package static let configuration: WalkSettings = {
        var configuration = WalkSettings()
        configuration.columns.actions = ["DEALS", "EMAIL"]
        configuration.columns.users = ["USERS_DEALS", "USERS_EMAIL"]
        configuration.firmographics = [
            Firmographic(column: "EMPLOYEES", kind: .number), Firmographic(column: "INDUSTRY", kind: .category),
        ]
        return configuration
    }()

    package init(
        _ configuration: WalkSettings = TableCompany.configuration, portals: [Portal], usage: [Usage]
    ) throws {
        self.configuration = configuration
        database = try Database.open(settings: ["threads": "2"])
        connection = try database.connect()
        let counts = configuration.columns.counts
        try connection.execute(
            """
            CREATE TABLE portals (portal INTEGER, id VARCHAR, excluded VARCHAR, close_date DATE, created DATE, mrr DOUBLE,
                "EMPLOYEES" VARCHAR, "EMPLOYEES_VALUE" DOUBLE, "INDUSTRY" VARCHAR)
            """)
        let columns = counts.map { "\(SQL.identifier($0)) UINTEGER" }.joined(separator: ", ")
        func date(_ day: Day?) -> String { day.map { "DATE '\($0)'" } ?? "NULL" }
        let portalRows = portals.enumerated().map { number, portal in
            let employees = portal.employees.map { "\($0)" } ?? "NULL"
            let industry = portal.industry.map(SQL.literal) ?? "NULL"
            return "(\(number), 'p\(number)', NULL, \(date(portal.close)), \(date(portal.created)), "
                + "\(portal.revenue.map { "\($0)" } ?? "NULL"), "
                + "\(employees)::VARCHAR, \(employees), \(industry))"
        }
        try connection.execute("INSERT INTO portals VALUES \(unsafe: portalRows.joined(separator: ", "))")
        try connection.execute("CREATE TABLE usage (portal INTEGER, day DATE, \(unsafe: columns))")
        let usageRows = usage.map { row in
            "(\(row.portal), \(date(row.day)), \(row.counts.map(String.init).joined(separator: ", ")))"
        }
        try connection.execute("INSERT INTO usage VALUES \(unsafe: usageRows.joined(separator: ", "))")
        self.usage = Self.store(usage, portals: portals.count, width: counts.count)
        let days = usage.map(\.day)
        tables = CompanyTables(
            portals: portals.count, excluded: [], usageRows: usage.count, firstUsage: days.min()!,
            lastUsage: days.max()!, lastClose: portals.compactMap(\.close).max(),
            cadence: Set(days.map(\.weekday)).count == 1 ? .weekly : .daily)
    }

    private static func store(_ rows: [Usage], portals: Int, width: Int) -> UsageStore {
        let store = UsageStore(
            portals: portals, width: width, today: Day(year: 2100, month: 1, day: 1), spillFolder: "")
        UsageRowsForTests(rows.map { ($0.portal, $0.day, $0.counts) }).append(to: store.makeAppender(), actions: 2)
        store.seal()
        return store
    }

    /// The snapshots of a run's day.
    ///
    /// - Parameter clocks: How far usage and outcomes reach; nil: both through `asOf`.
    package func snapshots(
        asOf: Day, clocks: Clocks? = nil, in folder: TemporaryFolder
    ) throws -> SnapshotSet {
        var tables = tables
        tables.clocks = clocks ?? Clocks(usageThrough: asOf, outcomesThrough: asOf)
        return try SnapshotBuilder(
            configuration: configuration, company: tables, usage: usage, asOf: asOf, database: database,
            threads: 2, progress: SilentProgress(), cancellation: Cancellation()
        ).build(in: folder.path)
    }
}
