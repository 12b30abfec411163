internal import Boosting
internal import Modeling
internal import Settings
internal import Snapshots
internal import Sources

/// Checks that no column of a table is given two meanings. DuckDB's column names ignore case, so does this.
struct ColumnCheck {
    /// A column that is given a second meaning.
    struct Clash {
        let column: String
        /// The key of the first meaning, and of the second.
        let first: String
        let second: String
    }

    // What prospect's own tables and files call columns of theirs, in lower case.
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

    /// Columns with a name that prospect gives to one of its own beside them, each with its key.
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
            // Columns that a query makes on its way begin with two underscores.
            entry.columns.filter { entry.taken.contains($0.lowercased()) || $0.hasPrefix("__") }.map { (entry.key, $0) }
        }
    }

    /// The clashes of each table, in the order of the keys.
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
