internal import Arrow
internal import Base
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Snapshots

/// Judges members, the ensemble and the baselines on the test period.
struct TestJudging {
    let configuration: ModelingSettings
    /// The queries with the categories that the members were fitted with.
    let rows: SnapshotRows
    /// The rates measured on the training period.
    let rates: ActivityRates
    let connection: Connection
    let threads: Int
    let progress: any ProgressReporter
    let cancellation: Cancellation

    /// The number of portal-Sundays above which intervals come from a sample of the portals that did not convert.
    private static let mostRows = 1_000_000

    /// Judges on a period. Statistics that need a conversion are absent if there is none.
    ///
    /// - Returns: The metrics, or nil if no portal was free on any of its Sundays.
    func judge(
        _ fitted: [LearnerName: any Classifier], plans: [MemberPlan], period: SnapshotPeriod
    ) throws -> TestMetrics? {
        try cancellation.check()
        progress.begin("judging on \(period.first) to \(period.last)", total: nil, unit: "snapshots")
        let counts = rows.snapshots.counts
        let mayBeMany = counts.snapshots + counts.coldSnapshots > Self.mostRows
        let counted = mayBeMany ? try connection.row(SQL(unsafe: rows.count(period))) { $0.int(0)! } : nil
        let oneIn = (counted ?? 0) / Self.mostRows + 1
        let portals = try PeriodPortals(rows, period: period, oneIn: oneIn, connection: connection)
        let count = counted ?? portals.snapshots
        guard count > 0 else {
            progress.end("0 snapshots")
            return nil
        }
        let lists = try lists(fitted, plans: plans, of: portals)
        let whole = oneIn > 1 ? try wholePeriod(fitted, plans: plans, period: period) : nil
        let models =
            whole?.models
            ?? Dictionary(uniqueKeysWithValues: lists.models.map { ($0, lists.evaluation(of: $0)) })
        let positives = whole?.positives ?? Int(lists.evaluation(of: Self.random).positives)
        progress.end("\(count) snapshots")
        return try TestMetrics(
            period: TestMetrics.Period(
                first: period.first, last: period.last, sundays: period.sundays.count, snapshots: count,
                positives: positives,
                convertedPortals: connection.row(SQL(unsafe: rows.convertedPortals(period))) { $0.int(0)! }),
            models: models,
            intervals: Dictionary(uniqueKeysWithValues: lists.models.map { ($0, lists.judgement(of: $0)) }),
            weaknesses: weaknesses(models, lists))
    }

    /// Returns the models that score below a baseline. Values come from all rows, intervals from the draws of the
    /// judged rows.
    private func weaknesses(_ models: [String: Evaluation], _ lists: JudgedLists) -> [Weakness] {
        WeaknessFinder(
            models: ModelName.known.filter { $0 != .activity && models[$0.rawValue] != nil },
            baselines: [rows.snapshots.userWeeks, Self.random],
            value: { models[$0]?.value(of: $1) },
            difference: { first, second, name in
                guard let metric = BacktestPooling.metrics.first(where: { $0.name == name }),
                    !metric.needsProbability || lists.isProbability(first) && lists.isProbability(second)
                else { return nil }
                return lists.difference(first, second, metric.value)
            }
        ).find()
    }

    /// The baseline that gives every row the base rate of the training rows as its probability.
    private static let random = "random"

    /// Returns the lists of the models and baselines, with their draws.
    private func lists(
        _ fitted: [LearnerName: any Classifier], plans: [MemberPlan], of portals: PeriodPortals
    ) throws -> JudgedLists {
        var probabilities = try probabilities(fitted, plans: plans, of: portals.table)
        var scores = probabilities
        probabilities[Self.random] = [Double](repeating: rates.baseRate, count: portals.table.rowCount)
        scores[Self.random] = probabilities[Self.random]
        scores[rows.snapshots.userWeeks] = try portals.baseline()
        return try JudgedLists(
            portals.folds(scores: scores, probabilities: probabilities), models: scores.keys.sorted(),
            seed: configuration.seed, threads: threads, bySunday: false)
    }

    /// Returns the metrics of a whole period whose intervals use only a sample.
    private func wholePeriod(
        _ fitted: [LearnerName: any Classifier], plans: [MemberPlan], period: SnapshotPeriod
    ) throws -> (models: [String: Evaluation], positives: Int) {
        try cancellation.check()
        var judged = JudgedRows()
        var probabilities: [String: [Double]] = [:]
        var count = 0
        let batches = try RowBatches(rows.judging(period), connection: connection)
        while let table = try batches.next() {
            try cancellation.check()
            try judged.append(table)
            count += table.rowCount
            for (model, values) in try self.probabilities(fitted, plans: plans, of: table) {
                probabilities[model, default: []] += values
            }
        }
        var models = probabilities.mapValues { judged.evaluate($0, isProbability: true) }
        models[Self.random] = judged.evaluate(
            [Double](repeating: rates.baseRate, count: count), isProbability: true)
        models[rows.snapshots.userWeeks] = judged.evaluate(judged.baseline, isProbability: false)
        return (models, judged.positives)
    }

    /// Returns the probabilities by the name of a model, or those of activity if there is no member.
    private func probabilities(
        _ fitted: [LearnerName: any Classifier], plans: [MemberPlan], of table: ArrowTable
    ) throws -> [String: [Double]] {
        let scored = try concurrently(plans.count, threads: threads) {
        } body: { _, index in
            try fitted[plans[index].name]!.probabilities(of: table, features: plans[index].features)
        }
        let members = Dictionary(uniqueKeysWithValues: zip(plans.map(\.name), scored))
        var models = Dictionary(uniqueKeysWithValues: members.map { ($0.key.rawValue, $0.value) })
        models[ModelName.ensemble.rawValue] = Ensemble(configuration.ensemble).combine(members)
        if members.isEmpty {
            models[ModelName.activity.rawValue] = try table.doubles(table.index(of: SnapshotRows.baseline)!)
                .map { rates.probability(userWeeks: $0) }
        }
        return models
    }
}
