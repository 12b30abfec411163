internal import Base
internal import Foundation
internal import Modeling
internal import Playbooks
package import Settings
internal import Snapshots
internal import Sources
internal import Yams

/// Loads the configuration: defaults, then the file, then the environment, then the command line's overrides.
package enum ConfigurationLoader {
    /// The file that is read by default.
    package static let defaultFile = "prospect.yaml"
    /// Variables with the prefix `PROSPECT_` that are not settings.
    package static let reservedVariables: Set<String> = ["PROSPECT_LOG", "PROSPECT_PLOTLY", "PROSPECT_TOKEN"]

    /// Loads and checks a configuration.
    ///
    /// Paths in the file are relative to the file's folder, all others to the working folder.
    ///
    /// - Parameters:
    ///   - file: The configuration file, absolute or relative to the working folder.
    ///   - isOptional: Whether the file may be absent if the three sources are given elsewhere.
    ///   - overrides: Settings as `key.path=value`. The last one for a key counts. Values are YAML.
    ///   - environment: The environment variables. Those with the prefix `PROSPECT_` count.
    ///   - workingFolder: The folder in which the command runs.
    ///   - requiringSources: Whether the three sources are required.
    /// - Returns: The configuration, with the origin of each of its values.
    /// - Throws: `SettingsError` that lists every mistake.
    package static func load(
        file: String = defaultFile, isOptional: Bool = false, overrides: [String] = [],
        environment: [String: String] = [:],
        workingFolder: String, requiringSources: Bool = true
    ) throws(SettingsError) -> LoadedConfiguration {
        let working = BaseFolder(path: workingFolder, home: environment["HOME"])
        let path = working.resolve(file)
        let isNeeded = !isOptional || !givesSources(overrides, environment)
        let text = !isNeeded && !FileManager.default.fileExists(atPath: path) ? "" : try contents(of: file, at: path)
        return try load(
            text: text, file: file, overrides: overrides, environment: environment, working: working,
            requiringSources: requiringSources)
    }

    /// Makes a configuration without a file.
    ///
    /// - Throws: `SettingsError` that lists every mistake.
    package static func load(
        overrides: [String], environment: [String: String] = [:], workingFolder: String
    ) throws(SettingsError) -> LoadedConfiguration {
        try load(
            text: "", file: "no file", overrides: overrides, environment: environment,
            working: BaseFolder(path: workingFolder, home: environment["HOME"]), requiringSources: true)
    }

    private static func load(
        text: String, file: String, overrides: [String], environment: [String: String], working: BaseFolder,
        requiringSources: Bool
    ) throws(SettingsError) -> LoadedConfiguration {
        var reader = ConfigurationReader(Configuration.schema, into: Configuration())
        let folder = working.folder(ofFile: file)
        let isReadable = readFile(text, named: file, folder: folder, into: &reader)
        readEnvironment(environment, folder: working, into: &reader)
        for override in overrides { readOverride(override, folder: working, into: &reader) }
        if reader.origins["output.folder"] == nil {
            reader.configuration.output.folder = folder.resolve(reader.configuration.output.folder)
        }
        if reader.origins["playbooks.prompts"] == nil {
            reader.configuration.playbooks.prompts = folder.resolve(reader.configuration.playbooks.prompts)
        }
        if requiringSources, isReadable { reportMissingSources(file, in: &reader) }
        if reader.problems.isEmpty { reportClashes(file, in: &reader) }
        guard reader.problems.isEmpty else { throw SettingsError(reader.problems) }
        return LoadedConfiguration(configuration: reader.configuration, file: file, origins: reader.origins)
    }

    /// Whether the overrides and the environment give the places of all three tables.
    private static func givesSources(_ overrides: [String], _ environment: [String: String]) -> Bool {
        let keys = SourceKeys.sources.keys.filter { $0.write(SourceSettings()) == nil }
        let given = overrides.map { text in
            text.prefix { $0 != "=" }.trimmingCharacters(in: .whitespaces)
        }
        return keys.allSatisfy { given.contains($0.path) || environment[$0.variable] != nil }
            || given.contains("sources")
    }

    private static func contents(of file: String, at path: String) throws(SettingsError) -> String {
        var isFolder: ObjCBool = false
        func failure(_ sentence: String, _ remedy: String) -> SettingsError {
            SettingsError([SettingsProblem(location: file, sentence: sentence, remedy: remedy)])
        }
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw failure(
                "there is no such configuration file.", "Run `prospect init` to write one, or name one with --config.")
        }
        if isFolder.boolValue {
            throw failure(
                "this is a folder, not a configuration file.", "Name the file: --config \(file)/\(defaultFile).")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw failure("the configuration file cannot be read.", "Check its permissions.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw failure("the configuration file is not UTF-8 text.", "Save it as UTF-8.")
        }
        return text
    }

    /// Reads the file.
    ///
    /// - Returns: Whether the text was YAML at all.
    private static func readFile(
        _ text: String, named file: String, folder: BaseFolder, into reader: inout ConfigurationReader<Configuration>
    ) -> Bool {
        do {
            if let root = try YAMLParsing.root(of: text, from: .file(file)) {
                reader.read(root, at: "", from: .file(file), folder: folder)
            }
            return true
        } catch {
            reader.report(error)
            return false
        }
    }

    private static func readEnvironment(
        _ environment: [String: String], folder: BaseFolder, into reader: inout ConfigurationReader<Configuration>
    ) {
        let keys = Dictionary(uniqueKeysWithValues: Configuration.schema.keys.map { ($0.variable, $0) })
        for (variable, value) in environment.sorted(by: { $0.key < $1.key })
        where variable.hasPrefix("PROSPECT_") && !reservedVariables.contains(variable) {
            guard let key = keys[variable] else {
                let nearest = Configuration.schema.keys.map(\.variable).nearest(to: variable) ?? ""
                reader.report(
                    "there is no such setting.", remedy: "The nearest known variable is \(nearest).", at: variable)
                continue
            }
            readValue(value, at: key.path, from: .environment(variable: variable), folder: folder, into: &reader)
        }
    }

    private static func readOverride(
        _ text: String, folder: BaseFolder, into reader: inout ConfigurationReader<Configuration>
    ) {
        guard let equals = text.firstIndex(of: "=") else {
            return reader.report(
                "there is no value.", remedy: "Write --set \(text)=VALUE.", at: "--set \(text)")
        }
        let path = text[..<equals].trimmingCharacters(in: .whitespaces)
        guard !path.isEmpty else {
            return reader.report("there is no key.", remedy: "Write --set KEY=VALUE.", at: "--set \(text)")
        }
        let value = String(text[text.index(after: equals)...])
        readValue(value, at: path, from: .override(key: path), folder: folder, into: &reader)
    }

    private static func readValue(
        _ text: String, at path: String, from source: SettingSource, folder: BaseFolder,
        into reader: inout ConfigurationReader<Configuration>
    ) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        var node = Node(trimmed, .implicit, .plain)
        let isBareText =
            switch Configuration.schema.place(at: path) {
            case .key(let key), .entry(let key, _): key.takesBareText
            case .section, .other, nil: false
            }
        if !isBareText || trimmed.first.map({ "{['\"".contains($0) }) == true {
            do {
                node = try YAMLParsing.root(of: trimmed, from: source) ?? Node("", .implicit, .plain)
            } catch {
                return reader.report(error)
            }
        }
        reader.read(node, at: path, from: source, folder: folder)
    }

    private static func reportMissingSources(_ file: String, in reader: inout ConfigurationReader<Configuration>) {
        for key in SourceKeys.sources.keys where key.write(SourceSettings()) == nil && reader.origins[key.path] == nil {
            reader.report(
                "\(key.path) is missing.", remedy: "Say where the table is: a CSV or Parquet file, a glob or a folder.",
                at: file)
        }
    }

    private static func reportClashes(_ file: String, in reader: inout ConfigurationReader<Configuration>) {
        if reader.origins["ensemble.weights"] == nil {
            let count = reader.configuration.ensemble.members.count
            reader.configuration.ensemble.weights = [Double](repeating: 1, count: count)
        }
        let ensemble = reader.configuration.ensemble
        if ensemble.members.count != ensemble.weights.count {
            reader.report(
                "ensemble.weights has \(ensemble.weights.count) numbers for \(ensemble.members.count) ensemble.members.",
                remedy: "Give one weight per member.", at: reader.origins["ensemble.weights"] ?? file)
        }
        reportUnknownSignals(file, in: &reader)
        for (key, column) in ColumnCheck.taken(in: reader.configuration) {
            reader.report(
                "\(key) names the column '\(column)', and prospect keeps that name for a column of its own.",
                remedy: "Rename it in the file, or give the source as a query that selects it under another name.",
                at: reader.origins[key] ?? file)
        }
        for clash in ColumnCheck.clashes(in: reader.configuration) {
            // A clash with a default is reported at the other key.
            let place = reader.origins[clash.second] ?? reader.origins[clash.first] ?? file
            reader.report(
                "\(clash.second) names the column '\(clash.column)', which \(clash.first) names already.",
                remedy: "Give each column one meaning.", at: place)
        }
    }

    /// Reports unknown signals in the user's rules. Built-in rules with unknown signals never hold.
    private static func reportUnknownSignals(_ file: String, in reader: inout ConfigurationReader<Configuration>) {
        let configuration = reader.configuration
        let known = SignalNames.known(
            actions: configuration.columns.actions, users: configuration.columns.users,
            windows: configuration.snapshots.windows)
        let rows = configuration.playbooks.taxonomy.filter { !TaxonomyRow.defaults.contains($0) }
        let urgencies = configuration.playbooks.urgency.filter { !UrgencyRule.defaults.contains($0) }
        let rules =
            rows.map { ("playbooks.taxonomy", $0.pattern, $0.rule) }
            + urgencies.map { ("playbooks.urgency", $0.urgency.rawValue, $0.rule) }
        for (key, name, rule) in rules {
            for signal in rule.signals where !known.contains(signal) {
                reader.report(
                    "\(key).\(name) has the signal '\(signal)', which is not known.",
                    remedy: "The nearest is '\(known.nearest(to: signal) ?? "")'; the signals are "
                        + known.joined(separator: ", ") + ".", at: reader.origins[key] ?? file)
            }
        }
    }
}
