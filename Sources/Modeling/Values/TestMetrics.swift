package import Base

/// How the model and the baselines did on the test period: `metrics.json`.
package struct TestMetrics: Codable, Equatable, Sendable {
    /// The Sundays judged, and what happened on them.
    package struct Period: Codable, Equatable, Sendable {
        package var first: Day
        package var last: Day
        package var sundays: Int
        /// Portals free on one of the Sundays, counted once for each.
        package var snapshots: Int
        /// Snapshots whose portal converted within the horizon.
        package var positives: Int
        /// The portals behind those snapshots: the number that says how much the metrics can be trusted.
        package var convertedPortals: Int
    }

    package var period: Period
    /// By name: `lightgbm`, and the baselines `user_weeks_30d` (of the longest window) and `random`.
    package var models: [String: Evaluation]
    /// The same with 90% intervals from a bootstrap over portals. Of a company with more than a million portal-Sundays,
    /// from a sample of the portals that did not convert.
    package var intervals: [String: Judgement]
    /// The models that score below a baseline; nil in the files of earlier versions.
    package var weaknesses: [Weakness]?

    /// The models that are clearly worse than a baseline; none where too few portals converted to tell.
    package var excluded: [ExcludedModel] {
        period.convertedPortals >= SmallData.leastForLogistic ? weaknesses?.excluded ?? [] : []
    }

    package init(
        period: Period, models: [String: Evaluation], intervals: [String: Judgement] = [:],
        weaknesses: [Weakness]? = nil
    ) {
        self.period = period
        self.models = models
        self.intervals = intervals
        self.weaknesses = weaknesses
    }
}
