internal import Base
internal import Foundation
internal import Synchronization

/// One call of `StudyRunner.optimize`. It starts trials in the order of their slots and waits for them.
final class StudySession: Sendable {
    private let runner: StudyRunner
    private let journal: StudyJournal?
    private let objective: StudyRunner.Objective
    private let width: Int
    private let state: Mutex<State>
    /// Signalled once for every trial that ends.
    private let trialEnded = DispatchSemaphore(value: 0)

    private struct State {
        var study: Study
        var slots: [Int: Trial]
        var running: Set<Int> = []
        /// The errors of objectives and of the journal, by slot.
        var failures: [Int: any Error] = [:]
    }

    init(
        _ study: Study, journal: StudyJournal?, runner: StudyRunner, width: Int,
        objective: @escaping StudyRunner.Objective
    ) {
        self.runner = runner
        self.journal = journal
        self.objective = objective
        self.width = max(1, width)
        state = Mutex(State(study: study, slots: study.trialsBySlot))
    }

    func run(trials: Int) throws -> Study {
        let finished = state.withLock { state in state.slots.values.count { Self.isDone($0) } }
        runner.progress.begin("Tuning", total: trials, unit: "trials")
        runner.progress.advance(to: finished)
        do {
            try beginTrials(trials)
        } catch {
            waitForTrials { $0.running.isEmpty }
            throw error
        }
        waitForTrials { $0.running.isEmpty }
        try state.withLock { try Self.check($0) }
        let study = state.withLock { $0.study }
        let best = study.best?.value.map { "best value \($0)" } ?? "no trial is complete"
        runner.progress.end("\(study.trialsBySlot.count) trials, \(best)")
        return study
    }

    private func beginTrials(_ trials: Int) throws {
        for slot in 0..<max(0, trials) {
            let isDone = state.withLock { $0.slots[slot].map(Self.isDone) ?? false }
            if isDone { continue }
            waitForTrials { state in
                !state.failures.isEmpty || !state.running.contains { $0 <= slot - width }
            }
            try runner.cancellation.check()
            guard state.withLock({ $0.failures.isEmpty }) else { return }
            try begin(slot)
        }
    }

    /// Whether a trial is done. An interrupted trial is not.
    private static func isDone(_ trial: Trial) -> Bool { trial.state.isFinished && !trial.isInterrupted }

    private static func check(_ state: State) throws {
        if let earliest = state.failures.min(by: { $0.key < $1.key }) { throw earliest.value }
    }

    private func waitForTrials(until condition: (State) -> Bool) {
        while !state.withLock({ condition($0) }) { trialEnded.wait() }
    }

    /// Suggests a point, records the trial, and begins it on a thread of its own.
    private func begin(_ slot: Int) throws {
        let (space, direction, slots) = state.withLock { ($0.study.space, $0.study.direction, $0.slots) }
        let seen = (0..<max(0, slot - width + 1)).compactMap { slots[$0] }
        let running = (max(0, slot - width + 1)..<slot).compactMap { slots[$0]?.coordinates }
        let context = SamplingContext(
            space: space, direction: direction, finished: seen, running: running.filter { !$0.isEmpty })
        var generator = SeededGenerator(seed: runner.seed, stream: UInt64(slot))
        let point = runner.sampler.suggest(in: context, using: &generator)

        let trial = try note(point, slot: slot, redoing: slots[slot])
        let handle = TrialHandle(trial: trial, space: space) { [self] value, step in
            try runner.cancellation.check()
            try journal?.report(value, step: step, of: trial)
        } shouldStop: { [pruner = runner.pruner] reports in
            pruner?.shouldStop(reports, among: seen, direction: direction) ?? false
        }
        let job = Job { [self] in execute(trial, handle) }
        let thread = Thread { [trialEnded] in
            job.runOnce()
            trialEnded.signal()
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func note(_ point: [Double], slot: Int, redoing redone: Trial?) throws -> Trial {
        let written = try journal?.begin(point, slot: slot, redoing: redone)
        return state.withLock { state in
            let next = (state.study.trials.last?.number ?? -1) + 1
            let trial =
                written
                ?? Trial(
                    number: next, slot: slot, state: .running, coordinates: point, value: nil, start: Timestamp.now())
            state.study.trials.append(trial)
            state.slots[slot] = trial
            state.running.insert(slot)
            return trial
        }
    }

    /// Calls the objective and records how it ended.
    private func execute(_ trial: Trial, _ handle: TrialHandle) {
        var ended = trial
        var failure: (any Error)?
        do {
            let value = try objective(handle)
            ended.state = value.isNaN ? .failed : .complete
            ended.value = value.isNaN ? nil : value
        } catch is TrialPruned {
            let last = handle.intermediateValues.max { $0.key < $1.key }?.value
            ended.state = .pruned
            ended.value = last.flatMap { $0.isNaN ? nil : $0 }
        } catch {
            ended.state = .failed
            ended.isInterrupted = error is Interrupted || error is CancellationError
            failure = error
        }
        ended.intermediateValues = handle.intermediateValues
        do {
            if ended.isInterrupted {
                try journal?.interrupt(trial)
                ended.end = Timestamp.now()
            } else {
                ended.end = try journal?.finish(trial, state: ended.state, value: ended.value) ?? Timestamp.now()
            }
        } catch {
            failure = failure ?? error
        }
        let done = state.withLock { state in
            if let place = state.study.trials.lastIndex(where: { $0.number == trial.number }) {
                state.study.trials[place] = ended
            }
            state.slots[trial.slot] = ended
            state.running.remove(trial.slot)
            state.failures[trial.slot] = failure
            return state.slots.values.count { Self.isDone($0) }
        }
        runner.progress.advance(to: done)
    }
}

/// Work that is released with everything it holds as soon as it is done.
///
/// A thread keeps its block for some time after the block has ended. If the block held the journal, a study could not
/// be opened again right after it was closed.
private final class Job: Sendable {
    private let work: Mutex<(@Sendable () -> Void)?>

    init(_ work: @escaping @Sendable () -> Void) { self.work = Mutex(work) }

    func runOnce() {
        let work = self.work.withLock { work in
            defer { work = nil }
            return work
        }
        work?()
    }
}
