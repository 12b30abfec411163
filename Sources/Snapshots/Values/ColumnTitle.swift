/// The title of a column of the snapshots, or of a feature made from them.
///
///     ColumnTitle("ACTIONS_CRM_DEALS_30D_SUM").text       // "Deal actions in 30 days"
///     ColumnTitle.described("EMPLOYEE_RANGE")             // "Company size (EMPLOYEE_RANGE)"
package struct ColumnTitle: Equatable, Sendable {
    /// The title, as the beginning of a sentence.
    package let text: String

    /// The columns that do not come from the company's own.
    private static let known = [
        SnapshotColumn.recency: "Days since the last activity",
        SnapshotColumn.daysSinceLastRow: "Days since the last usage row",
        SnapshotColumn.daysSinceFirstUse: "Days since the first use",
        SnapshotColumn.activeWeeks: "Active weeks",
        SnapshotColumn.activeWeeks12: "Active weeks of the last 12",
        SnapshotColumn.actions4: "All actions in 4 weeks",
        SnapshotColumn.actionsPrior4: "All actions in the 4 weeks before the last 4",
        SnapshotColumn.users4: "All users in 4 weeks",
        SnapshotColumn.usersPrior4: "All users in the 4 weeks before the last 4",
        SnapshotColumn.maxUsers: "Most users at once, ever",
        SnapshotColumn.maxUsers4: "Most users at once in 4 weeks",
        SnapshotColumn.maxUsersPrior4: "Most users at once in the 4 weeks before the last 4",
        SnapshotColumn.newModules4: "Tools first used in 4 weeks",
        "WEEKS_SINCE_LAST_ACTIVITY": "Weeks since the last activity",
        "WEEKS_SINCE_LAST_ROW": "Weeks since the last usage row",
        "WEEKS_SINCE_FIRST_USE": "Weeks since the first use",
        "ACTIVE_WEEK_DENSITY": "Share of active weeks since the first use",
        "ACTIONS_TREND_4W": "Trend of all actions over 4 weeks",
        "USERS_TREND_4W": "Trend of all users over 4 weeks",
        "MAX_USERS_GROWTH": "Growth of the most users at once",
        "EVER_MULTI_USER": "More than one user at once, ever",
        "ACTIONS_PER_USER_4W": "Actions per user in 4 weeks",
    ]

    /// Makes a title.
    ///
    /// - Parameter column: A name in snapshot files and models, or a firmographic as in the tables.
    package init(_ column: String) {
        if let title = Self.known[column] {
            text = title
        } else if let match = column.wholeMatch(of: /(.+)_([0-9]+)D_(?:SUM|LOG1P)/) {
            text = "\(Self.count(match.output.1)) in \(Self.days(match.output.2))"
        } else if let match = column.wholeMatch(of: /(.+)_LIFETIME_(?:SUM|LOG1P)/) {
            text = "\(Self.count(match.output.1)), ever"
        } else if let match = column.wholeMatch(of: /(BREADTH|ENTROPY)_(?:([0-9]+)D|LIFETIME)/) {
            let what = match.output.1 == "BREADTH" ? "Tools used" : "Evenness of the tools used"
            text = what + (match.output.2.map { " in \(Self.days($0))" } ?? ", ever")
        } else if let match = column.wholeMatch(of: /DECAYED_(.+)_([0-9]+)W(?:_LOG1P)?/) {
            text =
                "\(Self.decayed(match.output.1)), half-life \(match.output.2) week\(match.output.2 == "1" ? "" : "s")"
        } else if let match = column.wholeMatch(of: /(.+)_GROWTH/) {
            text = "Growth of \(Self.lowered(Self.count(match.output.1)))"
        } else if let match = column.wholeMatch(of: /(.+)_PER_USER/) {
            text = "\(Self.count(match.output.1)) per user"
        } else if let match = column.wholeMatch(of: /(.+)_UNRANKED/) {
            text = "\(Self.firmographic(match.output.1)) missing"
        } else if let match = column.wholeMatch(of: /(.+)_(?:LOG1P|MID|VALUE)/) {
            text = Self.firmographic(match.output.1)
        } else {
            text = Self.firmographic(column[...])
        }
    }

    /// Returns the title with the column in brackets: "Deal actions in 30 days (ACTIONS_CRM_DEALS_30D_SUM)".
    package static func described(_ column: String) -> String {
        let title = ColumnTitle(column).text
        return title == column ? column : "\(title) (\(column))"
    }

    /// Returns the title of a count column: "Deal actions". For all columns of a kind: "All actions".
    private static func count(_ column: Substring) -> String {
        if column == "TOTAL_ACTIONS" { return "All actions" }
        switch ColumnWords(String(column), among: []) {
        case .noun(_, let many): return many.prefix(1).uppercased() + many.dropFirst()
        case .label(let label): return label
        }
    }

    private static func decayed(_ signal: Substring) -> String {
        switch signal {
        case "ACTIONS": "Recent actions"
        case "USERS": "Recent users"
        case "ACTIVE_WEEKS": "Recent active weeks"
        default: count(signal)
        }
    }

    private static func firmographic(_ column: Substring) -> String {
        let words = Set(ColumnWords.words(String(column)).map { $0.uppercased() })
        if !words.isDisjoint(with: ["EMPLOYEE", "EMPLOYEES", "HEADCOUNT"]) || words == ["COMPANY", "SIZE"] {
            return "Company size"
        }
        return words.contains("ALEXA") ? "Web rank" : ColumnWords.title(String(column))
    }

    private static func days(_ count: Substring) -> String { "\(count) day\(count == "1" ? "" : "s")" }

    /// Returns the title within a sentence. A title that begins with several capitals keeps them.
    private static func lowered(_ title: String) -> String {
        title.dropFirst().first?.isUppercase == true ? title : title.prefix(1).lowercased() + title.dropFirst()
    }
}
