internal import Foundation
internal import Synchronization

/// A study in a file of Optuna's journal format (`JournalFileBackend`, as of Optuna 5).
///
/// `optuna-dashboard` can show it. Optuna in Python can continue it, and this program can continue a study by Optuna. A
/// trial is on disk before it begins and as soon as it has ended. Its reports are written without waiting for the disk.
package final class StudyJournal: Sendable {
    private let state: Mutex<State>
    private let worker: String
    private let studyID: Int
    private let name: String
    private let space: SearchSpace
    private let direction: Direction
    private let path: String
    private let clock: @Sendable () -> Timestamp

    private struct State: ~Copyable {
        var file: JournalFile
        var replay: JournalReplay
    }

    /// Opens a study. Creates the study and its file if they do not exist.
    ///
    /// A trial that is still marked as running was cut off when its process ended. It is marked as failed, and a runner
    /// repeats it.
    ///
    /// - Parameters:
    ///   - path: The journal, which may hold other studies too.
    ///   - clock: Gives the times of the trials.
    /// - Throws: `TuningError` if the study has another space or direction, the file cannot be read or written, or
    ///   another process works on it.
    package init(
        path: String, study name: String, space: SearchSpace, direction: Direction,
        clock: @escaping @Sendable () -> Timestamp = { Timestamp.now() }
    ) throws {
        let worker = "\(UUID().uuidString.lowercased())-\(ProcessInfo.processInfo.processIdentifier)"
        var file = try JournalFile.open(path)
        var replay = JournalReplay()
        try file.append(to: &replay, durably: true) { found in
            if let record = found.study(named: name) {
                _ = try found.study(named: name, space: space, direction: direction, path: path)
                return record.trials.filter { found.trials[$0].state == .running }.flatMap { trial in
                    Self.interruption(of: trial, worker: worker, at: clock())
                }
            }
            let members = JournalLine.createStudy(name: name, direction: direction)
            return [JournalLine.render(.createStudy, worker: worker, members)]
        }
        guard let record = replay.study(named: name) else {
            throw TuningError.journal(path, cannot: "write", reason: "the new study is not in it")
        }
        self.worker = worker
        self.name = name
        self.space = space
        self.direction = direction
        self.path = path
        self.clock = clock
        studyID = record.id
        state = Mutex(State(file: file, replay: replay))
    }

    /// The study in its current state in the journal.
    ///
    /// - Throws: `TuningError` if another process has deleted it or added trials of another space.
    package var study: Study {
        get throws {
            let replay = state.withLock { $0.replay }
            guard let study = try replay.study(named: name, space: space, direction: direction, path: path) else {
                throw TuningError.journal(path, cannot: "read", reason: "the study '\(name)' was deleted")
            }
            return study
        }
    }

    /// Returns the lines of an interruption. The attribute that distinguishes an interrupted trial from a failed one
    /// comes first, because the state takes effect last.
    private static func interruption(of trial: Int, worker: String, at end: Timestamp) -> [String] {
        [
            JournalLine.render(.setTrialSystemAttribute, worker: worker, JournalLine.interrupted(trial: trial)),
            JournalLine.render(
                .setTrialState, worker: worker,
                JournalLine.finish(trial: trial, state: .failed, value: nil, end: end)),
        ]
    }

    /// Writes a new running trial.
    ///
    /// - Parameter redone: The interrupted trial that it repeats.
    func begin(_ coordinates: [Double], slot: Int, redoing redone: Trial?) throws -> Trial {
        let start = clock()
        let members = JournalLine.createTrial(
            study: studyID, space: space, coordinates: coordinates, redoing: redone?.number, start: start)
        return try state.withLock { state in
            try state.file.append(to: &state.replay, durably: true) { _ in
                [JournalLine.render(.createTrial, worker: worker, members)]
            }
            let number = trials(state.replay).count - 1
            return Trial(
                number: number, slot: slot, state: .running, coordinates: coordinates, value: nil, start: start)
        }
    }

    func report(_ value: Double, step: Int, of trial: Trial) throws {
        try append(.setTrialIntermediateValue, durably: false) {
            JournalLine.report(trial: $0[trial.number], step: step, value: value)
        }
    }

    /// Writes a trial's end.
    ///
    /// - Returns: The time of the end.
    @discardableResult
    func finish(_ trial: Trial, state: TrialState, value: Double?) throws -> Timestamp {
        let end = clock()
        try append(.setTrialState, durably: true) {
            JournalLine.finish(trial: $0[trial.number], state: state, value: value, end: end)
        }
        return end
    }

    /// Marks a trial as one to repeat.
    func interrupt(_ trial: Trial) throws {
        let end = clock()
        try state.withLock { state in
            try state.file.append(to: &state.replay, durably: true) { replay in
                Self.interruption(of: trials(replay)[trial.number], worker: worker, at: end)
            }
        }
    }

    private func append(
        _ code: JournalOperation.Code, durably: Bool, _ members: ([Int]) -> JournalLine.Members
    ) throws {
        try state.withLock { state in
            try state.file.append(to: &state.replay, durably: durably) { replay in
                [JournalLine.render(code, worker: worker, members(trials(replay)))]
            }
        }
    }

    /// Returns the ids of the study's trials, by their number.
    private func trials(_ replay: JournalReplay) -> [Int] { replay.study(named: name)?.trials ?? [] }
}
