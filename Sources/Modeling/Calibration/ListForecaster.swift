internal import Base
internal import Boosting
internal import Foundation

/// Forecasts the results of a list from its probabilities and the measurements of the backtest.
struct ListForecaster {
    /// The number of draws of the revenue.
    static let draws = 1000

    /// The calibration, or nil if there was no backtest.
    let calibration: ModelCalibration?
    /// The shares at which the bands A to C end.
    let cuts: [Double]
    /// The revenue model, or nil if no customer has a positive revenue.
    let revenue: RevenueModel?
    let seed: Int

    /// Forecasts the results of a list.
    ///
    /// - Parameters:
    ///   - probabilities: The listed probabilities, in any order.
    ///   - monthly: The monthly payment expected of each portal, or nil without a revenue model.
    func forecast(_ probabilities: [Double], monthly: [Double]?) -> ListForecast {
        let level = calibration?.level
        let count =
            level.map { $0.conversions(probabilities.sorted(by: >)) }
            ?? CountDistribution(probabilities.sorted(by: >))
        let interval = count.interval90
        // The rows are in the order of their own values, so that sums do not depend on the ids.
        let order = probabilities.indices.sorted {
            (probabilities[$1], monthly?[$1] ?? 0) < (probabilities[$0], monthly?[$0] ?? 0)
        }
        let sorted = order.map { probabilities[$0] }
        return ListForecast(
            conversions: .init(
                expected: sorted.reduce(0, +), low: interval.lowerBound, high: interval.upperBound,
                hasLevel: level != nil),
            revenue: monthly.flatMap { monthly in
                revenue.map { draw(sorted, order.map { monthly[$0] }, count: count, revenue: $0) }
            },
            bands: bands(sorted), calibration: calibration?.calibration.method,
            overConfident: calibration?.overConfident ?? [])
    }

    private func bands(_ sorted: [Double]) -> [ListForecast.Band] {
        let all = sorted.reduce(0, +)
        var bands: [ListForecast.Band] = []
        var above = 0.0
        for (place, probability) in sorted.enumerated() {
            let band = PriorityBand.of(all > 0 ? above / all : 1, cuts: cuts)
            if bands.last?.band == band {
                bands[bands.count - 1].last = place + 1
                bands[bands.count - 1].expected += probability
            } else {
                bands.append(
                    .init(
                        band: band, first: place + 1, last: place + 1, expected: probability,
                        measured: calibration?.bands.first { $0.band == band }))
            }
            above += probability
        }
        return bands
    }

    /// Draws the interval by simulation: how many portals convert, which ones (in proportion to their probability),
    /// what each pays around its expected payment, and how far the mean of all customers may be off.
    private func draw(
        _ probabilities: [Double], _ monthly: [Double], count: CountDistribution, revenue: RevenueModel
    ) -> ListForecast.Revenue {
        let expected = 12 * zip(probabilities, monthly).reduce(0) { $0 + $1.0 * $1.1 }
        var sum = 0.0
        let cumulative = probabilities.map { probability in
            sum += probability
            return sum
        }
        guard sum > 0 else { return .init(expected: 0, low: 0, high: 0) }
        let spread = revenue.meanLow.flatMap { low in
            revenue.meanHigh.map { ($0 - low) / (2 * 1.6448536269514722) / revenue.mean }
        }
        let totals = (0..<Self.draws).map { draw in
            var generator = SeededGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(draw))
            let level = max(0, 1 + (spread ?? 0) * generator.normal())
            var total = 0.0
            for _ in 0..<count.quantile(generator.uniform()) {
                let target = generator.uniform() * sum
                var (low, high) = (0, cumulative.count - 1)
                while low < high {
                    let middle = (low + high) / 2
                    if cumulative[middle] <= target { low = middle + 1 } else { high = middle }
                }
                let ratio = revenue.ratios[Int(generator.uniform() * Double(revenue.ratios.count))]
                total += 12 * monthly[low] * ratio * level
            }
            return total
        }.sorted()
        return .init(
            expected: expected, low: totals[Self.draws / 20], high: totals[Self.draws - 1 - Self.draws / 20])
    }
}

extension SeededGenerator {
    /// Draws a number from the standard normal distribution. Box, Muller, "A note on the generation of random normal
    /// deviates", Annals of Mathematical Statistics 29, 1958.
    fileprivate mutating func normal() -> Double {
        (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
    }
}
