package import Modeling
package import Playbooks

/// Everything that `prospect.yaml` says, with the defaults of what it leaves out.
///
/// Each stage takes its own part: `Sources` takes `configuration.modeling.walk.source`. The members of the parts read as
/// the configuration's own: `configuration.columns.id`.
@dynamicMemberLookup
package struct Configuration: Equatable, Sendable {
    package var modeling = ModelingSettings()
    package var playbooks = PlaybookSettings()
    package var output = OutputSettings()

    package init() {}

    package subscript<Value>(dynamicMember member: WritableKeyPath<ModelingSettings, Value>) -> Value {
        get { modeling[keyPath: member] }
        set { modeling[keyPath: member] = newValue }
    }
}

/// Where results go.
package struct OutputSettings: Equatable, Sendable {
    /// The folder that holds `runs/` and `results/`; relative to the configuration file's folder.
    package var folder = "prospect-output"

    package init() {}
}
