import Base
import Foundation
import Logging
import Pipeline
import Settings
import TestSupport

/// A company with weekly usage whose names and values may be anything.
struct EdgeCompany {
    var portals = 160
    var id: (Int) -> String = { "p\($0)" }
    var actions = ["DEALS", "EMAIL"]
    var users = ["USERS_DEALS", "USERS_EMAIL"]
    /// Name, kind and value by portal.
    var firmographics: [(name: String, kind: String, value: (Int) -> String)] = [
        ("INDUSTRY", "category", { ["retail", "law", ""][$0 % 3] }), ("VISITS", "number", { "\($0 % 17)" }),
    ]
    /// The week of creation; nil: the tables do not have one.
    var created: ((Int) -> Int)?
    /// Customers that closed before the first row of usage.
    var earlyCustomers = 0
    /// Whether a portal has usage.
    var isUsed: (Int) -> Bool = { $0 % 4 != 0 }

    static let monday = Day(year: 2025, month: 9, day: 1)
    static let weeks = 40
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes the tables and runs the pipeline over them.
    ///
    /// - Returns: the run, and the ids of the free portals.
    func run(_ overrides: [String] = []) throws -> (run: RunOutcome, free: [String]) {
        let free = try write()
        return (try pipeline(overrides).run(quick: true), free)
    }

    /// The pipeline over the written tables.
    func pipeline(_ overrides: [String] = []) throws -> Pipeline {
        let loaded = try ConfigurationLoader.load(
            file: folder.path + "/prospect.yaml", overrides: overrides, environment: [:], workingFolder: folder.path)
        return Pipeline(
            loaded: loaded, today: Self.monday + 7 * Self.weeks, progress: SilentProgress(),
            cancellation: Cancellation(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func cell(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }

    private func write() throws -> [String] {
        var generator = SeededGenerator(seed: 77)
        var customers: [[String]] = []
        var free: [[String]] = []
        var usage: [[String]] = []
        for number in 0..<portals + earlyCustomers {
            let own = firmographics.map { $0.value(number) }
            let created = created.map { ["\(Self.monday + 7 * $0(number))"] } ?? []
            let close = Self.monday + 10 + Int(generator.uniform() * Double(7 * Self.weeks - 12))
            let isEarly = number >= portals
            if isEarly || generator.uniform() < 0.4 {
                customers.append(["\(isEarly ? Self.monday - 300 : close)", "10"] + own + created + [id(number)])
            } else {
                free.append(own + created + [id(number)])
            }
            guard !isEarly, isUsed(number) else { continue }
            for week in number % 30..<Self.weeks where generator.uniform() < 0.7 {
                let counts = (actions + users).map { _ in "\(Int(generator.uniform() * 10))" }
                usage.append(["\(Self.monday + 7 * week)"] + counts + [id(number)])
            }
        }
        let shared = firmographics.map(\.name) + (created == nil ? [] : ["CREATED"]) + ["portal key"]
        try write("customers.csv", ["CLOSEDATE", "MRR"] + shared, customers)
        try write("noncustomers.csv", shared, free)
        try write("usage.csv", ["WHEN"] + actions + users + ["portal key"], usage)
        func list(_ names: [String]) -> String { names.map(cell).joined(separator: ", ") }
        func yaml(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
        try folder.write(
            "prospect.yaml",
            """
            sources: {customers: customers.csv, noncustomers: noncustomers.csv, usage: usage.csv}
            columns:
              id: portal key
              timestamp: WHEN
              created: \(created == nil ? "null" : "CREATED")
              actions: [\(actions.map(yaml).joined(separator: ", "))]
              users: [\(users.map(yaml).joined(separator: ", "))]
            firmographics: {\(firmographics.map { "\(yaml($0.name)): \($0.kind)" }.joined(separator: ", "))}
            split: {validation: 4, test: 4}
            models: {members: [lightgbm, xgboost]}
            lightgbm: {num_iterations: 5, min_data_in_leaf: 5}
            xgboost: {num_boost_round: 5}
            resources: {threads: 2}
            """)
        return free.map { $0.last! }
    }

    private func write(_ name: String, _ header: [String], _ rows: [[String]]) throws {
        try folder.write(
            name, ([header] + rows).map { $0.map(cell).joined(separator: ",") }.joined(separator: "\n") + "\n")
    }
}
