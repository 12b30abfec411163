internal import ProspectCore

/// Checks that no column of a table is given two meanings. DuckDB's column names ignore case, so does this.
struct ColumnCheck {
    /// A column that is given a second meaning.
    struct Clash {
        let column: String
        /// The key of the first meaning, and of the second.
        let first: String
        let second: String
    }

    /// The clashes of each table, in the order of the keys.
    static func clashes(in configuration: Configuration) -> [Clash] {
        let columns = configuration.columns
        var accounts = [("columns.id", columns.id), ("columns.close_date", columns.closeDate)]
        accounts.append(("columns.revenue", columns.revenue))
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
