internal import DuckDB
internal import ProspectCore

/// The features of a model, as expressions over the columns of the snapshots.
///
/// All of them depend on one snapshot only, and never on the portal's id.
struct FeatureSet {
    let features: [TrainedModel.Feature]

    /// The first set: log sums, totals, growth, actions per user, recency and firmographics.
    static func basic(_ snapshots: SnapshotSet) -> FeatureSet {
        let shortest = snapshots.windows.first!
        let longest = snapshots.windows.last!
        func sum(_ column: String, _ window: Int) -> String {
            SQL.identifier(SnapshotColumn.sum(column, window: window))
        }
        var features: [TrainedModel.Feature] = []
        func add(_ name: String, _ expression: String, isCategorical: Bool = false) {
            features.append(.init(name: name, expression: expression, isCategorical: isCategorical))
        }
        for window in snapshots.windows {
            for column in snapshots.actions + snapshots.users {
                add("\(column)_\(window)D_LOG1P", "ln(1 + \(sum(column, window)))")
            }
            let total = snapshots.actions.map { sum($0, window) }.joined(separator: " + ")
            add("TOTAL_ACTIONS_\(window)D_LOG1P", "ln(1 + \(total))")
        }
        if shortest < longest {
            for column in snapshots.actions {
                // Daily rate of the shortest window over that of the longest, with one action added to both.
                add(
                    "\(column)_GROWTH",
                    "ln((1 + \(sum(column, shortest))) / (1 + \(sum(column, longest)) * \(shortest) / \(longest).0))")
            }
        }
        for (actions, users) in zip(snapshots.actions, snapshots.users) {
            add(
                "\(actions)_PER_USER",
                "ln(1 + \(sum(actions, longest)) / greatest(\(sum(users, longest)), 1))")
        }
        add(SnapshotColumn.recency, SnapshotColumn.recency)
        for firmographic in snapshots.firmographics {
            if let derived = firmographic.derived {
                add(derived, SQL.identifier(derived))
            } else {
                add(firmographic.given, SQL.identifier(firmographic.given), isCategorical: true)
            }
        }
        return FeatureSet(features: features)
    }

    /// The category columns.
    var categorical: [String] { features.filter(\.isCategorical).map(\.name) }
}
