package import Yams

/// Where a value was given.
package enum SettingSource {
    case file(String)
    case environment(variable: String)
    case override(key: String)

    /// The place of a value as errors and the effective configuration name it.
    package func location(_ mark: Mark? = nil) -> String {
        location(line: mark?.line, column: mark?.column)
    }

    /// The place at a line and a column, which only a file has.
    package func location(line: Int?, column: Int?) -> String {
        switch self {
        case .file(let name): ([name] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
        case .environment(let variable): variable
        case .override(let key): "--set \(key)"
        }
    }
}
