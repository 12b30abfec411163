internal import Base
internal import Boosting
internal import Foundation

/// Compares expected with actual conversions.
struct AgreementMeasure {
    /// The first rank of each band.
    static let ranks = [1, 21, 51, 201, 1001]
    /// The number of top bands. People act on these, so too high a probability does harm there.
    static let topBands = 2
    /// The number of groups for the expected calibration error.
    static let groups = 20

    let folds: [ListedFold]

    var agreement: ModelCalibration.Agreement {
        let probabilities = folds.flatMap(\.probabilities)
        let labels = folds.flatMap(\.labels)
        let spread = overdispersion
        let bands = Self.ranks.indices.map { index in
            band(Self.ranks[index], index + 1 < Self.ranks.count ? Self.ranks[index + 1] - 1 : nil, spread)
        }
        return ModelCalibration.Agreement(
            snapshots: labels.count, logLoss: logLoss(labels: labels, probabilities: probabilities),
            brier: brierScore(labels: labels, probabilities: probabilities),
            calibrationError: Self.calibrationError(labels: labels, probabilities: probabilities),
            groups: Self.groups, total: band(1, nil, spread), bands: bands.filter { $0.snapshots > 0 }, curve: curve)
    }

    /// The top bands with fewer conversions than the probabilities allow for.
    var overConfident: [ModelCalibration.RankBand] {
        agreement.bands.prefix(Self.topBands).filter(\.isOverConfident)
    }

    private func band(_ first: Int, _ last: Int?, _ spread: Double) -> ModelCalibration.RankBand {
        var (rows, expected, variance, actual) = (0, 0.0, 0.0, 0)
        for fold in folds where fold.labels.count >= first {
            let end = min(last ?? fold.labels.count, fold.labels.count)
            for row in (first - 1)..<end {
                let probability = fold.probabilities[row]
                expected += probability
                variance += probability * (1 - probability)
                if fold.labels[row] { actual += 1 }
            }
            rows += end - first + 1
        }
        let interval = CountDistribution(mean: expected, variance: spread * variance).interval90
        return ModelCalibration.RankBand(
            first: first, last: last, snapshots: rows, expected: expected, actual: actual, low: interval.lowerBound,
            high: interval.upperBound)
    }

    /// The factor by which the number of conversions varies more than it would if the Sundays of a portal were
    /// independent. They are not, because their horizons overlap. At least 1.
    private var overdispersion: Double {
        let portals = (folds.flatMap(\.portals).max() ?? -1) + 1
        var errors = [Double](repeating: 0, count: portals)
        var variance = 0.0
        for fold in folds {
            for (row, probability) in fold.probabilities.enumerated() {
                errors[fold.portals[row]] += (fold.labels[row] ? 1 : 0) - probability
                variance += probability * (1 - probability)
            }
        }
        guard variance > 0 else { return 1 }
        return max(1, errors.reduce(0) { $0 + $1 * $1 } / variance)
    }

    /// Returns the expected calibration error. The rows are sorted by probability and cut into groups of equal size.
    /// The error is the mean distance, over the rows, between their group's mean probability and its rate. Naeini,
    /// Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015, with groups of
    /// equal mass.
    static func calibrationError(labels: [Bool], probabilities: [Double], groups: Int = groups) -> Double? {
        guard !labels.isEmpty else { return nil }
        let order = labels.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
        var sum = 0.0
        for group in 0..<groups {
            let rows = order[(order.count * group / groups)..<(order.count * (group + 1) / groups)]
            sum += abs(rows.reduce(0) { $0 + probabilities[$1] - (labels[$1] ? 1 : 0) })
        }
        return sum / Double(labels.count)
    }
}

extension LevelUncertainty {
    /// Measures the uncertainty of the level by the method of moments: the mean number of conversions is `level *
    /// expected`, the level varies from Sunday to Sunday, and the rest is chance. Cameron, Trivedi, "Regression
    /// analysis of count data", 2013, 3.2.
    static func measured(on folds: [ListedFold]) -> LevelUncertainty? {
        let expected = folds.map(\.expected)
        let all = expected.reduce(0, +)
        guard folds.count > 1, all > 0 else { return nil }
        let chance = folds.map(\.variance)
        let actual = folds.map { Double($0.actual) }
        let squares = folds.indices.reduce(0) { sum, fold in
            let error = actual[fold] - expected[fold]
            return sum + error * error - chance[fold]
        }
        // The deviation is measured from 1, not from the mean ratio, so that a level that is off on all Sundays counts
        // too.
        let between = max(0, squares / expected.reduce(0) { $0 + $1 * $1 })
        let count = Double(folds.count)
        return LevelUncertainty(
            ratio: actual.reduce(0, +) / all, betweenSundays: between,
            variance: between * (1 + 1 / count) + chance.reduce(0, +) / (all * all), sundays: folds.count)
    }

    /// Returns the distribution of the number of conversions of a list with these probabilities.
    func conversions(_ probabilities: [Double]) -> CountDistribution {
        let expected = probabilities.reduce(0, +)
        let squares = probabilities.reduce(0) { $0 + $1 * $1 }
        return CountDistribution(
            mean: expected, variance: expected - squares + variance * max(0, expected * expected - squares))
    }
}

extension SundayForecast {
    /// Returns the forecast for each Sunday as its list would have shown it, with the interval that the earlier Sundays
    /// would have given.
    static func measured(on folds: [ListedFold], horizon: Int) -> [SundayForecast] {
        folds.map { fold in
            let earlier = folds.filter { $0.sunday + horizon <= fold.sunday }
            let interval = LevelUncertainty.measured(on: earlier)?.conversions(fold.probabilities).interval90
            return SundayForecast(
                sunday: fold.sunday, expected: fold.expected, actual: fold.actual, low: interval?.lowerBound,
                high: interval?.upperBound)
        }
    }
}

extension Coverage {
    /// Measures the coverage on the Sundays with an interval. Returns nil if no Sunday has one.
    init?(_ sundays: [SundayForecast]) {
        let intervals = sundays.compactMap { sunday in
            sunday.low.flatMap { low in sunday.high.map { (low...$0, sunday.actual) } }
        }
        guard !intervals.isEmpty else { return nil }
        let width = intervals.reduce(0) { $0 + Double($1.0.upperBound - $1.0.lowerBound) }
        self.init(
            covered: intervals.count { $0.contains($1) }, sundays: intervals.count,
            meanWidth: width / Double(intervals.count))
    }
}

extension MeasuredBand {
    /// Measures the bands on the lists of past Sundays. Each list is cut by the same rule.
    ///
    /// - Parameter cuts: The shares of the expected conversions at which A, B and C end.
    static func measured(on folds: [ListedFold], cuts: [Double]) -> [MeasuredBand] {
        struct Sums { var rows = 0.0, found = 0.0, expected = 0.0 }
        var clusters: [PriorityBand: [Int: Sums]] = [:]
        for fold in folds {
            let all = fold.expected
            var above = 0.0
            for (row, probability) in fold.probabilities.enumerated() {
                let band = PriorityBand.of(all > 0 ? above / all : 1, cuts: cuts)
                var sums = clusters[band, default: [:]][fold.portals[row], default: Sums()]
                sums.rows += 1
                sums.expected += probability
                if fold.labels[row] { sums.found += 1 }
                clusters[band, default: [:]][fold.portals[row]] = sums
                above += probability
            }
        }
        return PriorityBand.allCases.compactMap { band in
            guard let clusters = clusters[band] else { return nil }
            let portals = clusters.keys.sorted().map { clusters[$0]! }
            let rows = portals.reduce(0) { $0 + $1.rows }
            let found = portals.reduce(0) { $0 + $1.found }
            let interval = RateInterval.jeffreys(found: found, rows: rows)
            let clustered = RateInterval.clustered(portals.map { ($0.rows, $0.found) })
            return MeasuredBand(
                band: band, snapshots: Int(rows), portals: portals.count, conversions: Int(found),
                expected: portals.reduce(0) { $0 + $1.expected }, rate: found / rows, low: interval.low,
                high: interval.high, clusteredLow: clustered.low, clusteredHigh: clustered.high)
        }
    }
}
