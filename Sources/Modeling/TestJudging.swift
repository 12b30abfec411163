internal import Arrow
internal import Boosting
internal import DuckDB
internal import ProspectCore

/// Judges members, the ensemble and the baselines on the test period.
struct TestJudging {
    let configuration: Configuration
    /// With the categories that the members were fitted with.
    let rows: SnapshotRows
    /// Measured on the training period.
    let rates: ActivityRates
    let connection: Connection
    let threads: Int
    let progress: any ProgressReporter
    let cancellation: Cancellation

    /// Above so many portal-Sundays, the intervals are of a sample of the portals that did not convert.
    private static let mostRows = 1_000_000

    /// - Parameter table: The result of `SnapshotRows.judging`.
    func judge(
        _ fitted: [MemberName: any Classifier], plans: [MemberPlan], table: ArrowTable, period: Split.Period
    ) throws -> TestMetrics {
        progress.begin("judging on \(period.first) to \(period.last)", total: nil, unit: "rows")
        let judged = try JudgedRows(table)
        let probabilities = try probabilities(fitted, plans: plans, of: table)
        var models = probabilities.mapValues { judged.evaluate($0, isProbability: true) }
        models["random"] = judged.evaluate(
            [Double](repeating: judged.baseRate, count: table.rowCount), isProbability: true)
        models["user_weeks_30d"] = judged.evaluate(judged.baseline, isProbability: false)
        let intervals = try intervals(fitted, plans: plans, period: period, rows: judged.rowCount)
        progress.end("\(table.rowCount) distinct rows")
        return try TestMetrics(
            period: TestMetrics.Period(
                first: period.first, last: period.last, sundays: period.sundays.count, snapshots: judged.rowCount,
                positives: judged.positives,
                convertedPortals: connection.row(rows.convertedPortals(period)) { $0.int(0)! }),
            models: models, intervals: intervals)
    }

    /// By the name of a model; of activity where there is no member.
    private func probabilities(
        _ fitted: [MemberName: any Classifier], plans: [MemberPlan], of table: ArrowTable
    ) throws -> [String: [Double]] {
        var members: [MemberName: [Double]] = [:]
        for plan in plans {
            members[plan.name] = try fitted[plan.name]!.probabilities(of: table, features: plan.features)
        }
        var models = Dictionary(uniqueKeysWithValues: members.map { ($0.key.rawValue, $0.value) })
        models[ModelName.ensemble.rawValue] = Ensemble(configuration.ensemble).combine(members)
        if members.isEmpty {
            models[ModelName.activity.rawValue] = try table.doubles(table.index(of: SnapshotRows.baseline)!)
                .map { rates.probability(userWeeks: $0) }
        }
        return models
    }

    private func intervals(
        _ fitted: [MemberName: any Classifier], plans: [MemberPlan], period: Split.Period, rows count: Int
    ) throws -> [String: Judgement] {
        let oneIn = count / Self.mostRows + 1
        let sundays = try period.sundays.map { sunday in
            try cancellation.check()
            let table = try ArrowTable.read(connection.arrowStream(rows.portals(on: sunday, oneIn: oneIn)))
            func column(_ name: String) throws -> [Double] { try table.doubles(table.index(of: name)!) }
            var probabilities = try probabilities(fitted, plans: plans, of: table)
            var scores = probabilities
            probabilities["random"] = [Double](repeating: rates.baseRate, count: table.rowCount)
            scores["random"] = probabilities["random"]
            scores["user_weeks_30d"] = try column(SnapshotRows.baseline)
            return FoldScores(
                sunday: sunday, keys: try column(SnapshotRows.key).map { UInt64($0) },
                converted: try column(SnapshotRows.label).map { $0 == 1 }, revenue: try column(SnapshotRows.revenue),
                copies: oneIn > 1 ? try column(SnapshotRows.copies).map { Float($0) } : nil, scores: scores,
                probabilities: probabilities)
        }
        let models = (sundays.first?.scores.keys.sorted() ?? [])
        let lists = try JudgedLists(sundays, models: models, seed: configuration.seed, threads: threads)
        return Dictionary(uniqueKeysWithValues: models.map { ($0, lists.judgement(of: $0)) })
    }
}
