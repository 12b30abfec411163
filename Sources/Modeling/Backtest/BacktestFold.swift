internal import Arrow
internal import Base
internal import Boosting
internal import DuckDB
internal import Snapshots

/// One past Sunday of a backtest: fits the members on what had matured by then, and scores every portal that was free.
///
/// As in a run, early stopping on the last matured Sundays finds the number of trees, and the members are then fitted
/// on everything matured. The number is found as of a week before, so that it also holds for last week's list.
struct BacktestFold {
    let sunday: Day
    let configuration: ModelingSettings
    let snapshots: SnapshotSet
    let features: FeatureSet
    let plans: [MemberPlan]
    let shared: BacktestRows
    /// The model whose list of the week before is a baseline.
    let lastWeekModel: ModelName
    let connection: Connection
    let cancellation: Cancellation

    struct Result: Sendable {
        var scores: FoldScores
        var trainedOn: SnapshotPeriod
        var trainingPositives: Int
        var rounds: [String: Int]
        var stoppedEarly: Bool
    }

    private var periods: FoldPeriods { FoldPeriods(sunday, configuration: configuration, snapshots: snapshots) }

    /// Counts the portals whose conversion had matured by a day.
    static func convertedPortals(
        labelsThrough: Day, snapshots: SnapshotSet, features: FeatureSet, connection: Connection
    ) throws -> Int {
        let rows = SnapshotRows(
            snapshots: snapshots, features: features, categories: CategoryDictionaries(features, values: [:]))
        let period = SnapshotPeriod(
            first: snapshots.firstSunday, last: (labelsThrough - snapshots.horizon).onOrBefore(snapshots.asOf.weekday))
        guard period.first <= period.last else { return 0 }
        return try connection.row(SQL(unsafe: rows.convertedPortals(period))) { $0.int(0)! }
    }

    func score() throws -> Result {
        let rounds = try roundsByEarlyStopping()
        let lastWeek = try lastWeekScores(rounds ?? [:])
        let fitted = try fit(plans, rounds: rounds ?? [:], on: periods.matured)
        let table = try ArrowTable.read(connection.arrowStream(SQL(unsafe: fitted.rows.portals(on: sunday))))
        let members = try fitted.probabilities(of: table)
        var probabilities = Dictionary(uniqueKeysWithValues: members.map { ($0.key.rawValue, $0.value) })
        probabilities[ModelName.ensemble.rawValue] = Ensemble(configuration.ensemble).combine(members)
        var scores = probabilities

        func column(_ name: String) throws -> [Double] { try table.doubles(table.index(of: name)!) }
        let keys = try column(SnapshotRows.key).map { UInt64($0) }
        let userWeeks = try column(SnapshotRows.baseline)
        let rates = try ActivityRates(fitted.rows, period: fitted.period, connection: connection)
        scores[snapshots.userWeeks] = userWeeks
        probabilities[snapshots.userWeeks] = userWeeks.map { rates.probability(userWeeks: $0) }
        // Portals that were never active come last.
        scores["recency"] = try column(SnapshotRows.recency).map { $0.isNaN ? -1e9 : -$0 }
        // A portal that was not on last week's list comes last, with the base rate.
        scores["last_week"] = keys.map { lastWeek[$0] ?? -1 }
        probabilities["last_week"] = keys.map { lastWeek[$0] ?? rates.baseRate }
        scores["random"] = [Double](repeating: 0, count: keys.count)
        probabilities["random"] = [Double](repeating: rates.baseRate, count: keys.count)
        return Result(
            scores: FoldScores(
                sunday: sunday, keys: keys, converted: try column(SnapshotRows.label).map { $0 == 1 },
                revenue: try column(SnapshotRows.revenue), scores: scores, probabilities: probabilities),
            trainedOn: fitted.period, trainingPositives: Int(rates.positives),
            rounds: Dictionary(uniqueKeysWithValues: fitted.models.map { ($0.key.rawValue, $0.value.rounds) }),
            stoppedEarly: rounds != nil)
    }

    /// Returns last week's scores by portal. Empty if nothing could be learned by then.
    private func lastWeekScores(_ rounds: [LearnerName: Int]) throws -> [UInt64: Double] {
        do {
            return try fit(partsOf: lastWeekModel, rounds: rounds).scores(sunday - 7, self)
        } catch let error as ModelingError where error.isTooLittleHistory {
            return [:]
        }
    }

    /// Returns the number of trees that early stopping finds on what had matured by the week before.
    ///
    /// - Returns: The rounds, or nil if the history is too short or no member stops early.
    private func roundsByEarlyStopping() throws -> [LearnerName: Int]? {
        let stopping = plans.filter { $0.patience != nil }
        guard !stopping.isEmpty, let periods = periods.stopping else { return nil }
        let training = try rows(during: periods.train, categoriesOf: periods.train)
        let validation = try rows(during: periods.validation, categoriesOf: periods.train)
        guard training.table.hasBothKinds, validation.table.hasBothKinds else { return nil }
        return Dictionary(
            uniqueKeysWithValues: try stopping.map { plan in
                (plan.name, max(1, try fit(plan, training, validation: validation, rounds: plan.rounds).rounds))
            })
    }

    /// Fits the members that a model consists of on what had matured by the week before.
    private func fit(partsOf model: ModelName, rounds: [LearnerName: Int]) throws -> FittedFold {
        let parts = plans.filter { plan in
            model == .ensemble ? configuration.ensemble.members.contains(plan.name) : ModelName(plan.name) == model
        }
        return try fit(parts, rounds: rounds, on: periods.lastWeek)
    }

    private func fit(_ plans: [MemberPlan], rounds: [LearnerName: Int], on period: SnapshotPeriod) throws -> FittedFold
    {
        let training = try rows(during: period, categoriesOf: period)
        guard training.table.hasBothKinds else { throw ModelingError.noConversions("training", period) }
        let models = try plans.map { plan in
            // Without early stopping, a tuned cap says nothing about the right number of trees.
            let configured = try MemberPlan(plan.name, configuration: configuration, features: features, threads: 1)
            return (
                plan.name,
                try fit(
                    plan, training, validation: nil,
                    rounds: rounds[plan.name] ?? min(plan.rounds, configured.fixedRounds))
            )
        }
        return FittedFold(
            period: period, rows: training.rows, plans: plans, models: Dictionary(uniqueKeysWithValues: models))
    }

    private func rows(during period: SnapshotPeriod, categoriesOf fitted: SnapshotPeriod) throws -> BacktestRows.Chosen
    {
        try shared.rows(
            during: period, categoriesOf: fitted, connection: connection, cancellation: cancellation)
    }

    private func fit(
        _ plan: MemberPlan, _ training: BacktestRows.Chosen, validation: BacktestRows.Chosen?, rounds: Int
    ) throws -> any Classifier {
        try cancellation.check()
        return try shared.prepare(plan, training, validation: validation).fit(
            plan.parameters(balance: training.table.balance), rounds: rounds,
            patience: validation == nil ? nil : plan.patience
        ) { _ in try cancellation.check() }
    }
}

/// Members that were fitted as of one day.
private struct FittedFold {
    let period: SnapshotPeriod
    let rows: SnapshotRows
    let plans: [MemberPlan]
    let models: [LearnerName: any Classifier]

    func probabilities(of table: ArrowTable) throws -> [LearnerName: [Double]] {
        Dictionary(
            uniqueKeysWithValues: try plans.map {
                ($0.name, try models[$0.name]!.probabilities(of: table, features: $0.features))
            })
    }

    /// Returns the scores of a day by portal: those of the ensemble, or of the only member.
    func scores(_ day: Day, _ fold: BacktestFold) throws -> [UInt64: Double] {
        let table = try ArrowTable.read(fold.connection.arrowStream(SQL(unsafe: rows.portals(on: day))))
        let members = try probabilities(of: table)
        let listed = Ensemble(fold.configuration.ensemble).combine(members) ?? members.first!.value
        let keys = try table.doubles(table.index(of: SnapshotRows.key)!).map { UInt64($0) }
        return Dictionary(zip(keys, listed)) { first, _ in first }
    }
}
