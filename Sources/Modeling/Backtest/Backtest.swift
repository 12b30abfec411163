package import Base
package import Boosting
package import DuckDB
internal import Foundation
package import Snapshots

/// Scores past Sundays as they would have been scored then, and judges the scores against what happened.
///
/// Rolling origin: for each Sunday, the members are fitted again on the snapshots that had matured by then. They never
/// see a label that was decided after the Sunday. Tashman, "Out-of-sample tests of forecasting accuracy", International
/// Journal of Forecasting 16, 2000.
package struct Backtest: Sendable {
    private let configuration: ModelingSettings
    private let snapshots: SnapshotSet
    private let tuned: [LearnerName: TunedMember]
    private let database: Database
    private let threads: Int
    private let progress: any ProgressReporter
    private let cancellation: Cancellation

    /// Makes a backtest.
    ///
    /// - Parameter tuned: The result of tuning, if it is to be used.
    package init(
        configuration: ModelingSettings, snapshots: SnapshotSet, tuned: [LearnerName: TunedMember] = [:],
        database: Database, threads: Int, progress: any ProgressReporter, cancellation: Cancellation
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.tuned = tuned
        self.database = database
        self.threads = threads
        self.progress = progress
        self.cancellation = cancellation
    }

    /// The result of the backtest, and the scores behind it.
    package struct Outcome: Sendable {
        package var report: BacktestReport
        /// One entry per Sunday, earliest first.
        package var folds: [FoldScores]
        /// The maps from raw scores to listed probabilities, learned from these folds.
        package var calibrations: CalibrationReport
    }

    /// Runs the folds side by side and pools them.
    ///
    /// - Parameter csv: The file for the raw scores, one row per Sunday, model and portal. nil: do not write them.
    /// - Throws: `ModelingError` if no Sunday can be judged.
    package func run(_ sundays: BacktestSundays, csv: String?) throws -> Outcome {
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let plans = try configuration.models.members.map {
            try MemberPlan($0, configuration: configuration, features: features, threads: 1).tuned(
                by: tuned[$0], features)
        }
        let (days, skipped) = try judgeable(sundays.resolve(snapshots), features: features)
        let memory = FoldMemory(configuration, snapshots, features: features.features.count)
        progress.begin("reading the snapshots", total: nil, unit: "rows")
        let shared = try BacktestRows(
            days.map { FoldPeriods($0, configuration: configuration, snapshots: snapshots) },
            reader: PeriodReader(
                snapshots: snapshots, features: features, connection: database.connect(),
                sample: TrainingSample(configuration), cancellation: cancellation), memory: memory)
        progress.end(shared.sharing.map { "\($0.rows) rows, read once" } ?? "each list reads its own")
        progress.begin("backtest", total: days.count, unit: "lists")
        let side = memory.folds(threads: threads, sharing: shared.sharing)
        // The latest goes first: it has the most rows, and would otherwise end alone.
        let folds = try concurrently(days.count, threads: side, progress: progress) {
            try database.connect()
        } body: { connection, index in
            try cancellation.check()
            return try BacktestFold(
                sunday: days[days.count - 1 - index], configuration: configuration, snapshots: snapshots,
                features: features, plans: plans, shared: shared, lastWeekModel: lastWeekModel, connection: connection,
                cancellation: cancellation
            ).score()
        }.reversed()
        progress.end("\(days.count) lists")
        progress.begin("bootstrap", total: nil, unit: "draws")
        let (scores, models, pooled, excluded) = try pool(folds.map(\.scores))
        progress.end("\(PortalBootstrap.draws) draws over portals")
        if let csv { try write(scores, of: models, to: csv) }
        progress.begin("calibration", total: nil, unit: "models")
        let calibrator = Calibrator(
            settings: configuration.calibration, cuts: configuration.ranking.bands, horizon: snapshots.horizon,
            threads: threads)
        let calibrations = try calibrator.calibrate(
            scores, models: models, asOf: snapshots.asOf, labelsThrough: snapshots.labelsThrough)
        progress.end("\(calibrations.models.count) models")
        var report = report(Array(folds), skipped, pooled, plans: plans, models: models, excluded: excluded)
        if let listed = calibrator.listed(scores, models: models, by: calibrations) {
            report.choice = try choice(by: listed, among: models, excluded: excluded)
        }
        return Outcome(report: report, folds: scores, calibrations: calibrations)
    }

    /// Pools the Sundays. If members are clearly worse than a baseline or the base rate, the ensemble consists of the
    /// others.
    private func pool(
        _ folds: [FoldScores]
    ) throws -> (
        scores: [FoldScores], models: [ModelName], pooled: BacktestPooling.Result, excluded: [ExcludedModel]
    ) {
        func pool(_ folds: [FoldScores], _ models: [ModelName]) throws -> BacktestPooling.Result {
            try BacktestPooling(
                seed: configuration.seed, models: models, baselines: Baseline.all(window: snapshots.longestWindow),
                threads: threads
            ).pool(folds)
        }
        let members = configuration.models.members
        let all = try pool(folds, models)
        let weak = all.excluded(models)
        let (rest, excluded) = weak.filter { $0.model != .ensemble }.applied(to: configuration.ensemble, of: members)
        guard rest != configuration.ensemble else {
            return (folds, models, all, excluded.count > weak.count ? excluded : weak)
        }
        let combined = folds.map { fold in
            var fold = fold
            let parts = members.compactMap { name in fold.probabilities[name.rawValue].map { (name, $0) } }
            let ensemble = Ensemble(rest).combine(Dictionary(uniqueKeysWithValues: parts))
            fold.probabilities[ModelName.ensemble.rawValue] = ensemble
            fold.scores[ModelName.ensemble.rawValue] = ensemble
            return fold
        }
        let pooled = try pool(combined, models)
        return (combined, models, pooled, excluded + pooled.excluded(models).filter { $0.model == .ensemble })
    }

    /// Chooses by the listed probabilities, if these differ from the raw scores.
    private func choice(
        by listed: [FoldScores], among models: [ModelName], excluded: [ExcludedModel]
    ) throws -> BacktestReport.Choice {
        let lists = try JudgedLists(
            listed, models: models.map(\.rawValue), seed: configuration.seed, threads: threads, bySunday: false)
        let pooled = lists.models.map {
            BacktestReport.Pooled(model: $0, judgement: lists.judgement(of: $0), bands: [])
        }
        return BacktestChoice(models: models, excluded: excluded, isCalibrated: true).choose(pooled) { first, second in
            lists.difference(first.rawValue, second.rawValue) { $0.logLoss.map { -$0 } }.map {
                BacktestReport.Difference(
                    first: first.rawValue, second: second.rawValue, metric: "logLoss", estimate: $0)
            }
        }
    }

    private var models: [ModelName] {
        ModelName.ranking(configuration.models.members, ensemble: configuration.ensemble)
    }

    /// The model that `ranking.primary` names, or the model used when there is no winner.
    private var lastWeekModel: ModelName {
        configuration.ranking.primary.flatMap { models.contains($0) ? $0 : nil }
            ?? BacktestReport.withoutWinner(among: models)
    }

    /// Splits the Sundays into those by which enough portals had converted, and the others.
    private func judgeable(
        _ days: [Day], features: FeatureSet
    ) throws -> (days: [Day], skipped: [BacktestReport.Skipped]) {
        let connection = try database.connect()
        let converted = try days.map {
            try BacktestFold.convertedPortals(
                labelsThrough: $0 - snapshots.labelLag, snapshots: snapshots, features: features, connection: connection
            )
        }
        let least = SmallData.leastForLogistic
        let skipped = zip(days, converted).filter { $0.1 < least }.map {
            BacktestReport.Skipped(sunday: $0.0, convertedPortals: $0.1)
        }
        guard skipped.count < days.count else {
            throw ModelingError.nothingToBacktest(converted: converted.max() ?? 0, needed: least)
        }
        return (zip(days, converted).filter { $0.1 >= least }.map(\.0), skipped)
    }

    private func report(
        _ folds: [BacktestFold.Result], _ skipped: [BacktestReport.Skipped], _ pooled: BacktestPooling.Result,
        plans: [MemberPlan], models: [ModelName], excluded: [ExcludedModel]
    ) -> BacktestReport {
        let searches = plans.compactMap { plan -> BacktestReport.Search? in
            guard plan.origin == .tuned, let found = tuned[plan.name] else { return nil }
            return BacktestReport.Search(found)
        }
        var report = BacktestReport(
            folds: zip(folds, pooled.sundays).map { fold, judgements in
                BacktestReport.Fold(
                    sunday: fold.scores.sunday, trainedOn: fold.trainedOn, trainingPositives: fold.trainingPositives,
                    rounds: fold.rounds, stoppedEarly: fold.stoppedEarly,
                    tuningSawLater: searches.contains { $0.last + snapshots.horizon > fold.scores.sunday },
                    portals: fold.scores.keys.count, conversions: fold.scores.converted.count { $0 },
                    models: judgements)
            }, skipped: skipped, pooled: pooled.pooled, differences: pooled.differences,
            lastWeekModel: lastWeekModel, choice: .init(model: models[0], reason: ""), searches: searches,
            conversions: pooled.conversions, convertedPortals: pooled.convertedPortals, revenue: pooled.revenue,
            draws: PortalBootstrap.draws)
        report.weaknesses = pooled.weaknesses(models)
        report.choice = BacktestChoice(models: models, excluded: excluded).choose(pooled.pooled) { [report] in
            report.difference($0.rawValue, $1.rawValue, metric: "logLoss")
        }
        return report
    }

    /// Writes `sunday,model,id,probability,converted` for the models only.
    private func write(_ folds: [FoldScores], of models: [ModelName], to file: String) throws {
        let connection = try database.connect()
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let none = CategoryDictionaries(features, values: [:])
        try none.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: none)
        let ids = try folds.map { fold in
            try connection.rows("SELECT \(unsafe: SnapshotRows.id) FROM (\(unsafe: rows.portals(on: fold.sunday)))") {
                $0.string(0)!
            }
        }
        try connection.register(
            RawScores(folds, ids: ids, models: models.map(\.rawValue)), as: "backtest_scores")
        try connection.execute(
            """
            COPY (SELECT sunday, model, \(unsafe: SQL.safeCell("id")) AS id, probability, converted FROM backtest_scores())
            TO \(literal: file) (FORMAT csv, HEADER)
            """)
    }
}

extension BacktestReport.Search {
    /// Describes what a search has seen: the Sundays of its folds' stopping and judged periods, and everything that
    /// they were fitted on.
    init(_ found: TunedMember) {
        self.init(
            member: found.name, study: found.study, first: found.folds.map(\.fit.first).min() ?? found.asOf,
            last: found.folds.map(\.judged.last).max() ?? found.asOf)
    }
}
