internal import Synchronization

/// An error that an objective throws to end a trial early, after `TrialHandle.shouldPrune` has said so.
package struct TrialPruned: Error {
    package init() {}
}

/// A running trial as its objective sees it: its parameters, and a way to report progress.
package final class TrialHandle: Sendable {
    /// The trial's slot in its study, from 0. It stays the same when an interrupted trial is repeated.
    package let slot: Int
    /// The values of all parameters, by name.
    package let parameters: [String: ParameterValue]
    private let space: SearchSpace
    private let reports = Mutex<[Int: Double]>([:])
    private let onReport: @Sendable (_ value: Double, _ step: Int) throws -> Void
    private let shouldStop: @Sendable (_ reports: [Int: Double]) -> Bool

    init(
        trial: Trial, space: SearchSpace, onReport: @escaping @Sendable (Double, Int) throws -> Void,
        shouldStop: @escaping @Sendable ([Int: Double]) -> Bool
    ) {
        slot = trial.slot
        parameters = space.values(at: trial.coordinates)
        self.space = space
        self.onReport = onReport
        self.shouldStop = shouldStop
    }

    /// Returns a number, whole or not.
    ///
    /// - Throws: `TuningError` if there is no such parameter or it is not a number.
    package func double(_ name: String) throws -> Double {
        switch try value(name) {
        case .double(let value): value
        case .int(let value): Double(value)
        case let other: throw TuningError.wrongKind(name, other, wanted: "a number")
        }
    }

    /// Returns a whole number.
    ///
    /// - Throws: `TuningError` if there is no such parameter or it is not a whole number.
    package func int(_ name: String) throws -> Int {
        guard case .int(let integer) = try value(name) else {
            throw TuningError.wrongKind(name, try value(name), wanted: "a whole number")
        }
        return integer
    }

    /// Returns a text.
    ///
    /// - Throws: `TuningError` if there is no such parameter or it is not a text.
    package func string(_ name: String) throws -> String {
        guard case .string(let text) = try value(name) else {
            throw TuningError.wrongKind(name, try value(name), wanted: "a text")
        }
        return text
    }

    /// Returns true or false.
    ///
    /// - Throws: `TuningError` if there is no such parameter or it is not true or false.
    package func bool(_ name: String) throws -> Bool {
        guard case .bool(let flag) = try value(name) else {
            throw TuningError.wrongKind(name, try value(name), wanted: "true or false")
        }
        return flag
    }

    /// Returns a value of any type.
    ///
    /// - Throws: `TuningError` if there is no such parameter.
    package func value(_ name: String) throws -> ParameterValue {
        guard let value = parameters[name] else { throw TuningError.unknownParameter(name, in: space) }
        return value
    }

    /// Reports the trial's value after a step, such as a boosting round. A second report for a step is ignored.
    ///
    /// - Parameters:
    ///   - value: The value, in the same units as the objective's value.
    ///   - step: The step, from 0.
    /// - Throws: `Interrupted` if the study has been cancelled, or an error of the journal.
    package func report(_ value: Double, step: Int) throws {
        let isNew = reports.withLock { reports in
            guard reports[step] == nil else { return false }
            reports[step] = value
            return true
        }
        if isNew { try onReport(value, step) }
    }

    /// Whether the pruner would end the trial after its reports so far.
    package var shouldPrune: Bool { shouldStop(reports.withLock { $0 }) }

    var intermediateValues: [Int: Double] { reports.withLock { $0 } }
}
