package import Base

/// The results of the model and the baselines on the test period: `metrics.json`.
package struct TestMetrics: Codable, Equatable, Sendable {
    /// The judged Sundays and their outcomes.
    package struct Period: Codable, Equatable, Sendable {
        package var first: Day
        package var last: Day
        package var sundays: Int
        /// The number of portals that were free on one of the Sundays, counted once for each.
        package var snapshots: Int
        /// The number of snapshots whose portal converted within the horizon.
        package var positives: Int
        /// The number of portals behind those snapshots. It determines how far the metrics can be trusted.
        package var convertedPortals: Int
    }

    package var period: Period
    /// The results by name: `lightgbm`, and the baselines `user_weeks_30d` (of the longest window) and `random`.
    package var models: [String: Evaluation]
    /// The same results with 90% intervals from a bootstrap over portals. If there are more than a million
    /// portal-Sundays, the intervals come from a sample of the portals that did not convert.
    package var intervals: [String: Judgement]
    /// The models that score below a baseline. nil in the files of earlier versions.
    package var weaknesses: [Weakness]?

    /// The models that are clearly worse than a baseline. Empty if too few portals converted to tell.
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
