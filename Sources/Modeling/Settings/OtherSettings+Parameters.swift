internal import Base
internal import Boosting
internal import Settings
internal import Yams

extension OtherSettings {
    /// Returns the parameters that a learner's library knows, under any of its names.
    static func parameters(
        of learner: LearnerName, _ target: any WritableKeyPath<Root, [String: String]> & Sendable
    ) -> Self {
        OtherSettings(
            key: { LearnerParameters.main(of: $0, for: learner) },
            nearest: { LearnerParameters.nearest(to: $0, for: learner) },
            read: { name, node, settings, reading in
                let main = LearnerParameters.main(of: name, for: learner) ?? name
                if let owner = LearnerParameters.owner(of: main, for: learner) {
                    reading.reject(node, at: ".\(name)", expectation: "left out", found: owner)
                    return
                }
                guard let text = node.scalar?.string, !node.isNull, !text.isEmpty else {
                    reading.reject(node, at: ".\(name)", expectation: "a number, a word, or true or false")
                    return
                }
                settings[keyPath: target][main] = text
            },
            write: { settings in
                settings[keyPath: target].sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            })
    }
}
