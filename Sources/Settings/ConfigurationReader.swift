internal import Base
package import Yams

/// Reads a configuration from one place after the other, and collects everything that is wrong.
package struct ConfigurationReader<Root: Sendable> {
    package let schema: Schema<Root>
    package var configuration: Root
    /// Where each key was given last, by path; keys that are left out are not in it.
    package private(set) var origins: [String: String] = [:]
    package private(set) var problems: [SettingsProblem] = []

    /// - Parameter configuration: the defaults.
    package init(_ schema: Schema<Root>, into configuration: Root) {
        self.schema = schema
        self.configuration = configuration
    }

    /// Reads what stands at a path.
    ///
    /// - Parameters:
    ///   - node: The value.
    ///   - path: The dotted path of a key, a section or a key's entry; empty for a whole document.
    ///   - keyMark: The place of the key itself.
    ///   - source: Where the value is given.
    ///   - folder: Where its relative paths start.
    package mutating func read(
        _ node: Node, at path: String, keyMark: Mark? = nil, from source: SettingSource, folder: BaseFolder
    ) {
        if path.isEmpty {
            return readMapping(node, at: "", from: source, folder: folder)
        }
        switch schema.place(at: path) {
        case .key(let key):
            var reading = ValueReading(folder: folder, expectation: key.expectation)
            key.read(node, &configuration, &reading)
            finish(reading, at: key.path, node, from: source)
        case .entry(let key, let name):
            var reading = ValueReading(folder: folder, expectation: key.expectation)
            key.readEntry?(name, node, &configuration, &reading)
            finish(reading, at: key.path, node, from: source)
        case .other(let section, let others, let name):
            guard let main = others.key(name) else {
                let nearest = others.nearest(name).map { "\(section.name!).\($0)" } ?? schema.nearest(to: path)
                return report(
                    "\(path) is not a known key.", remedy: "The nearest known key is '\(nearest)'.",
                    at: source.location(keyMark))
            }
            var reading = ValueReading(folder: folder, expectation: "a parameter")
            others.read(name, node, &configuration, &reading)
            finish(reading, at: section.name!, node, from: source)
            origins["\(section.name!).\(main)"] = source.location(node.mark)
        case .section(let section):
            if case .scalar = node, !node.isNull, let shorthand = section.shorthand {
                return read(node, at: shorthand, keyMark: keyMark, from: source, folder: folder)
            }
            readMapping(node, at: path, from: source, folder: folder)
        case nil:
            report(
                "\(path) is not a known key.", remedy: "The nearest known key is '\(schema.nearest(to: path))'.",
                at: source.location(keyMark))
        }
    }

    /// Adds a problem that was found elsewhere.
    package mutating func report(_ sentence: String, remedy: String? = nil, at location: String) {
        problems.append(SettingsProblem(location: location, sentence: sentence, remedy: remedy))
    }

    /// Adds the problems of an error.
    package mutating func report(_ error: SettingsError) { problems += error.problems }

    private mutating func readMapping(
        _ node: Node, at path: String, from source: SettingSource, folder: BaseFolder
    ) {
        // A section whose keys are all commented out holds nothing.
        if node.isNull { return }
        guard case .mapping(let mapping) = node else {
            let subject = path.isEmpty ? "the configuration" : path
            return report(
                "\(subject) must be a mapping of keys to values, \(node.found).", at: source.location(node.mark))
        }
        for (key, value) in mapping {
            guard case .scalar(let name) = key else {
                report("a key must be a word, \(key.found).", at: source.location(key.mark))
                continue
            }
            let full = path.isEmpty ? name.string : "\(path).\(name.string)"
            if let dot = name.string.lastIndex(of: "."), schema.place(at: full) != nil {
                let inner = name.string[name.string.index(after: dot)...]
                report(
                    "\(full) is written with a dot.",
                    remedy: "Write '\(inner)' below '\(name.string[..<dot])' instead.", at: source.location(key.mark))
                continue
            }
            read(value, at: full, keyMark: key.mark, from: source, folder: folder)
        }
    }

    private mutating func finish(
        _ reading: ValueReading, at path: String, _ node: Node, from source: SettingSource
    ) {
        origins[path] = source.location(node.mark)
        for issue in reading.issues {
            report(
                "\(path)\(issue.subpath) \(issue.predicate).", remedy: issue.remedy,
                at: source.location(issue.mark))
        }
    }
}
