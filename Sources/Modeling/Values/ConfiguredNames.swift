internal import Boosting
package import Snapshots

/// The file that people open, and the columns of lists whose names contain a setting.
package enum ListColumn {
    /// The file of the published list.
    package static let file = "list.csv"

    /// Returns the column of the listed probability, such as `P_CONVERT_30D`.
    package static func probability(horizon: Int) -> String { "P_CONVERT_\(horizon)D" }
}

/// The rankings without a model that every model is compared with.
package enum Baseline {
    /// The orders of the last activity, of last week's list, and at random.
    package static let recency = "recency"
    package static let lastWeek = "last_week"
    package static let random = "random"

    /// Returns the name of the order by user-weeks in the longest window, such as `user_weeks_30d`.
    package static func userWeeks(window: Int) -> String { "user_weeks_\(window)d" }

    /// Returns all baselines, in the order of reports.
    ///
    /// - Parameter window: The longest lookback window, in days.
    package static func all(window: Int) -> [String] { [userWeeks(window: window), recency, lastWeek, random] }

    /// Returns the window in a name that `userWeeks` made, or nil for any other name.
    package static func window(ofUserWeeks name: String) -> Int? {
        guard let days = name.wholeMatch(of: /user_weeks_([0-9]+)d/)?.output.1 else { return nil }
        return Int(days)
    }

    /// Returns the name for people: "user-weeks in 30 days". nil if it is not a baseline.
    package static func title(_ name: String) -> String? {
        if let window = window(ofUserWeeks: name) { return "user-weeks in \(window) day\(window == 1 ? "" : "s")" }
        switch name {
        case recency: return "last activity"
        case lastWeek: return "last week's list"
        case random: return "random"
        default: return nil
        }
    }

    /// Returns the short name for people: "user-weeks 30d".
    package static func shortTitle(_ name: String) -> String? {
        if name == lastWeek { return "last week" }
        return window(ofUserWeeks: name).map { "user-weeks \($0)d" } ?? title(name)
    }

    /// Returns the names of rankings in the order of reports: models, then baselines, then any others.
    package static func ordered(_ names: some Sequence<String>) -> [String] {
        let models = ModelName.known.map(\.rawValue)
        func place(_ name: String) -> Int {
            if let place = models.firstIndex(of: name) { return place }
            let base = models.count
            if window(ofUserWeeks: name) != nil { return base }
            return base + ([recency, lastWeek, random].firstIndex(of: name).map { $0 + 1 } ?? 4)
        }
        return Set(names).sorted { (place($0), $0) < (place($1), $1) }
    }
}

extension SnapshotSet {
    /// The column of the listed probability.
    package var probabilityColumn: String { ListColumn.probability(horizon: horizon) }
    /// The baseline by user-weeks.
    package var userWeeks: String { Baseline.userWeeks(window: longestWindow) }
}
