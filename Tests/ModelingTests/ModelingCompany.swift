import Arrow
import Base
import DuckDB
import Snapshots
import Sources
import TestSupport

@testable import Modeling

/// A small company with weekly usage, cold portals that convert too, and a category that begins late.
struct ModelingCompany {
    static let weeks = 45
    static let monday = Day(year: 2025, month: 1, day: 6)
    /// The Sunday of a week, counted from 0.
    static func sunday(_ week: Int) -> Day { monday + 7 * week + 6 }
    static let asOf = sunday(weeks - 1)

    let folder: TemporaryFolder
    let company: TableCompany
    let snapshots: SnapshotSet
    let configuration: ModelingSettings
    var connection: Connection { company.connection }

    /// - Parameters:
    ///   - clocks: how far usage and outcomes reach; nil: through `asOf`.
    ///   - change: changes portals before anything is built.
    init(
        _ configuration: ModelingSettings = ModelingCompany.configuration, asOf: Day = ModelingCompany.asOf,
        clocks: Clocks? = nil, change: (inout [TableCompany.Portal]) -> Void = { _ in }
    ) throws {
        folder = try TemporaryFolder()
        var (portals, usage) = Self.made()
        change(&portals)
        self.configuration = configuration
        company = try TableCompany(configuration.walk, portals: portals, usage: usage)
        snapshots = try company.snapshots(asOf: asOf, clocks: clocks, in: folder)
    }

    static let configuration: ModelingSettings = {
        var configuration = ModelingSettings()
        configuration.walk = TableCompany.configuration
        configuration.split.validation = 6
        configuration.split.test = 6
        configuration.lightgbm.numIterations = 30
        configuration.lightgbm.minDataInLeaf = 5
        configuration.lightgbm.learningRate = 0.1
        configuration.xgboost.numBoostRound = 30
        configuration.xgboost.minChildWeight = 0.5
        configuration.logistic.maxIter = 40
        return configuration
    }()

    var split: Split {
        Split(
            settings: configuration.split, firstSunday: snapshots.firstSunday, labelsThrough: snapshots.asOf,
            horizon: snapshots.horizon)!
    }

    func features(firmographics: Bool = true) -> FeatureSet { FeatureSet(snapshots, firmographics: firmographics) }

    /// The rows' queries, with the categories of a period.
    func rows(learnedOn period: SnapshotPeriod) throws -> SnapshotRows {
        let features = features()
        let categories = try CategoryDictionaries(snapshots, features: features, period: period, connection: connection)
        try categories.createTables(connection)
        return SnapshotRows(snapshots: snapshots, features: features, categories: categories)
    }

    func table(_ sql: String) throws -> ArrowTable { try ArrowTable.read(connection.arrowStream(SQL(unsafe: sql))) }

    /// 130 portals with usage, 50 without; from number 150 on they are created in week 24 or later.
    private static func made() -> (portals: [TableCompany.Portal], usage: [TableCompany.Usage]) {
        var generator = SeededGenerator(seed: 12)
        var portals: [TableCompany.Portal] = []
        var usage: [TableCompany.Usage] = []
        let industries = ["retail", "it's \"law\"", nil, "saas"]
        for number in 0..<180 {
            let isLate = number >= 150
            let isUsed = isLate ? number % 3 == 0 : number % 5 < 4
            let first = isLate ? 24 + number % 5 : Int(generator.uniform() * 20)
            let strength = generator.uniform()
            let converts = generator.uniform() < (isUsed ? 0.1 + strength * 0.6 : 0.3)
            let close = converts ? first + 3 + Int(generator.uniform() * Double(weeks - first)) : weeks + 9
            portals.append(
                .init(
                    close: close < weeks ? monday + 7 * close + number % 7 : nil,
                    created: isLate ? monday + 7 * first : nil,
                    industry: isLate ? "late" : number < 6 ? "mining" : industries[number % 4],
                    employees: number % 3 == 0 ? nil : Double(number % 11)))
            guard isUsed else { continue }
            for week in first..<weeks where generator.uniform() < 0.4 + strength / 2 {
                let growth = week > close - 5 ? 3.0 : 1
                let counts = [20, 8, 4, 2].map { Int(generator.uniform() * strength * growth * Double($0)) }
                usage.append(.init(number, monday + 7 * week, counts))
            }
        }
        return (portals, usage)
    }
}
