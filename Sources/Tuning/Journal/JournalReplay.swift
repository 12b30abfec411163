/// The state after the lines of a journal: all its studies and trials, by the rules of Optuna's replay.
///
/// A study's id counts the created studies, including deleted ones. A trial's id counts the trials of all studies. An
/// operation on a study or trial that does not exist, or on a finished trial, has no effect.
struct JournalReplay {
    struct StudyRecord {
        let id: Int
        let name: String
        let directions: [Int]
        /// The ids of its trials. A trial's number is its index here.
        var trials: [Int] = []
    }

    struct TrialRecord {
        var state: TrialState
        /// Coordinates by parameter name.
        var parameters: [String: Double]
        /// The domains by parameter name, as JSON.
        var distributions: [String: String]
        var values: [Double]?
        var intermediateValues: [Int: Double]
        var start: Timestamp?
        var end: Timestamp?
        var failedTrial: Int?
        var isInterrupted = false
    }

    private(set) var trials: [TrialRecord] = []
    private(set) var studies: [StudyRecord] = []
    private var createdStudies = 0

    func study(named name: String) -> StudyRecord? { studies.first { $0.name == name } }

    /// Applies a line.
    ///
    /// - Throws: The reason, as the end of a sentence, if the line makes no sense.
    mutating func apply(_ operation: JournalOperation) throws(Unreadable) {
        guard let code = JournalOperation.Code(rawValue: operation.opCode) else {
            throw Unreadable("it has the unknown operation \(operation.opCode)")
        }
        switch code {
        case .createStudy:
            let name = try require(operation.studyName, "study_name")
            guard study(named: name) == nil else { return }
            studies.append(
                StudyRecord(id: createdStudies, name: name, directions: try require(operation.directions, "directions"))
            )
            createdStudies += 1
        case .deleteStudy:
            let id = try require(operation.studyID, "study_id")
            studies.removeAll { $0.id == id }
        case .createTrial:
            try createTrial(operation)
        case .setTrialParameter, .setTrialState, .setTrialIntermediateValue, .setTrialSystemAttribute:
            let id = try require(operation.trialID, "trial_id")
            guard trials.indices.contains(id), !trials[id].state.isFinished else { return }
            try update(&trials[id], code, operation)
        case .setStudyUserAttribute, .setStudySystemAttribute, .setTrialUserAttribute, .discardTrials:
            return
        }
    }

    private mutating func createTrial(_ operation: JournalOperation) throws(Unreadable) {
        let id = try require(operation.studyID, "study_id")
        guard let place = studies.firstIndex(where: { $0.id == id }) else { return }
        var reports: [Int: Double] = [:]
        for (step, value) in operation.intermediateValues ?? [:] {
            guard let step = Int(step) else { throw Unreadable("the step '\(step)' is not a whole number") }
            reports[step] = value
        }
        studies[place].trials.append(trials.count)
        trials.append(
            TrialRecord(
                state: try state(operation.state ?? TrialState.running.rawValue), parameters: operation.params ?? [:],
                distributions: operation.distributions ?? [:],
                values: operation.values ?? operation.value.map { [$0] }, intermediateValues: reports,
                start: try moment(operation.datetimeStart), end: try moment(operation.datetimeComplete),
                failedTrial: operation.systemAttrs?.failedTrial,
                isInterrupted: operation.systemAttrs?.isInterrupted ?? false))
    }

    private func update(
        _ trial: inout TrialRecord, _ code: JournalOperation.Code, _ operation: JournalOperation
    ) throws(Unreadable) {
        switch code {
        case .setTrialParameter:
            let name = try require(operation.paramName, "param_name")
            trial.parameters[name] = try require(operation.paramValueInternal, "param_value_internal")
            trial.distributions[name] = try require(operation.distribution, "distribution")
        case .setTrialState:
            let state = try state(require(operation.state, "state"))
            if state == .running {
                guard trial.state != .running else { return }
                trial.start = try moment(operation.datetimeStart)
            } else if state.isFinished {
                trial.end = try moment(operation.datetimeComplete)
            }
            trial.state = state
            trial.values = operation.values ?? trial.values
        case .setTrialIntermediateValue:
            let step = try require(operation.step, "step")
            trial.intermediateValues[step] = try require(operation.intermediateValue, "intermediate_value")
        case .setTrialSystemAttribute:
            if let interrupted = operation.systemAttr?.isInterrupted { trial.isInterrupted = interrupted }
            if let number = operation.systemAttr?.failedTrial { trial.failedTrial = number }
        default: return
        }
    }

    private func state(_ code: Int) throws(Unreadable) -> TrialState {
        guard let state = TrialState(rawValue: code) else { throw Unreadable("it has the unknown state \(code)") }
        return state
    }

    private func moment(_ text: String?) throws(Unreadable) -> Timestamp? {
        guard let text else { return nil }
        guard let moment = Timestamp(text) else { throw Unreadable("'\(text)' is not a time") }
        return moment
    }

    private func require<Value>(_ value: Value?, _ member: String) throws(Unreadable) -> Value {
        guard let value else { throw Unreadable("it has no '\(member)'") }
        return value
    }

    /// The reason why a line cannot be read, as the end of a sentence.
    struct Unreadable: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }
}
