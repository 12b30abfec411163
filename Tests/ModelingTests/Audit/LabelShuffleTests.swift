import Arrow
import Base
import DuckDB
import Snapshots
import TestSupport
import Testing

@testable import Modeling

@Suite struct LabelShuffleTests {
    /// Scores of 200 portals, fixed over 6 Sundays, most of them tied at the bottom; conversions dealt at random, each
    /// over one to five Sundays. The 95% interval holds nearly always, and the standardised distance has a spread near
    /// one: it is neither so wide that it lets leaks pass nor so narrow that it cries wolf.
    @Test func theIntervalIsThatOfChance() throws {
        var generator = SeededGenerator(seed: 8)
        let scores = (0..<200).map { $0 < 125 ? 0 : Double($0) }
        var distances: [Double] = []
        for _ in 0..<100 {
            let portals = Array(0..<200).shuffled(using: &generator)
            let converting = portals.prefix(12).map { ($0, 1 + Int(generator.uniform() * 5)) }
            let spans = Dictionary(uniqueKeysWithValues: converting)
            // A conversion in week n is ahead on the Sundays before it; then the portal is free no longer.
            var rows: [(sunday: Int, portal: Int, label: Bool)] = []
            for sunday in 0..<6 {
                for portal in 0..<200 {
                    guard let span = spans[portal] else {
                        rows.append((sunday, portal, false))
                        continue
                    }
                    if sunday < 5 { rows.append((sunday, portal, sunday >= 5 - span)) }
                }
            }
            let judged = try JudgedRows(JudgedTable.table(rows.map { ($0.sunday, $0.label, 1.0) }))
            let test = try #require(
                judged.pairsWithinSundays(
                    rows.map { scores[$0.portal] }, conversionsByPortal: converting.map { Double($0.1) }))
            distances.append((test.rocAUC - 0.5) / test.variance.squareRoot())
        }
        let mean = distances.reduce(0, +) / 100
        let spread = (distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99).squareRoot()
        #expect(abs(mean) < 0.3)
        #expect((0.75...1.15).contains(spread), "\(spread)")
        #expect(distances.count { abs($0) > 1.96 } < 12)
    }

    @Test func whatIsFarFromOneHalfFails() {
        func test(_ auc: Double) -> ShuffledTest {
            ShuffledTest(rocAUC: auc, conversions: 150, portals: 40, others: 5_000, spread: 1)
        }
        // One test's standard deviation is sqrt(1/480) = 0.0457, and that of the mean of two 0.0323.
        #expect(LabelShuffleCheck.check([test(0.55), test(0.56)]).status == .passed)
        #expect(LabelShuffleCheck.check([test(0.57), test(0.58)]).status == .warning)
        #expect(LabelShuffleCheck.check([test(0.61), test(0.61)]).status == .failed)
        #expect(LabelShuffleCheck.check([test(0.39), test(0.39)]).status == .failed)
        let check = LabelShuffleCheck.check([test(0.52), test(0.48)])
        #expect(abs(check.numbers["high"]! - (0.5 + 1.959964 * 0.03228)) < 0.0005)
        #expect(check.summary.contains("300 conversions were dealt in all, worth 80 portals"))
    }

    @Test func tooFewConversionsGiveNoVerdict() {
        let test = ShuffledTest(rocAUC: 1, conversions: 8, portals: 2, others: 500, spread: 1)
        #expect(LabelShuffleCheck.check([test, test]).status == .skipped)
        #expect(LabelShuffleCheck.check([]).status == .skipped)
        #expect(LabelShuffleCheck.shuffles(convertedPortals: 41) == 2)
        #expect(LabelShuffleCheck.shuffles(convertedPortals: 4) == 5)
        #expect(LabelShuffleCheck.shuffles(convertedPortals: 0) == 6)
    }

    /// A company whose close dates were dealt to other portals: nothing is left for the model to find, unless a feature
    /// is made from the label, or the rows that are judged were trained on.
    @Test func leaksOfTheLabelStillPredict() throws {
        let company = try ModelingCompany { portals in
            var generator = SeededGenerator(seed: 21)
            let closes = portals.map(\.close).shuffled(using: &generator)
            for index in portals.indices { portals[index].close = closes[index] }
        }
        let probe = AuditProbe(
            configuration: company.configuration, snapshots: company.snapshots, connection: company.connection,
            cancellation: Cancellation())
        let clean = try #require(try probe.test())
        #expect(LabelShuffleCheck.check([clean]).status <= .warning, "\(clean)")

        var leaking = company.features()
        leaking.features.append(
            .init(
                name: "LEAK", expression: "\(SnapshotRows.label)", isCategorical: false, direction: 0, isCompact: true,
                signal: leaking.features[0].signal))
        let planted = try #require(try probe.test(company.split, features: leaking))
        #expect(LabelShuffleCheck.check([planted]).status == .failed, "\(planted)")
        #expect(planted.rocAUC > 0.9)

        // A split whose training holds the judged Sundays: portals are recognised by their firmographics and usage.
        var overlapping = company.split
        overlapping.train = overlapping.test
        let recognised = try #require(try probe.test(overlapping, features: company.features()))
        #expect(LabelShuffleCheck.check([recognised]).status == .failed, "\(recognised)")
    }
}
