package import Base

extension BacktestReport {
    /// A point of the gains curve: the share of all conversions in the first part of the lists.
    package struct Gain: Codable, Equatable, Sendable {
        /// The length of the first part as a share of each Sunday's list, in (0, 1).
        package var share: Double
        /// The share of all conversions in that part, in [0, 1].
        package var captured: Estimate

        /// The captured share over the share that a random order would capture.
        package var lift: Estimate {
            Estimate(value: captured.value / share, low: captured.low / share, high: captured.high / share)
        }
    }

    /// Returns the gains curve of a model or baseline. Empty if there were no conversions.
    package func gains(of model: String) -> [Gain] { pooled.first { $0.model == model }?.gains ?? [] }
}

extension [BacktestReport.Gain] {
    /// Returns the smallest share of the list that contains a given share of all conversions, by linear interpolation,
    /// or nil without a curve.
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

    /// The judged baselines, in the order of reports.
    package var baselines: [String] { pooled.map(\.model).filter { ModelName(rawValue: $0) == nil } }

    /// The baseline by user-weeks, or nil if it was not judged.
    package var userWeeks: String? { baselines.first { Baseline.window(ofUserWeeks: $0) != nil } }

    /// Whether some conversions have a revenue. Without one, shares of revenue are meaningless.
    package var hasRevenue: Bool { revenue.positive > 0 }
}
