import Base
import Foundation
import Logging
import Pipeline
import Settings
import TestSupport

/// A small company of so many weeks with so many conversions: what is left of a list when there is little to learn from.
struct HistoryCompany {
    /// The part of the history in which nobody converts.
    enum Quiet: String, CaseIterable, Sendable { case none, early, middle, late }

    static let portals = 90
    static let monday = Day(year: 2025, month: 1, day: 6)

    let weeks: Int
    let conversions: Int
    let quiet: Quiet
    /// All close dates; nil: spread over the weeks that are not quiet.
    var closes: [Day]?
    let folder: TemporaryFolder

    init(weeks: Int, conversions: Int, quiet: Quiet = .none, closes: [Day]? = nil) throws {
        self.weeks = weeks
        self.conversions = conversions
        self.quiet = quiet
        self.closes = closes
        folder = try TemporaryFolder()
        try write()
    }

    var asOf: Day { Self.monday + 7 * weeks - 1 }

    /// Portals that are free on the last Sunday.
    var free: Int { Self.portals - conversions }

    func run(_ overrides: [String] = [], quick: Bool = true, today: Day? = nil) throws -> RunOutcome {
        let loaded = try ConfigurationLoader.load(
            file: folder.path + "/prospect.yaml", overrides: overrides, environment: [:], workingFolder: folder.path)
        return try Pipeline(
            loaded: loaded, today: today ?? asOf + 3, progress: SilentProgress(), cancellation: Cancellation(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).run(through: quick ? .rank : .report, quick: quick)
    }

    private var closeDays: [Day] {
        if let closes { return closes }
        // Days 1 to 5 of a week, so that each close date follows a usage row and lies before the Sunday.
        let thirds = [0, weeks / 3, weeks - weeks / 3, weeks]
        let loud = (0..<weeks).filter { week in
            switch quiet {
            case .none: true
            case .early: week >= thirds[1]
            case .middle: week < thirds[1] || week >= thirds[2]
            case .late: week < thirds[2]
            }
        }
        return (0..<conversions).map { number in
            Self.monday + 7 * loud[number * loud.count / max(conversions, 1)] + 1 + number % 5
        }
    }

    private func write() throws {
        let closes = closeDays
        var (customers, free, usage): ([String], [String], [String]) = ([], [], [])
        for number in 0..<Self.portals {
            // Customers are not those with the lowest ids.
            let id = (number * 37) % 1_000
            if number < closes.count {
                customers.append("\(closes[number]),\(10 + number),\(id)")
            } else {
                free.append("\(id)")
            }
            // Every fifth portal that stays free has never used the product.
            guard number < closes.count || number % 5 > 0 else { continue }
            for week in 0..<weeks where week == 0 || (number + week) % 3 != 0 {
                let growth = number < closes.count && Self.monday + 7 * week + 30 > closes[number] ? 3 : 1
                usage.append("\(Self.monday + 7 * week),\(growth * (1 + (number + week) % 4)),\(1 + number % 2),\(id)")
            }
        }
        func table(_ header: String, _ rows: [String]) -> String { ([header] + rows).joined(separator: "\n") + "\n" }
        try folder.write("customers.csv", table("CLOSEDATE,MRR,id", customers))
        try folder.write("free.csv", table("id", free))
        try folder.write("usage.csv", table("WHEN_TIMESTAMP,ACTIONS_DEALS,USERS_DEALS,id", usage))
        try folder.write(
            "prospect.yaml",
            """
            sources: {customers: customers.csv, noncustomers: free.csv, usage: usage.csv}
            columns: {actions: [ACTIONS_DEALS], users: [USERS_DEALS]}
            firmographics: {}
            models: {members: [lightgbm, logistic]}
            lightgbm: {num_iterations: 5, min_data_in_leaf: 5}
            logistic: {max_iter: 5}
            resources: {threads: 1}
            """)
    }
}
