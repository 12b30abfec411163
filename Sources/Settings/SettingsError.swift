package import Base

/// One thing that is wrong with the configuration.
package struct SettingsProblem: Equatable, Sendable, CustomStringConvertible {
    /// Where: `prospect.yaml:14:12`, `PROSPECT_SEED` or `--set seed`.
    package let location: String
    /// What is wrong, as a sentence.
    package let sentence: String
    /// What to do about it; nil where the sentence says it all.
    package let remedy: String?

    package init(location: String, sentence: String, remedy: String? = nil) {
        self.location = location
        self.sentence = sentence
        self.remedy = remedy
    }

    /// Place, sentence and remedy on one line.
    package var description: String { "\(location): \(sentence)" + (remedy.map { " \($0)" } ?? "") }
}

/// A configuration that cannot be used, with everything that is wrong with it.
package struct SettingsError: ProspectError, Equatable {
    /// In the order of the file, then the environment, then the command line; never empty.
    package let problems: [SettingsProblem]

    package init(_ problems: [SettingsProblem]) { self.problems = problems }

    /// One line for each problem.
    package var problem: String {
        if let only = problems.first, problems.count == 1 { return "\(only.location): \(only.sentence)" }
        return problems.map(\.description).joined(separator: "\n")
    }

    /// The remedy of the only problem; several carry theirs on their own lines.
    package var remedy: String? { problems.count == 1 ? problems[0].remedy : nil }

    package var exitCode: ExitStatus { .badInput }
}
