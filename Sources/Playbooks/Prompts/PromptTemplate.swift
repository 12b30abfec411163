package import Base

/// A prompt with placeholders such as `{{facts}}`.
package struct PromptTemplate: Equatable, Sendable {
    /// The placeholders of prompts.
    package enum Place: String, CaseIterable, Sendable {
        /// The rows to choose from, with their rules.
        case taxonomy
        /// The urgencies, with their rules.
        case urgencies
        /// What the message may say, as JSON.
        case facts
        /// What the message must not say, as JSON: the probability, the reasons, the signals.
        case background
        /// The number of days for which the probability holds.
        case horizon
        /// The name of the product, as the message may use it.
        case product
    }

    private enum Part: Equatable, Sendable {
        case text(String)
        case place(Place)
    }

    private let parts: [Part]

    /// Reads a prompt.
    ///
    /// - Parameter file: The file's name, for errors.
    /// - Throws: `PromptError` if a placeholder is unknown or not closed.
    package init(_ text: String, file: String) throws(PromptError) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            parts.append(.text(String(rest[..<open.lowerBound])))
            let after = rest[open.upperBound...]
            guard let close = after.firstRange(of: "}}") else { throw .notClosed(file: file) }
            let name = after[..<close.lowerBound].filter { !$0.isWhitespace }
            guard let place = Place(rawValue: name) else { throw .unknown(String(name), file: file) }
            parts.append(.place(place))
            rest = after[close.upperBound...]
        }
        parts.append(.text(String(rest)))
        self.parts = parts
    }

    /// Returns the prompt with its placeholders filled in. Filled-in values are not parsed again: a value that looks
    /// like a placeholder stays text.
    package func filled(_ values: [Place: String]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .place(let place): values[place] ?? ""
            }
        }.joined()
    }
}

/// An error for a prompt that cannot be used.
package struct PromptError: ProspectError, Equatable {
    package let problem: String
    package let remedy: String?
    package var exitCode: ExitStatus { .badInput }

    static func unknown(_ name: String, file: String) -> Self {
        let known = PromptTemplate.Place.allCases.map { "{{\($0.rawValue)}}" }
        return Self(
            problem: "The prompt '\(file)' has the unknown placeholder {{\(name)}}.",
            remedy: "The known ones are \(FactPhrases.list(known)).")
    }

    static func notClosed(file: String) -> Self {
        Self(problem: "The prompt '\(file)' has {{ without }}.", remedy: "Close the place, such as {{facts}}.")
    }
}

/// The two prompts of the playbooks.
package struct Prompts: Equatable, Sendable {
    package static let systemFile = "system.txt"
    package static let taskFile = "task.txt"

    package let system: PromptTemplate
    package let task: PromptTemplate

    package init(system: String = DefaultPrompts.system, task: String = DefaultPrompts.task) throws(PromptError) {
        self.system = try PromptTemplate(system, file: Self.systemFile)
        self.task = try PromptTemplate(task, file: Self.taskFile)
    }
}
