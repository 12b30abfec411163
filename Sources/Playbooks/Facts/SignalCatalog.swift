internal import DuckDB
package import Snapshots
internal import Sources

/// The signals of `SignalNames`, each an expression over the columns of a snapshot.
package struct SignalCatalog {
    /// Names and expressions. An expression may be null.
    package let signals: [(name: String, expression: String)]

    package var names: [String] { signals.map(\.name) }

    package init(_ set: SnapshotSet) {
        let longest = set.windows.last!
        func sum(_ column: String, _ window: Int) -> String {
            SQL.identifier(SnapshotColumn.sum(column, window: window))
        }
        func total(_ window: Int) -> String {
            set.actions.isEmpty ? "0" : "(" + set.actions.map { sum($0, window) }.joined(separator: " + ") + ")"
        }
        let isExtended = set.featureSet == .extended
        let all = total(longest)
        let now = SnapshotColumn.actions4
        let before = SnapshotColumn.actionsPrior4
        // If only sums are known, `people` is the smallest possible number of users in the busiest row: this sum over
        // the number of rows.
        let mostUsers =
            set.users.isEmpty
            ? "0" : "greatest(" + set.users.map { sum($0, longest) }.joined(separator: ", ") + ", 0)"
        let rows = set.cadence == .weekly ? longest / 7 : longest
        signals =
            [
                ("actions", all), ("actions.before", isExtended ? before : "NULL"),
                (
                    "change",
                    isExtended
                        ? "CASE WHEN \(before) > 0 THEN 100.0 * (\(now) - \(before)) / \(before) "
                            + "WHEN \(now) > 0 THEN 100.0 ELSE 0 END" : "0"
                ),
                (
                    "modules",
                    set.actions.isEmpty
                        ? "0" : set.actions.map { "(\(sum($0, longest)) > 0)::INTEGER" }.joined(separator: " + ")
                ),
                (
                    "largest_share",
                    set.actions.isEmpty
                        ? "0"
                        : "coalesce(greatest(" + set.actions.map { sum($0, longest) }.joined(separator: ", ")
                            + ", 0) / nullif(\(all), 0)::DOUBLE, 0)"
                ),
                (
                    "people",
                    isExtended ? SnapshotColumn.maxUsers4 : "ceil(\(mostUsers) / \(max(rows, 1))::DOUBLE)"
                ),
                ("recency", SnapshotColumn.recency),
                ("active_weeks", isExtended ? SnapshotColumn.activeWeeks12 : "NULL"),
                ("age", isExtended ? SnapshotColumn.daysSinceFirstUse : "NULL"),
            ] + set.windows.map { ("actions.\($0)d", total($0)) }
            + zip(ModuleNames.names(of: set.actions), set.actions).flatMap { name, column in
                [
                    ("actions.\(name)", sum(column, longest)),
                    ("share.\(name)", "coalesce(\(sum(column, longest)) / nullif(\(all), 0)::DOUBLE, 0)"),
                ] + set.windows.map { ("actions.\(name).\($0)d", sum(column, $0)) }
            }
            + zip(ModuleNames.names(of: set.users), set.users).map { name, column in
                ("users.\(name)", sum(column, longest))
            }
    }

    /// Returns the expression for a sum of signals.
    func expression(_ names: [String]) -> String {
        let known = Dictionary(signals.map { ($0.name, $0.expression) }) { first, _ in first }
        return names.map { "(\(known[$0] ?? "NULL"))" }.joined(separator: " + ")
    }
}
