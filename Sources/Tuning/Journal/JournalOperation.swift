internal import Foundation

/// One line of a journal in the form of Optuna's `JournalStorage`. Its members depend on the operation.
struct JournalOperation: Decodable {
    enum Code: Int {
        case createStudy = 0
        case deleteStudy = 1
        case setStudyUserAttribute = 2
        case setStudySystemAttribute = 3
        case createTrial = 4
        case setTrialParameter = 5
        case setTrialState = 6
        case setTrialIntermediateValue = 7
        case setTrialUserAttribute = 8
        case setTrialSystemAttribute = 9
        case discardTrials = 10
    }

    let opCode: Int
    var studyID: Int?
    var trialID: Int?
    var studyName: String?
    var directions: [Int]?
    var datetimeStart: String?
    var datetimeComplete: String?
    var state: Int?
    var value: Double?
    var values: [Double]?
    var params: [String: Double]?
    var distributions: [String: String]?
    var intermediateValues: [String: Double]?
    var paramName: String?
    var paramValueInternal: Double?
    var distribution: String?
    var step: Int?
    var intermediateValue: Double?
    var systemAttr: SystemAttributes?
    var systemAttrs: SystemAttributes?

    private enum CodingKeys: String, CodingKey {
        case opCode = "op_code"
        case studyID = "study_id"
        case trialID = "trial_id"
        case studyName = "study_name"
        case directions
        case datetimeStart = "datetime_start"
        case datetimeComplete = "datetime_complete"
        case state
        case value
        case values
        case params
        case distributions
        case intermediateValues = "intermediate_values"
        case paramName = "param_name"
        case paramValueInternal = "param_value_internal"
        case distribution
        case step
        case intermediateValue = "intermediate_value"
        case systemAttr = "system_attr"
        case systemAttrs = "system_attrs"
    }

    /// The system attributes of a trial that matter here. There may be any others.
    struct SystemAttributes: Decodable {
        /// The key for the number of the trial that this one repeats, as written by Optuna's
        /// `RetryHeartbeatStaleTrialCallback`.
        static let failedTrialKey = "failed_trial"
        /// The key that is set before a trial is marked as failed only because its process has ended.
        static let interruptedKey = "prospect:interrupted"

        var failedTrial: Int?
        var isInterrupted: Bool?

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            failedTrial = try? container.decode(Int.self, forKey: Key(stringValue: Self.failedTrialKey))
            isInterrupted = try? container.decode(Bool.self, forKey: Key(stringValue: Self.interruptedKey))
        }
    }
}

/// Makes lines, without their beginning (`op_code`, `worker_id`).
enum JournalLine {
    typealias Members = [(String, String)]

    static func render(_ code: JournalOperation.Code, worker: String, _ members: Members) -> String {
        JSONText.object([("op_code", "\(code.rawValue)"), ("worker_id", JSONText.string(worker))] + members)
    }

    static func createStudy(name: String, direction: Direction) -> Members {
        [("study_name", JSONText.string(name)), ("directions", "[\(direction.rawValue)]")]
    }

    /// Returns the line of a running trial with all its parameters. It is a single line, so that no trial is ever seen
    /// with only some of them.
    static func createTrial(
        study: Int, space: SearchSpace, coordinates: [Double], redoing: Int?, start: Timestamp
    ) -> Members {
        let values = zip(space.parameters, coordinates).map { parameter, coordinate in
            (parameter.name, internalValue(coordinate, parameter.distribution))
        }
        let attributes = redoing.map { [(JournalOperation.SystemAttributes.failedTrialKey, "\($0)")] } ?? []
        return [
            ("study_id", "\(study)"), ("datetime_start", JSONText.string(start.description)),
            ("state", "\(TrialState.running.rawValue)"), ("value", "null"), ("values", "null"),
            (
                "distributions",
                JSONText.object(space.parameters.map { ($0.name, JSONText.string($0.distribution.json)) })
            ),
            ("params", JSONText.object(values)),
            ("user_attrs", "{}"), ("system_attrs", JSONText.object(attributes)), ("intermediate_values", "{}"),
        ]
    }

    /// Optuna writes the index of a choice as a whole number and everything else as a float.
    private static func internalValue(_ coordinate: Double, _ distribution: Distribution) -> String {
        if case .categorical = distribution { return "\(Int(coordinate))" }
        return JSONText.number(coordinate)
    }

    static func report(trial: Int, step: Int, value: Double) -> Members {
        [("trial_id", "\(trial)"), ("step", "\(step)"), ("intermediate_value", JSONText.number(value))]
    }

    static func finish(trial: Int, state: TrialState, value: Double?, end: Timestamp) -> Members {
        [
            ("trial_id", "\(trial)"), ("state", "\(state.rawValue)"),
            ("values", value.map { "[\(JSONText.number($0))]" } ?? "null"),
            ("datetime_complete", JSONText.string(end.description)),
        ]
    }

    static func interrupted(trial: Int) -> Members {
        let attribute = JSONText.object([(JournalOperation.SystemAttributes.interruptedKey, "true")])
        return [("trial_id", "\(trial)"), ("system_attr", attribute)]
    }
}
