internal import DuckDB
internal import Snapshots

/// The columns that the exploration examines. Names differ from company to company.
struct ExplorationColumns {
    /// A firmographic for a breakdown of conversion.
    struct Choice {
        let kind: ExplorationReport.Breakdown.Kind
        let column: SnapshotSet.FirmographicColumn
        /// The SQL for the value as text.
        let value: String
    }

    let snapshots: SnapshotSet
    /// The action columns, most used first.
    let actions: [String]
    let size: SnapshotSet.FirmographicColumn?
    let industry: SnapshotSet.FirmographicColumn?
    let rank: SnapshotSet.FirmographicColumn?

    init(_ snapshots: SnapshotSet, connection: Connection) throws {
        self.snapshots = snapshots
        let sums = snapshots.actions.map {
            "coalesce(sum(\(SQL.identifier(SnapshotColumn.sum($0, window: snapshots.windows.last!)))), 0)::DOUBLE"
        }
        let used = try connection.row(
            "SELECT \(unsafe: sums.joined(separator: ", ")) FROM \(SnapshotFiles(snapshots).all)"
        ) { row in snapshots.actions.indices.map { row.double($0)! } }
        actions = snapshots.actions.indices.sorted { (used[$1], $0) < (used[$0], $1) }.map { snapshots.actions[$0] }
        let numbers = snapshots.firmographics.filter { $0.derived != nil && !$0.isRank }
        size = numbers.first(where: \.isHeadcount) ?? numbers.first(where: \.isRange)
        let categories = snapshots.firmographics.filter { $0.derived == nil }
        industry = categories.first { $0.given.lowercased().contains("industry") } ?? categories.first
        rank = snapshots.firmographics.first(where: \.isRank)
    }

    /// Deals and email if the company counts them, otherwise the most used columns. No column occurs twice.
    var counts: [String] {
        var chosen: [String] = []
        for word in ["deal", "email"] {
            let rest = actions.filter { !chosen.contains($0) }
            if let column = rest.first(where: { $0.lowercased().contains(word) }) ?? rest.first {
                chosen.append(column)
            }
        }
        // The column of another word may have been chosen as the most used one.
        return chosen
    }

    var breakdowns: [Choice] {
        var choices: [Choice] = []
        if let size {
            let given = SQL.identifier(size.given)
            choices.append(
                Choice(
                    kind: .size, column: size, value: size.isRange ? given : Self.bucket(SQL.identifier(size.derived!)))
            )
        }
        if let industry {
            choices.append(Choice(kind: .industry, column: industry, value: SQL.identifier(industry.given)))
        }
        return choices
    }

    /// Returns a number of people as the range that contains it.
    private static func bucket(_ value: String) -> String {
        let ends = [2, 6, 11, 26, 51, 201, 1001, 10_001]
        var first = 1
        var cases: [String] = []
        for end in ends {
            cases.append("WHEN \(value) < \(end) THEN '\(end - first > 1 ? "\(first) to \(end - 1)" : "\(first)")'")
            first = end
        }
        return "CASE WHEN \(value) IS NULL THEN NULL \(cases.joined(separator: " ")) ELSE '\(first) or more' END"
    }
}
