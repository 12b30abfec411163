internal import Base
package import Sources

/// What `Snapshots` is told, with the settings of `Sources`.
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

/// Which portals have a snapshot on which Sundays.
package enum Population: String, CaseIterable, Codable, Sendable {
    /// Every known portal on every Sunday of the data until it converts.
    case all
    /// A portal has a snapshot between its first and its last usage row. Looks ahead: only for comparison.
    case observedSpan = "observed-span"
}

package struct SnapshotSettings: Equatable, Sendable {
    /// Lookback windows in days, ending on the snapshot day, inclusive; ascending.
    package var windows = [7, 14, 30]
    /// Days after the snapshot in which a conversion counts.
    package var horizon = 30
    package var population = Population.all

    package init() {}
}

/// Which signals of usage the snapshots carry.
package enum FeatureSetName: String, CaseIterable, Codable, Sendable {
    /// Window sums and recency.
    case basic
    /// And longer windows, decayed activity, trends, breadth and history.
    case extended
}

package struct FeatureSettings: Equatable, Sendable {
    package var set = FeatureSetName.extended
    /// Whether a model sees the firmographics; they are as of extraction.
    package var firmographics = true
    /// Whether a tree member's score may never fall as one signal of activity rises (monotone constraints). Growth and
    /// shares, which move with it, are free.
    package var monotone = true

    package init() {}
}
