package import Modeling
package import Playbooks

/// Everything in `prospect.yaml`, with defaults for what it leaves out.
///
/// Each stage takes its own part: `Sources` takes `configuration.modeling.walk.source`. The members of the parts can be
/// read directly from the configuration: `configuration.columns.id`.
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

/// The place for results.
package struct OutputSettings: Equatable, Sendable {
    /// The folder that holds `runs/` and `results/`, relative to the configuration file's folder.
    package var folder = "prospect-output"

    package init() {}
}
