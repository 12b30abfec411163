internal import Settings

/// One key of the effective configuration.
package struct EffectiveValue: Codable, Equatable, Sendable {
    /// The dotted path of the key, such as `snapshots.horizon`.
    package let path: String
    /// The value as YAML on one line.
    package let value: String
    /// The origin of the value, such as `prospect.yaml:14:12` or `--set seed`. `default` if it was not given.
    package let origin: String
}

/// A configuration with everything that determined it: defaults, file, environment and overrides.
package struct LoadedConfiguration: Equatable, Sendable {
    /// The values, with every path resolved.
    package let configuration: Configuration
    /// The path of the file as it was given.
    package let file: String
    /// Every key with its value, in the order of the template. Sources that are not given are left out.
    package let values: [EffectiveValue]

    init(configuration: Configuration, file: String, origins: [String: String]) {
        self.configuration = configuration
        self.file = file
        func value(_ path: String, _ value: String) -> EffectiveValue {
            EffectiveValue(path: path, value: value, origin: origins[path] ?? "default")
        }
        values = Configuration.schema.sections.flatMap { section in
            section.keys.compactMap { key in key.write(configuration).map { value(key.path, $0.flow) } }
                + (section.others?.write(configuration) ?? []).map { value("\(section.name!).\($0.name)", $0.value) }
        }
    }

    /// The values as a configuration file without comments. It loads to the same configuration.
    package var yaml: String {
        ConfigurationDocument(configuration, schema: Configuration.schema, hasComments: false).text
    }
}
