package import Base
internal import CLightGBM
internal import CXGBoost
internal import Foundation

/// An error for what a learner refuses, including what its library would refuse less clearly.
package struct BoostingError: ProspectError {
    package let problem: String
    package let remedy: String?
    package let exitCode: ExitStatus

    init(problem: String, remedy: String? = nil, exitCode: ExitStatus = .badInput) {
        self.problem = problem
        self.remedy = remedy
        self.exitCode = exitCode
    }

    /// Makes the error of a failed call, with the message that LightGBM keeps until its next failure on this thread.
    static func lightGBM(cannot action: String) -> Self {
        let reason = String(cString: LGBM_GetLastError()).trimmingCharacters(in: .whitespacesAndNewlines)
        return Self(problem: "LightGBM cannot \(action): \(reason)", exitCode: .failure)
    }

    /// Makes the error of a failed call, with the first line of the message that XGBoost keeps until its next failure
    /// on this thread, without the place in its source.
    static func xgBoost(cannot action: String) -> Self {
        let message = String(cString: XGBGetLastError())
        let line = message.split(separator: "\n").map(String.init).first ?? "it gives no reason."
        let reason = line.replacing(#/^\[[0-9:]+\] \S+:\d+: /#, with: "")
        return Self(problem: "XGBoost cannot \(action): \(reason)", exitCode: .failure)
    }

    static func cannotLoad(path: String, reason: String) -> Self {
        Self(
            problem: "Cannot read the model '\(path)': \(reason).",
            remedy: "Point to a model that a finished training has written.")
    }

    static func cannotSave(path: String, reason: String) -> Self {
        Self(problem: "Cannot write the model '\(path)': \(reason)", exitCode: .failure)
    }
}
