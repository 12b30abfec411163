package import Base

/// An error for what a study refuses: an unsuitable search space or journal, or a file that cannot be read or written.
package struct TuningError: ProspectError {
    package let problem: String
    package let remedy: String?
    package let exitCode: ExitStatus

    init(problem: String, remedy: String? = nil, exitCode: ExitStatus = .badInput) {
        self.problem = problem
        self.remedy = remedy
        self.exitCode = exitCode
    }

    static func space(_ name: String, _ reason: String) -> Self {
        Self(problem: "The domain of the parameter '\(name)' is not usable: \(reason).")
    }

    static func unknownParameter(_ name: String, in space: SearchSpace) -> Self {
        let nearest = space.parameters.map(\.name).nearest(to: name)
        return Self(
            problem: "The search space has no parameter '\(name)'.",
            remedy: nearest.map { "The nearest name is '\($0)'." }, exitCode: .failure)
    }

    static func wrongKind(_ name: String, _ value: ParameterValue, wanted: String) -> Self {
        Self(problem: "The parameter '\(name)' is \(value), which is not \(wanted).", exitCode: .failure)
    }

    static func journal(_ path: String, cannot action: String, reason: String) -> Self {
        Self(problem: "Cannot \(action) the study journal '\(path)': \(reason).", exitCode: .failure)
    }

    static func malformed(_ path: String, line: Int, reason: String) -> Self {
        Self(
            problem: "Line \(line) of the study journal '\(path)' cannot be read: \(reason).",
            remedy: "Restore the file from a copy, or name another file to begin a new study.")
    }

    static func busy(_ path: String) -> Self {
        Self(
            problem: "Another process is working on the study journal '\(path)'.",
            remedy: "Wait until it has ended, or name another file.", exitCode: .busy)
    }

    static func differs(_ path: String, study: String, _ difference: String) -> Self {
        Self(
            problem: "The study '\(study)' in the journal '\(path)' is another one: \(difference).",
            remedy: "Use the same search space and direction to go on with it, or name another study or file.")
    }
}
