internal import Base
public import Foundation
internal import Pipeline
internal import Settings

/// The settings of a company's weekly job: where its tables are, and everything that can be set.
///
/// `Documentation/Configuration.md` lists the keys. A configuration is made from a file, or from nothing but overrides:
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
    /// Paths in the file start at its folder. Environment variables with the prefix `PROSPECT_` override the file, as they
    /// do for the command.
    ///
    /// - Parameters:
    ///   - path: The YAML file, absolute or relative to the working folder.
    ///   - overrides: `key.path=value`, the last for a key counts. Their paths start at the working folder.
    ///   - environment: The environment's variables.
    /// - Throws: ``ProspectError`` with everything that is wrong, each with its line and the nearest known key.
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

    /// Makes a configuration of defaults and overrides.
    ///
    /// - Parameters:
    ///   - overrides: `key.path=value`; the three keys of `sources` have to be among them.
    ///   - environment: The environment's variables; none by default.
    /// - Throws: ``ProspectError`` with everything that is wrong.
    public init(overrides: [String], environment: [String: String] = [:]) throws(ProspectError) {
        loaded = try translatingErrors {
            try ConfigurationLoader.load(
                overrides: overrides, environment: environment,
                workingFolder: FileManager.default.currentDirectoryPath)
        }
    }

    /// The folder that runs and results are written to.
    public var outputFolder: String { loaded.configuration.output.folder }

    /// Every setting with its value, as a configuration file that gives the same configuration.
    public var yaml: String { loaded.yaml }
}
