internal import Arrow
internal import Boosting
internal import Dispatch
internal import ProspectCore
internal import Synchronization

/// Fits several members to the same rows, side by side.
struct MemberFitting: Sendable {
    let plans: [MemberPlan]
    let features: FeatureSet
    let progress: any ProgressReporter
    let cancellation: Cancellation

    /// Fits every member.
    ///
    /// - Parameters:
    ///   - training: features in their order, then label and weight.
    ///   - validation: the same columns; early stopping looks at them. nil: every member goes through its rounds.
    ///   - rounds: how many rounds a member gets, in place of its plan's.
    func fit(
        _ training: ArrowTable, validation: ArrowTable?, rounds: [MemberName: Int] = [:], step: String
    ) throws -> [MemberName: any Classifier] {
        let done = Atomic(0)
        let balance = try LabelledTable(training).balance
        let state = Mutex<(fitted: [MemberName: any Classifier], failure: (any Error)?)>(([:], nil))
        progress.begin(step, total: plans.reduce(0) { $0 + (rounds[$1.name] ?? $1.rounds) }, unit: "rounds")
        DispatchQueue.concurrentPerform(iterations: plans.count) { index in
            let plan = plans[index]
            do {
                let prepared = try plan.learner.prepare(
                    plan.rows(training, features), validation: validation.map { plan.rows($0, features) },
                    parameters: plan.parameters)
                let model = try prepared.fit(
                    plan.parameters(balance: balance), rounds: rounds[plan.name] ?? plan.rounds,
                    patience: validation == nil ? nil : plan.patience
                ) { _ in
                    try cancellation.check()
                    progress.advance(to: done.wrappingAdd(1, ordering: .relaxed).newValue)
                }
                state.withLock { $0.fitted[plan.name] = model }
            } catch {
                state.withLock { if $0.failure == nil { $0.failure = error } }
            }
        }
        let (fitted, failure) = state.withLock { ($0.fitted, $0.failure) }
        if let failure {
            progress.end("failed")
            throw failure
        }
        progress.end(plans.map { "\(ModelName($0.name).title) \(fitted[$0.name]!.rounds)" }.joined(separator: ", "))
        return fitted
    }
}
