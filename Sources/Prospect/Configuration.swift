internal import Base
public import Foundation
internal import Pipeline
internal import Settings

/// The settings of a company's weekly job: where its tables are, and everything else that you can set.
///
/// `Documentation/Configuration.md` lists the keys. Make a configuration from a file, or from overrides alone:
///
/// ```swift
/// let configuration = try Configuration(contentsOfFile: "prospect.yaml")
/// let other = try Configuration(overrides: [
///     "sources.customers=customers.csv", "sources.noncustomers=portals.csv", "sources.usage=usage.csv",
/// ])
/// ```
public struct Configuration: Sendable, Equatable {
    let loaded: LoadedConfiguration

    /// Reads a configuration file.
    ///
    /// Paths in the file are relative to its folder. Environment variables with the prefix `PROSPECT_` override the
    /// file, as they do for the command.
    ///
    /// - Parameters:
    ///   - path: The YAML file, absolute or relative to the working folder.
    ///   - overrides: Settings as `key.path=value`. The last one for a key counts. Their paths are relative to the
    ///     working folder.
    ///   - environment: The environment variables.
    /// - Throws: ``ProspectError`` that lists every mistake with its line and the nearest known key.
    public init(
        contentsOfFile path: String, overrides: [String] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ProspectError) {
        loaded = try translatingErrors {
            try ConfigurationLoader.load(
                file: path, overrides: overrides, environment: environment,
                workingFolder: FileManager.default.currentDirectoryPath)
        }
    }

    /// Makes a configuration from the defaults and overrides.
    ///
    /// - Parameters:
    ///   - overrides: Settings as `key.path=value`. The three keys of `sources` are required.
    ///   - environment: The environment variables. Default: none.
    /// - Throws: ``ProspectError`` that lists every mistake.
    public init(overrides: [String], environment: [String: String] = [:]) throws(ProspectError) {
        loaded = try translatingErrors {
            try ConfigurationLoader.load(
                overrides: overrides, environment: environment,
                workingFolder: FileManager.default.currentDirectoryPath)
        }
    }

    /// The folder for runs and results.
    public var outputFolder: String { loaded.configuration.output.folder }

    /// Every setting with its value, as the text of a configuration file that gives the same configuration.
    public var yaml: String { loaded.yaml }
}
