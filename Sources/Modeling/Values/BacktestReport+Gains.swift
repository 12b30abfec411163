package import Base

extension BacktestReport {
    /// How many of all conversions the first part of the lists holds: a point of the gains curve.
    package struct Gain: Codable, Equatable, Sendable {
        /// How much of each Sunday's list is looked at, from the top, in (0, 1).
        package var share: Double
        /// The share of all conversions that lie in it, in [0, 1].
        package var captured: Estimate

        /// How many times as many as in so much of a list in any order.
        package var lift: Estimate {
            Estimate(value: captured.value / share, low: captured.low / share, high: captured.high / share)
        }
    }

    /// The gains curve of a model or baseline; empty where there were no conversions.
    package func gains(of model: String) -> [Gain] { pooled.first { $0.model == model }?.gains ?? [] }
}

extension [BacktestReport.Gain] {
    /// The least share of the list that holds a share of all conversions, on straight lines between the points; nil
    /// without a curve.
    package func share(holding wanted: Double) -> Double? {
        guard !isEmpty else { return nil }
        var (share, captured) = (0.0, 0.0)
        for (nextShare, next) in map({ ($0.share, $0.captured.value) }) + [(1, 1)] {
            if next >= wanted {
                return next > captured ? share + (nextShare - share) * (wanted - captured) / (next - captured) : share
            }
            (share, captured) = (nextShare, next)
        }
        return 1
    }
}

extension BacktestReport {
    /// The weekday of the judged lists.
    package var weekday: Weekday { folds.first?.sunday.weekday ?? .sunday }

    /// The baselines that were judged, in the order of reports.
    package var baselines: [String] { pooled.map(\.model).filter { ModelName(rawValue: $0) == nil } }

    /// The baseline by user-weeks; nil where it was not judged.
    package var userWeeks: String? { baselines.first { Baseline.window(ofUserWeeks: $0) != nil } }

    /// Indicates that some conversions have a revenue; without one, shares of revenue mean nothing.
    package var hasRevenue: Bool { revenue.positive > 0 }
}
