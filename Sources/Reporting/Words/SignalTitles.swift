internal import Base
package import Modeling
package import Snapshots
internal import Sources

/// The names of signals in reports.
package struct SignalTitles: Sendable {
    private let snapshots: SnapshotSet

    package init(_ snapshots: SnapshotSet) { self.snapshots = snapshots }

    /// Returns the name at the beginning of a sentence: "Deal actions", "Days since the last activity".
    package func title(_ signal: Signal) -> String {
        switch signal {
        case .actions(let column): Self.words(column, snapshots.actions).title
        case .users(let column): Self.words(column, snapshots.users).title
        case .activity: "All actions"
        case .recency: "Last activity"
        case .regularity: "Active weeks"
        case .trend: "Trend"
        case .breadth: "Tools used"
        case .team: "Team size"
        case .tenure: "First use"
        case .age: "Age of the portal"
        case .firmographic(let column): snapshots.firmographics.first { $0.given == column }?.title ?? column
        }
    }

    /// Returns the name within a sentence: "deal actions". A name that begins with several capitals keeps them.
    package func inText(_ signal: Signal) -> String {
        let title = title(signal)
        return title.dropFirst().first?.isUppercase == true ? title : title.prefix(1).lowercased() + title.dropFirst()
    }

    /// Returns the meaning of the value, for an axis.
    package func value(_ signal: Signal) -> String {
        let days = snapshots.windows.last!
        let window = days == 1 ? "on the last day" : "in \(days) days"
        switch signal {
        case .actions(let column): return "\(Self.words(column, snapshots.actions).title) \(window)"
        case .users(let column):
            let period = snapshots.cadence == .weekly ? "week" : "day"
            return "\(Self.words(column, snapshots.users).title), mean per \(period) \(window)"
        case .activity: return "Actions of all tools \(window)"
        case .recency: return "Days since the last activity"
        case .regularity: return "Active weeks of the last 12"
        case .trend:
            return snapshots.featureSet == .extended
                ? "Actions of the last 4 weeks less those of the 4 before"
                : "Actions in the last \(Numbers.count(snapshots.windows.first!, "day"))"
        case .breadth: return "Tools used \(window)"
        case .team: return "Most users in one \(snapshots.cadence == .weekly ? "week" : "day"), ever"
        case .tenure: return "Days since the first use"
        case .age: return "Days since the portal was created, or first seen"
        case .firmographic(let column):
            guard let firmographic = snapshots.firmographics.first(where: { $0.given == column }) else { return column }
            if firmographic.isHeadcount { return "Company size in people" }
            return firmographic.isRank ? "\(firmographic.title), 1 is the best" : firmographic.title
        }
    }

    /// Returns the name for portals without a value of the signal.
    package func missing(_ signal: Signal) -> String {
        switch signal {
        case .recency, .tenure: return "never used"
        case .age: return "unknown"
        case .firmographic(let column):
            let isRank = snapshots.firmographics.first { $0.given == column }?.isRank == true
            return isRank ? "no rank" : "unknown"
        default: return "none"
        }
    }

    /// Returns the names of a count column: "deal actions" and "Deal actions".
    static func words(_ column: String, _ others: [String]) -> (inText: String, title: String) {
        switch ColumnWords(column, among: others) {
        case .noun(_, let many): (many, many.prefix(1).uppercased() + many.dropFirst())
        case .label(let label): (label.dropFirst().first?.isUppercase == true ? label : label.lowercased(), label)
        }
    }
}
