import Arrow
import Boosting
import Foundation
import Snapshots
import Testing

@testable import Modeling

/// Activity as a model: monotone, and it adds up.
@Suite struct ActivityRatesTests {
    @Test func ratesOfAPeriod() throws {
        let company = try ModelingCompany()
        let period = SnapshotPeriod(first: ModelingCompany.sunday(4), last: ModelingCompany.sunday(30), step: 2)
        let rows = try company.rows(learnedOn: period)
        let rates = try ActivityRates(rows, period: period, connection: company.connection)
        let judged = try company.table(rows.judging(period))
        let userWeeks = try judged.doubles(judged.index(of: SnapshotRows.baseline)!)
        let weights = try judged.doubles(judged.index(of: SnapshotRows.weight)!)
        let labels = try judged.doubles(judged.index(of: SnapshotRows.label)!)
        #expect(rates.snapshots == weights.reduce(0, +))
        #expect(rates.positives == zip(labels, weights).reduce(0) { $0 + $1.0 * $1.1 })
        // Over the snapshots that they were measured on, the probabilities add up to the base rate.
        let sum = zip(userWeeks, weights).reduce(0) { $0 + rates.probability(userWeeks: $1.0) * $1.1 }
        #expect(abs(sum / rates.snapshots - rates.baseRate) < 1e-12)
        let values = [0, 1, 2, 5, 40, 1000].map { rates.probability(userWeeks: $0) }
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
        #expect(values.allSatisfy { $0 > 0 && $0 <= ActivityRates.highest })
    }

    @Test func withoutAnyConversion() {
        let rates = ActivityRates(snapshots: 990, positives: 0, portals: 10, shares: 990)
        #expect(rates.baseRate == 0.5 / 1000 && rates.probability(userWeeks: 0) == 0.5 / 1000)
        let nothing = ActivityRates(snapshots: 0, positives: 0, portals: 50, shares: 0)
        #expect(nothing.probability(userWeeks: 0) == 0.01)
        #expect(nothing.probability(userWeeks: 1e300) == ActivityRates.highest)
    }

    @Test(arguments: [
        (0, ModelName.activity as ModelName?), (9, .activity), (10, .logistic), (29, .logistic), (30, nil), (500, nil),
    ])
    func thresholds(converted: Int, model: ModelName?) {
        let fallback = SmallData.fallback(convertedPortals: converted, members: LearnerName.builtIn)
        #expect(fallback?.model == model)
        if let fallback { #expect(fallback.sentence.contains("Only \(converted) portals have converted")) }
        let alone = SmallData.fallback(convertedPortals: converted, members: [.logistic])
        #expect(alone?.model == (converted < 10 ? .activity : nil))
    }
}
