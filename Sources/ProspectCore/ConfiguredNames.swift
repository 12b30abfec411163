/// Columns of the published lists whose names carry a setting.
public enum ListColumn {
    /// The listed probability, such as `P_CONVERT_30D`.
    public static func probability(horizon: Int) -> String { "P_CONVERT_\(horizon)D" }
}

extension SnapshotColumn {
    /// 1 where the portal converted within the horizon, such as `LABEL_CONVERT_30D`.
    public static func label(horizon: Int) -> String { "LABEL_CONVERT_\(horizon)D" }
}

/// The rankings without a model with which every model is compared.
public enum Baseline {
    /// The order of the last activity, of last week's list, and no order at all.
    public static let recency = "recency"
    public static let lastWeek = "last_week"
    public static let random = "random"

    /// The order of user-weeks in the longest window, such as `user_weeks_30d`.
    public static func userWeeks(window: Int) -> String { "user_weeks_\(window)d" }

    /// All of them, in the order of reports.
    ///
    /// - Parameter window: the longest lookback window, in days.
    public static func all(window: Int) -> [String] { [userWeeks(window: window), recency, lastWeek, random] }

    /// The window of a name that `userWeeks` made; nil for any other name.
    public static func window(ofUserWeeks name: String) -> Int? {
        guard let days = name.wholeMatch(of: /user_weeks_([0-9]+)d/)?.output.1 else { return nil }
        return Int(days)
    }

    /// The name as people read it: "user-weeks in 30 days"; nil where it is not a baseline.
    public static func title(_ name: String) -> String? {
        if let window = window(ofUserWeeks: name) { return "user-weeks in \(window) day\(window == 1 ? "" : "s")" }
        switch name {
        case recency: return "last activity"
        case lastWeek: return "last week's list"
        case random: return "random"
        default: return nil
        }
    }

    /// The name where there is little room: "user-weeks 30d".
    public static func shortTitle(_ name: String) -> String? {
        if name == lastWeek { return "last week" }
        return window(ofUserWeeks: name).map { "user-weeks \($0)d" } ?? title(name)
    }

    /// The names of rankings in the order of reports: models, then baselines, then any others.
    public static func ordered(_ names: some Sequence<String>) -> [String] {
        func place(_ name: String) -> Int {
            if let model = ModelName(rawValue: name) { return ModelName.known.firstIndex(of: model)! }
            let base = ModelName.known.count
            if window(ofUserWeeks: name) != nil { return base }
            return base + ([recency, lastWeek, random].firstIndex(of: name).map { $0 + 1 } ?? 4)
        }
        return Set(names).sorted { (place($0), $0) < (place($1), $1) }
    }
}

extension Weekday {
    /// The day as it is written in a sentence: "Sunday".
    public var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// Several of them: "Sundays".
    public var plural: String { name + "s" }
}

extension Day {
    /// The day with its weekday: "Sunday 2026-06-28".
    public var withWeekday: String { "\(weekday.name) \(self)" }
}

extension SnapshotSet {
    /// The weekday of the snapshots.
    public var weekday: Weekday { asOf.weekday }
    /// The longest of the configured lookback windows, in days.
    public var longestWindow: Int { windows.last ?? 30 }
    /// The label's column in the snapshot files.
    public var labelColumn: String { SnapshotColumn.label(horizon: horizon) }
    /// The column of the listed probability.
    public var probabilityColumn: String { ListColumn.probability(horizon: horizon) }
    /// The baseline by user-weeks.
    public var userWeeks: String { Baseline.userWeeks(window: longestWindow) }
}

extension BacktestReport {
    /// The weekday of the judged lists.
    public var weekday: Weekday { folds.first?.sunday.weekday ?? .sunday }

    /// The baselines that were judged, in the order of reports.
    public var baselines: [String] { pooled.map(\.model).filter { ModelName(rawValue: $0) == nil } }

    /// The baseline by user-weeks; nil where it was not judged.
    public var userWeeks: String? { baselines.first { Baseline.window(ofUserWeeks: $0) != nil } }

    /// Whether any conversion has a revenue, so that shares of revenue mean something.
    public var hasRevenue: Bool { revenue.positive > 0 }
}

extension RankedList {
    /// The column of the listed probability in the list's file.
    public var probabilityColumn: String {
        // Lists without a horizon are of earlier versions, which had one name whatever the horizon.
        ListColumn.probability(horizon: horizon ?? 30)
    }
}
