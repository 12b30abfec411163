internal import Arrow
internal import Base
internal import Boosting
internal import Synchronization

/// Fits several members to the same rows, side by side.
struct MemberFitting: Sendable {
    let plans: [MemberPlan]
    let features: FeatureSet
    let progress: any ProgressReporter
    let cancellation: Cancellation
    /// Maximum number of members fitted at the same time, in their order.
    var threads = Int.max

    /// Fits every member.
    ///
    /// - Parameters:
    ///   - training: The features in their order, then label and weight.
    ///   - validation: The same columns, for early stopping. nil: every member runs its fixed number of rounds.
    ///   - rounds: The number of rounds of a member, instead of its plan's.
    ///   - beside: Other work, for threads that no member needs any more.
    func fit(
        _ training: ArrowTable, validation: ArrowTable?, rounds: [LearnerName: Int] = [:], step: String,
        beside: [@Sendable () throws -> Void] = []
    ) throws -> [LearnerName: any Classifier] {
        let done = Atomic(0)
        let isFixed = validation == nil
        @Sendable func limit(_ plan: MemberPlan) -> Int {
            rounds[plan.name] ?? (isFixed ? plan.fixedRounds : plan.rounds)
        }
        progress.begin(step, total: plans.reduce(0) { $0 + limit($1) }, unit: "rounds")
        let balance = try LabelledTable(training).balance
        let models = try concurrently(plans.count + beside.count, threads: threads) {
        } body: { _, index -> (any Classifier)? in
            guard index < plans.count else {
                try beside[index - plans.count]()
                return nil
            }
            let plan = plans[index]
            let prepared = try plan.learner.prepare(
                plan.rows(training, features: features),
                validation: validation.map { plan.rows($0, features: features) }, parameters: plan.parameters)
            return try prepared.fit(
                plan.parameters(balance: balance), rounds: limit(plan),
                patience: validation == nil ? nil : plan.patience
            ) { _ in
                try cancellation.check()
                progress.advance(to: done.wrappingAdd(1, ordering: .relaxed).newValue)
            }
        }
        let fitted = Dictionary(uniqueKeysWithValues: zip(plans.map(\.name), models.compactMap(\.self)))
        progress.end(plans.map { "\(ModelName($0.name).title) \(fitted[$0.name]!.rounds)" }.joined(separator: ", "))
        return fitted
    }
}
