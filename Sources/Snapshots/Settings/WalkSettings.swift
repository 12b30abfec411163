internal import Base
package import Sources

/// The settings of `Snapshots`, with those of `Sources`.
@dynamicMemberLookup
package struct WalkSettings: Equatable, Sendable {
    package var source = SourceSettings()
    package var snapshots = SnapshotSettings()
    package var features = FeatureSettings()

    package init() {}

    package subscript<Value>(dynamicMember member: WritableKeyPath<SourceSettings, Value>) -> Value {
        get { source[keyPath: member] }
        set { source[keyPath: member] = newValue }
    }
}

/// The portals that have snapshots, and their Sundays.
package enum Population: String, CaseIterable, Codable, Sendable {
    /// Every known portal on every Sunday of the data until it converts.
    case all
    /// Every portal on the Sundays between its first and its last usage row. It looks ahead, so use it for comparison
    /// only.
    case observedSpan = "observed-span"
}

package struct SnapshotSettings: Equatable, Sendable {
    /// Lookback windows in days, ending on the snapshot day, inclusive; ascending.
    package var windows = [7, 14, 30]
    /// The horizon: the number of days after the snapshot in which a conversion counts.
    package var horizon = 30
    package var population = Population.all

    package init() {}
}

/// The set of usage signals in the snapshots.
package enum FeatureSetName: String, CaseIterable, Codable, Sendable {
    /// Window sums and recency.
    case basic
    /// The basic set, longer windows, decayed activity, trends, breadth and history.
    case extended
}

package struct FeatureSettings: Equatable, Sendable {
    package var set = FeatureSetName.extended
    /// Whether a model sees the firmographics, which are as of extraction.
    package var firmographics = true
    /// Whether the score of a tree member must never fall when a signal of activity rises (monotone constraints).
    /// Growth and shares, which change with it, are unconstrained.
    package var monotone = true

    package init() {}
}
