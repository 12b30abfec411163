internal import Base
internal import Boosting
internal import Synchronization
internal import Tuning

/// Fits and judges a set of parameters on every fold. The rows are prepared once for all sets.
final class TrialObjective: Sendable {
    private let learner: LearnerName
    private let plan: MemberPlan
    private let metric: TuningMetric
    private let patience: Int
    private let folds: [(rows: any PreparedRows, tables: FoldTables)]
    private let cancellation: Cancellation
    /// The values on the folds, by slot, of the trials that this process has completed.
    private let completed = Mutex<[Int: [Double]]>([:])

    /// Prepares the rows.
    ///
    /// - Parameter plan: The configured parameters. A trial replaces those that it names.
    init(
        _ learner: LearnerName, plan: MemberPlan, folds: [FoldTables], features: FeatureSet, settings: TuningSettings,
        cancellation: Cancellation
    ) throws {
        self.learner = learner
        self.plan = plan
        self.cancellation = cancellation
        metric = settings.metric
        patience = settings.earlyStopping
        self.folds = try folds.map { fold in
            try cancellation.check()
            let rows = try plan.learner.prepare(
                plan.rows(fold.fit.table, features: features),
                validation: plan.rows(fold.stopping.table, features: features),
                parameters: plan.parameters)
            return (rows, fold)
        }
    }

    /// Returns the value of the configured parameters on each fold, with their own early stopping.
    func judgeDefaults() throws -> [Double] { try judge(plan) { _ in } }

    /// Returns the value of a trial's parameters on each fold.
    func judge(_ parameters: [String: String]) throws -> [Double] { try judge(trialPlan(parameters)) { _ in } }

    /// Returns the mean over the folds. After each fold, it reports the mean on the stopping rows so far, which the
    /// pruner compares. The judged rows therefore have no influence on pruning.
    func callAsFunction(_ trial: TrialHandle) throws -> Double {
        var stopping: [Double] = []
        let values = try judge(trialPlan(trial.parameters.mapValues(\.description))) { score in
            stopping.append(score)
            try trial.report(stopping.reduce(0, +) / Double(stopping.count), step: stopping.count - 1)
            if stopping.count < folds.count, trial.shouldPrune { throw TrialPruned() }
        }
        completed.withLock { $0[trial.slot] = values }
        return values.reduce(0, +) / Double(values.count)
    }

    /// Returns the values on each fold of a trial of this process.
    func values(inSlot slot: Int) -> [Double]? { completed.withLock { $0[slot] } }

    private func trialPlan(_ parameters: [String: String]) throws -> MemberPlan {
        try plan.replacing(parameters, of: learner, patience: patience)
    }

    private func judge(_ plan: MemberPlan, afterFold: (_ stoppingScore: Double) throws -> Void) throws -> [Double] {
        try folds.map { rows, fold in
            let model = try rows.fit(
                plan.parameters(balance: fold.fit.balance), rounds: plan.rounds, patience: plan.patience
            ) { _ in try cancellation.check() }
            try afterFold(fold.stopping.score(model, features: plan.features, by: metric))
            return try fold.judged.score(model, features: plan.features, by: metric)
        }
    }
}
