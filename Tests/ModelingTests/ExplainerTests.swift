import Arrow
import Base
import Boosting
import DuckDB
import Foundation
import Snapshots
import TestSupport
import Testing

@testable import Modeling

/// Reasons and axes of a small company's models.
@Suite struct ExplainerTests {
    /// A company with its models, and the files that explain them.
    struct Explained {
        let company: ModelingCompany
        let model: TrainedModel
        let folder: TemporaryFolder
        var connection: Connection { company.connection }

        init(_ change: (inout ModelingSettings) -> Void = { _ in }) throws {
            var configuration = ModelingCompany.configuration
            change(&configuration)
            company = try ModelingCompany(configuration)
            folder = try TemporaryFolder()
            model = try ModelTrainer(
                configuration: configuration, snapshots: company.snapshots, connection: company.connection, threads: 2,
                progress: SilentProgress(), cancellation: Cancellation()
            ).train(in: folder.path).model
        }

        var scores: String { folder.path + "/scores.parquet" }
        var reasons: String { folder.path + "/reasons.parquet" }
        var axes: String { folder.path + "/axes.parquet" }
        var sees: Bool { company.configuration.features.firmographics }

        func explain(_ calibrations: [ModelName: Calibration] = [:], top: Int = 1000, threads: Int = 2) throws {
            let connection = try company.company.database.connect()
            try Scorer(snapshots: company.snapshots, firmographics: sees, connection: connection)
                .score(model, in: folder.path, to: scores)
            try Explainer(snapshots: company.snapshots, firmographics: sees, connection: connection, threads: threads)
                .explain(
                    model, in: folder.path, calibrations: calibrations, top: top, reasons: reasons, axes: axes)
        }
    }

    /// Scoring keeps nothing of the database alive, whether it succeeds or fails.
    @Test func scoringLetsGoOfTheDatabase() throws {
        let run = try Explained()
        for file in [run.scores, "/nowhere/scores.parquet"] {
            weak var kept: Database?
            do {
                let database = try Database.open()
                kept = database
                let scorer = Scorer(
                    snapshots: run.company.snapshots, firmographics: run.sees, connection: try database.connect())
                _ = try? scorer.score(run.model, in: run.folder.path, to: file)
            }
            #expect(kept == nil)
        }
        #expect(FileManager.default.fileExists(atPath: run.scores))
    }

    /// The largest distance of base and contributions from the log-odds of the listed probability, by portal.
    private func miss(_ run: Explained, _ model: ModelName, _ calibration: Calibration) throws -> (Double, Int) {
        let rows = try run.connection.rows(
            """
            SELECT s.\(unsafe: model.scoreColumn), a.log_odds, a.base, a.fit, a.intent,
                (SELECT sum(\(unsafe: model.contributionColumn)) FROM '\(unsafe: run.reasons)' r WHERE r.id = a.id)
            FROM '\(unsafe: run.axes)' a JOIN '\(unsafe: run.scores)' s USING (id) WHERE model = '\(unsafe: model.rawValue)'
            """
        ) { row in (0..<6).map { row.double($0)! } }
        let misses = rows.map { row in
            let listed = calibration.probability(row[0])
            let logOdds = log(listed) - log1p(-listed)
            return max(abs(row[1] - logOdds), abs(row[2] + row[3] + row[4] - logOdds), abs(row[2] + row[5] - logOdds))
        }
        return (misses.max() ?? .infinity, rows.count)
    }

    static let calibrations: [Calibration] = [
        .none, .intercept(-0.5), .platt(slope: 0.7, intercept: -1), .beta(a: 0.8, b: 1.5, c: 0.1),
        .isotonic(raw: [-6, -4, -2, -0.5], listed: [-7, -4, -3.5, -1]),
    ]

    @Test(arguments: EnsembleSettings.Scale.allCases, FeatureSetName.allCases)
    func sumsAreLogOddsOfTheListedScores(scale: EnsembleSettings.Scale, set: FeatureSetName) throws {
        let run = try Explained {
            $0.ensemble.scale = scale
            $0.ensemble.members = [.lightgbm, .xgboost, .logistic]
            $0.ensemble.weights = [1, 2, 1]
            $0.features.set = set
        }
        #expect(run.model.names == ModelName.ranking(LearnerName.builtIn, ensemble: EnsembleSettings()))
        for calibration in Self.calibrations {
            try run.explain(Dictionary(uniqueKeysWithValues: run.model.names.map { ($0, calibration) }))
            for name in run.model.names {
                let (miss, portals) = try miss(run, name, calibration)
                #expect(miss < 1e-6, "\(name) under \(calibration)")
                #expect(portals == run.company.snapshots.company.free && portals > 60)
            }
        }
    }

    /// Every portal gets what the library says of its own row; equal rows are only explained once.
    @Test func contributionsAreTheLibrarys() throws {
        let run = try Explained()
        try run.explain()
        let features = run.company.features()
        let rows = SnapshotRows(
            snapshots: run.company.snapshots, features: features,
            categories: CategoryDictionaries(features, values: run.model.categories))
        try rows.categories.createTables(run.connection)
        let table = try run.company.table(rows.scoring())
        for member in run.model.members {
            let classifier = try member.name.learner.load(from: run.folder.path, threads: 1)
            let places = member.features.map { name in features.features.firstIndex { $0.name == name }! }
            let contributions = try classifier.contributions(of: table, features: places)
            let scores = try classifier.rawScores(of: table, features: places)
            let stored = try run.connection.rows(
                """
                SELECT id, signal, \(unsafe: ModelName(member.name).contributionColumn) FROM '\(unsafe: run.reasons)' ORDER BY id
                """
            ) { ($0.string(0)!, $0.string(1)!, $0.double(2)!) }
            let signals = features.signals
            #expect(stored.count == table.rowCount * signals.count)
            for row in 0..<table.rowCount {
                let part = stored[row * signals.count..<(row + 1) * signals.count]
                #expect(Set(part.map(\.0)).count == 1)
                let values = Dictionary(uniqueKeysWithValues: part.map { ($0.1, $0.2) })
                // What float32 loses is some millionths.
                let sum = contributions[row].reduce(contributions.expectedScore, +)
                #expect(abs(sum - scores[row]) < 1e-5)
                for signal in signals {
                    let expected = zip(places, contributions[row])
                        .filter { features.features[$0.0].signal == signal }.reduce(0) { $0 + $1.1 }
                    #expect(abs(values[signal.name]! - expected) < 1e-5)
                }
            }
        }
    }

    @Test func equalRowsAreOneRow() throws {
        let run = try Explained()
        let features = run.company.features()
        let categories = CategoryDictionaries(features, values: run.model.categories)
        try categories.createTables(run.connection)
        let rows = SnapshotRows(snapshots: run.company.snapshots, features: features, categories: categories)
        let portals = try FreePortals(rows, connection: run.connection)
        let names = features.features.map { SQL.identifier($0.name) }.joined(separator: ", ")
        let distinct = try run.connection.row(
            "SELECT count(*) FROM (SELECT DISTINCT \(unsafe: names) FROM (\(unsafe: rows.scoring())))"
        ) {
            $0.int(0)!
        }
        #expect(portals.portalCounts.count == distinct)
        #expect(portals.portalCounts.reduce(0, +) == run.company.snapshots.company.free)
        #expect(portals.portalCounts.max()! > 1)
    }

    @Test(arguments: FeatureSetName.allCases, [true, false])
    func everySignalIsSaid(set: FeatureSetName, firmographics: Bool) throws {
        let run = try Explained {
            $0.features.set = set
            $0.features.firmographics = firmographics
            $0.models.members = [.lightgbm]
        }
        try run.explain()
        let features = run.company.features(firmographics: firmographics)
        let signals = features.signals
        #expect(Set(signals).isSuperset(of: run.company.snapshots.actions.map(Signal.actions)))
        #expect(Set(signals).isSuperset(of: run.company.snapshots.users.map(Signal.users)))
        #expect(signals.contains(.recency) && signals.contains(.trend) && signals.contains(.activity))
        #expect(signals.contains { $0.axis == .fit } == firmographics)
        let said = try run.connection.rows(
            """
            SELECT signal, any_value(axis), count(DISTINCT id), count(*) FILTER (text IS NULL OR text = '' OR text LIKE '%  %')
            FROM '\(unsafe: run.reasons)' GROUP BY ALL
            """
        ) { ($0.string(0)!, $0.string(1)!, $0.int(2)!, $0.int(3)!) }
        #expect(Set(said.map(\.0)) == Set(signals.map(\.name)))
        for (name, axis, portals, wrong) in said {
            #expect(Signal(name: name)?.axis.rawValue == axis)
            #expect(portals == run.company.snapshots.company.free && wrong == 0, "\(name)")
        }
        let (fits, cold) = try run.connection.row(
            """
            SELECT (SELECT count(fit_percentile) FROM '\(unsafe: run.axes)'),
                (SELECT count(DISTINCT id) FROM '\(unsafe: run.reasons)' WHERE text = 'Never used the product')
            """
        ) { ($0.int(0)!, $0.int(1)!) }
        #expect(fits == (firmographics ? run.company.snapshots.company.free : 0))
        #expect(cold > 10)
    }

    /// Percentiles beside their definition, portal by portal.
    @Test func percentilesAreSharesOfPortals() throws {
        let run = try Explained()
        try run.explain()
        for axis in Signal.Axis.allCases.map(\.rawValue) {
            let (wrong, best, worst) = try run.connection.row(
                """
                SELECT count(*) FILTER (abs(listed - 100 * lower / (lower + higher)) > 0.5001), max(listed), min(listed)
                FROM (SELECT a.\(unsafe: axis)_percentile AS listed,
                    (SELECT count(*) FROM '\(unsafe: run.axes)' b WHERE b.model = a.model AND b.\(unsafe: axis) < a.\(unsafe: axis)) AS lower,
                    (SELECT count(*) FROM '\(unsafe: run.axes)' b WHERE b.model = a.model AND b.\(unsafe: axis) > a.\(unsafe: axis)) AS higher
                    FROM '\(unsafe: run.axes)' a)
                """
            ) { ($0.int(0)!, $0.int(1)!, $0.int(2)!) }
            #expect((wrong, best, worst) == (0, 100, 0))
        }
    }

    /// The best of each list, and with them those that share the last one's score.
    @Test func onlyTheBestAreExplained() throws {
        let run = try Explained()
        try run.explain()
        func portals(_ name: ModelName) throws -> [(String, Double)] {
            try run.connection.rows(
                "SELECT id, base, log_odds FROM '\(unsafe: run.axes)' WHERE model = '\(unsafe: name.rawValue)' ORDER BY log_odds DESC, id"
            ) { ($0.string(0)!, $0.double(2)!) }
        }
        let all = try Dictionary(uniqueKeysWithValues: run.model.names.map { ($0, try portals($0)) })
        try run.explain(top: 20)
        for name in run.model.names {
            let best = try portals(name)
            let least = all[name]![19].1
            #expect(best.map(\.0) == all[name]!.filter { $0.1 >= least }.map(\.0))
            #expect(best.count >= 20 && best.count < all[name]!.count)
            #expect(zip(best, all[name]!).allSatisfy { $0.1 == $1.1 })
            let explained = try run.connection.rows(
                "SELECT DISTINCT id FROM '\(unsafe: run.reasons)' WHERE \(unsafe: name.contributionColumn) IS NOT NULL"
            ) { $0.string(0)! }
            #expect(explained.sorted() == best.map(\.0).sorted())
        }
        try run.explain(top: 0)
        #expect(try run.connection.row("SELECT count(*) FROM '\(unsafe: run.reasons)'") { $0.int(0)! } == 0)
    }

    /// What is read as a number is the number that is said.
    @Test func valuesAreThereAsNumbers() throws {
        let run = try Explained()
        try run.explain()
        let rows = try run.connection.rows(
            """
            SELECT signal, count(*), count(number),
                count(*) FILTER (abs(number - TRY_CAST(replace(value, ',', '') AS DOUBLE))
                    > CASE WHEN number >= 10 THEN 0.5 ELSE 0.051 END)
            FROM '\(unsafe: run.reasons)' GROUP BY signal ORDER BY signal
            """
        ) { (signal: $0.string(0)!, rows: $0.int(1)!, numbers: $0.int(2)!, wrong: $0.int(3)!) }
        let counts = Dictionary(uniqueKeysWithValues: rows.map { ($0.signal, $0) })
        for row in rows { #expect(row.wrong == 0, "\(row)") }
        #expect(counts["activity"]!.numbers == counts["activity"]!.rows)
        #expect(counts["firmographic:EMPLOYEES"]!.numbers > 0)
        #expect(counts["firmographic:INDUSTRY"]!.numbers == 0)
        // Never active: no number of days.
        #expect((1..<counts["recency"]!.rows).contains(counts["recency"]!.numbers))
    }

    @Test func sameBytesWithAnyNumberOfThreads() throws {
        let run = try Explained()
        try run.explain(threads: 1)
        let one = try [run.folder.read("reasons.parquet"), run.folder.read("axes.parquet")]
        try run.explain(threads: 2)
        #expect(try [run.folder.read("reasons.parquet"), run.folder.read("axes.parquet")] == one)
    }
}
