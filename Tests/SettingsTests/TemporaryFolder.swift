import Foundation
import Pipeline
import Settings

/// A folder with a configuration file, removed with its last reference.
final class TemporaryFolder {
    let path: String

    /// - Parameter text: The text of `prospect.yaml`; nil: there is no such file.
    init(_ text: String? = nil) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "settings-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path(percentEncoded: false)
        if let text { try write(Data(text.utf8), to: "prospect.yaml") }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ data: Data, to name: String) throws {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    /// Loads `prospect.yaml` of this folder.
    func load(
        _ overrides: [String] = [], environment: [String: String] = [:], requiringSources: Bool = false
    ) throws(SettingsError) -> LoadedConfiguration {
        try ConfigurationLoader.load(
            overrides: overrides, environment: environment, workingFolder: path, requiringSources: requiringSources)
    }

    /// The messages of the problems of a configuration; none where it loads.
    func problems(
        _ overrides: [String] = [], environment: [String: String] = [:], requiringSources: Bool = false
    ) -> [String] {
        do {
            _ = try load(overrides, environment: environment, requiringSources: requiringSources)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}
