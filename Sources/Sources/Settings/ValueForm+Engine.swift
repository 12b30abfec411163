internal import Base
internal import Settings
internal import Spark
internal import Yams

extension ValueForm where Value == [SparkSetting] {
    /// A mapping from Spark's keys to their values.
    static var sparkSettings: Self {
        ValueForm(
            expectation: "a mapping from spark.* keys to values",
            isObvious: true,
            read: { node, reading in
                guard case .mapping(let mapping) = node else {
                    reading.reject(node)
                    return nil
                }
                var settings: [SparkSetting] = []
                for (key, value) in mapping {
                    if let setting = SparkSetting.read(value, of: key.string ?? "", named: key, &reading) {
                        settings.append(setting)
                    }
                }
                return reading.issues.isEmpty ? settings : nil
            },
            write: { .mapping($0.map { (key: $0.key, value: .text($0.value)) }) })
    }
}

extension SparkSetting {
    /// Reads one setting. Returns nil after noting an issue.
    ///
    /// - Parameter place: The position of the name.
    static func read(_ node: Node, of name: String, named place: Node, _ reading: inout ValueReading) -> SparkSetting? {
        let path = ".\(name)"
        guard name.hasPrefix("spark."), !name.contains(where: { $0.isWhitespace || $0 == "=" }) else {
            reading.reject(
                place, at: path, expectation: "left out", found: "since it is no key of Spark",
                remedy: "Spark's keys begin with 'spark.'; those of Hadoop with 'spark.hadoop.'.")
            return nil
        }
        // The setting is kept with every run, so it must not be a secret.
        if isSecret(name) {
            reading.reject(
                place, at: path, expectation: "left out", found: "since its value is a secret",
                remedy: "Put it into the environment or the cluster's spark-defaults.conf.")
            return nil
        }
        guard let text = node.scalar?.string, !node.isNull, !text.contains(where: \.isNewline) else {
            reading.reject(node, at: path, expectation: "a text or a number")
            return nil
        }
        return SparkSetting(name, text)
    }
}
