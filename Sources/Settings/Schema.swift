internal import Base

/// Everything that may stand in a configuration.
///
/// It is the one table that parsing, errors, the names of environment variables, the template of `prospect init`, the
/// effective configuration and the reference in the documentation are made from.
package struct Schema<Root: Sendable>: Sendable {
    /// The sections in the order in which they are written.
    package let sections: [SettingSection<Root>]
    /// All keys in the order in which they are written.
    package let keys: [SettingKey<Root>]

    private let keysByPath: [String: SettingKey<Root>]
    private let sectionsByName: [String: SettingSection<Root>]

    package init(_ sections: [SettingSection<Root>]) {
        self.sections = sections
        keys = sections.flatMap(\.keys)
        keysByPath = Dictionary(uniqueKeysWithValues: keys.map { ($0.path, $0) })
        sectionsByName = Dictionary(
            uniqueKeysWithValues: sections.compactMap { section in section.name.map { ($0, section) } })
    }

    /// What a dotted path stands for.
    package enum Place {
        case key(SettingKey<Root>)
        /// One named entry of a key that is a mapping.
        case entry(SettingKey<Root>, name: String)
        case section(SettingSection<Root>)
        /// An entry of a section beside its keys.
        case other(SettingSection<Root>, OtherSettings<Root>, name: String)
    }

    /// What a dotted path stands for; nil where nothing has that name.
    package func place(at path: String) -> Place? {
        if let key = keysByPath[path] { return .key(key) }
        if let section = sectionsByName[path] { return .section(section) }
        for dot in path.indices where path[dot] == "." && path.index(after: dot) < path.endIndex {
            if let key = keysByPath[String(path[..<dot])], key.readEntry != nil {
                return .entry(key, name: String(path[path.index(after: dot)...]))
            }
        }
        guard let dot = path.firstIndex(of: "."), let section = sectionsByName[String(path[..<dot])],
            let others = section.others
        else { return nil }
        let name = String(path[path.index(after: dot)...])
        if let key = others.key(name).flatMap({ keysByPath["\(path[..<dot]).\($0)"] }) { return .key(key) }
        return .other(section, others, name: name)
    }

    /// The known key or section that is nearest to a path: as a whole, or by its last part
    /// and then the section before it.
    package func nearest(to path: String) -> String {
        let candidates = path.contains(".") ? keys.map(\.path) : sections.compactMap(\.name) + keys.map(\.path)
        let wanted = parts(path)
        func distance(_ candidate: String) -> Int {
            let known = parts(candidate)
            // A key in the wrong section is nearer than another key of the right one.
            let byParts = editDistance(wanted.name, known.name) + min(2, editDistance(wanted.section, known.section))
            return min(byParts, editDistance(path, candidate))
        }
        return candidates.min { distance($0) < distance($1) } ?? path
    }

    private func parts(_ path: String) -> (section: Substring, name: Substring) {
        guard let dot = path.lastIndex(of: ".") else { return ("", path[...]) }
        return (path[..<dot], path[path.index(after: dot)...])
    }
}
