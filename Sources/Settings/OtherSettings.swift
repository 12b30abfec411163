internal import Base
internal import Boosting
internal import ProspectCore
internal import Yams

/// Entries of a section beside its keys: the parameters of a library, which knows their names.
struct OtherSettings: Sendable {
    /// The main name of an entry under any of its names, such as `num_iterations` for `n_estimators`; nil: there is none.
    let key: @Sendable (String) -> String?
    /// The known name that is nearest to another; nil where none is near.
    let nearest: @Sendable (String) -> String?
    /// Reads an entry into the configuration, or notes what is wrong with it.
    let read: @Sendable (String, Node, inout Configuration, inout ValueReading) -> Void
    /// The entries of a configuration as YAML, in the order of their names.
    let write: @Sendable (Configuration) -> [(name: String, value: String)]
}

extension OtherSettings {
    /// The parameters that a learner's library knows, under any of its names.
    static func parameters(
        of learner: LearnerName, _ target: any WritableKeyPath<Configuration, [String: String]> & Sendable
    ) -> Self {
        OtherSettings(
            key: { LearnerParameters.main(of: $0, for: learner) },
            nearest: { LearnerParameters.nearest(to: $0, for: learner) },
            read: { name, node, configuration, reading in
                let main = LearnerParameters.main(of: name, for: learner) ?? name
                if let owner = LearnerParameters.owner(of: main, for: learner) {
                    reading.reject(node, at: ".\(name)", expectation: "left out", found: owner)
                    return
                }
                guard let text = node.scalar?.string, !node.isNull, !text.isEmpty else {
                    reading.reject(node, at: ".\(name)", expectation: "a number, a word, or true or false")
                    return
                }
                configuration[keyPath: target][main] = text
            },
            write: { configuration in
                configuration[keyPath: target].sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            })
    }
}
