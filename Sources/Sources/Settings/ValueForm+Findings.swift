internal import Base
internal import Settings
internal import Yams

extension ValueForm where Value == [FindingSeverity] {
    /// A mapping from findings to severities.
    static var severities: Self {
        ValueForm(
            expectation: "a mapping from findings to " + words,
            read: { node, reading in
                guard case .mapping(let mapping) = node else {
                    reading.reject(node, remedy: node.isNull ? "Write {} for the findings' own severities." : nil)
                    return nil
                }
                var severities: [FindingSeverity] = []
                for (key, value) in mapping {
                    guard let finding = key.string.flatMap(FindingName.init) else {
                        reading.rejectKey(key, at: "", known: FindingName.allCases.map(\.rawValue))
                        continue
                    }
                    guard let severity = value.text.flatMap({ Finding.Severity(rawValue: $0.lowercased()) }) else {
                        reading.reject(value, at: ".\(finding.rawValue)", expectation: words)
                        continue
                    }
                    severities.append(FindingSeverity(finding, severity))
                }
                return reading.issues.isEmpty ? severities : nil
            },
            write: { .mapping($0.map { (key: $0.finding.rawValue, value: .text($0.severity.rawValue)) }) })
    }

    private static var words: String { "info, warning or error" }
}
