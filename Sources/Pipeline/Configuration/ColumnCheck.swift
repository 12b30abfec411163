internal import Boosting
internal import Modeling
internal import Settings
internal import Snapshots
internal import Sources

/// Checks that no column of a table has two meanings. It ignores case, like DuckDB's column names.
struct ColumnCheck {
    /// A column with two meanings.
    struct Clash {
        let column: String
        /// The keys of the first and of the second meaning.
        let first: String
        let second: String
    }

    // These are the names, in lower case, of prospect's own columns in tables and files.
    private static let inSnapshots: Set = [
        "date", "closedate", "days_since_last_activity", "matured", "first_date", "last_date", "created",
    ]
    private static let besideFirmographics: Set = [
        "portal", "id", "rowid", "excluded", "close_date", "created", "mrr", "is_customer", "rank", "status", "recency",
        "band", "expected_revenue", "fit", "intent", "reason_1", "reason_2", "reason_3", "reason_4",
        "reason_5", "behavior_pattern", "likely_stage", "playbook_focus", "urgency", "subject_line", "opening_line",
        "segment_source", "usage_through", "outcomes_through",
    ]
    private static let besideCounts: Set = ["portal", "day"]

    /// Returns the columns whose name clashes with one of prospect's own columns, each with its key.
    static func taken(in configuration: Configuration) -> [(key: String, column: String)] {
        let columns = configuration.columns
        let horizon = configuration.snapshots.horizon
        let inSnapshots = inSnapshots.union([SnapshotColumn.label(horizon: horizon).lowercased()])
        let derived = Set(
            configuration.firmographics.filter { $0.kind != .category }.map { $0.featureColumn.lowercased() })
        let own: [(key: String, columns: [String], taken: Set<String>)] = [
            ("columns.id", [columns.id], inSnapshots),
            ("columns.actions", columns.actions, besideCounts),
            ("columns.users", columns.users, besideCounts),
            (
                "firmographics", configuration.firmographics.map(\.column),
                besideFirmographics.union(inSnapshots).union(derived)
                    .union([ListColumn.probability(horizon: horizon).lowercased()])
            ),
        ]
        return own.flatMap { entry in
            // Intermediate columns of queries begin with two underscores.
            entry.columns.filter { entry.taken.contains($0.lowercased()) || $0.hasPrefix("__") }.map { (entry.key, $0) }
        }
    }

    /// Returns the clashes of each table, in the order of the keys.
    static func clashes(in configuration: Configuration) -> [Clash] {
        let columns = configuration.columns
        var accounts = [("columns.id", columns.id), ("columns.close_date", columns.closeDate)]
        if let revenue = columns.revenue { accounts.append(("columns.revenue", revenue)) }
        if let created = columns.created { accounts.append(("columns.created", created)) }
        accounts += configuration.firmographics.map { ("firmographics", $0.column) }
        var usage = [("columns.id", columns.id), ("columns.timestamp", columns.timestamp)]
        usage += columns.actions.map { ("columns.actions", $0) }
        usage += columns.users.map { ("columns.users", $0) }
        return clashes(among: accounts) + clashes(among: usage)
    }

    private static func clashes(among meanings: [(key: String, column: String)]) -> [Clash] {
        var firstKeys: [String: String] = [:]
        var clashes: [Clash] = []
        for (key, column) in meanings {
            if let first = firstKeys[column.lowercased()] {
                clashes.append(Clash(column: column, first: first, second: key))
            } else {
                firstKeys[column.lowercased()] = key
            }
        }
        return clashes
    }
}
