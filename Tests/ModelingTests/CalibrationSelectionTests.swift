import Base
import Foundation
import Testing

@testable import Modeling

@Suite struct CalibrationSelectionTests {
    private static let first = Day(year: 2025, month: 1, day: 5)
    private static let horizon = 30

    /// Sundays five weeks apart, whose conversions are drawn by the truth behind a raw score.
    private func folds(
        _ count: Int, portals: Int = 1500, seed: UInt64 = 5, level: (Int) -> Double = { _ in 0 },
        truth: (Double) -> Double
    ) -> [CalibrationFold] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { fold in
            let raw = (0..<portals).map { _ in -4 + 1.6 * Self.normal(&generator) }
            return CalibrationFold(
                sunday: Self.first + 35 * fold, portals: Array(0..<portals), logOdds: raw,
                converted: raw.map { generator.uniform() < logistic(truth($0) + level(fold)) })
        }
    }

    /// Box, Muller, 1958.
    private static func normal(_ generator: inout SeededGenerator) -> Double {
        (-2 * log(1 - generator.uniform())).squareRoot() * cos(2 * .pi * generator.uniform())
    }

    private func select(
        _ folds: [CalibrationFold], _ change: (inout CalibrationSettings) -> Void = { _ in }
    ) -> ModelCalibration {
        var settings = CalibrationSettings()
        change(&settings)
        return CalibrationSelection(
            settings: settings, horizon: Self.horizon, cuts: [0.5, 0.8, 0.95], folds: folds
        ).run()
    }

    @Test func scoresThatAreTooSharpGetASlope() throws {
        let result = select(folds(12) { 0.5 * $0 - 0.6 })
        guard case .platt(let slope, let intercept) = result.calibration else {
            Issue.record("\(result.calibration.method) was chosen: \(result.reason)")
            return
        }
        #expect(abs(slope - 0.5) < 0.1)
        #expect(abs(intercept + 0.6) < 0.3)
        let (before, after) = (try #require(result.before), try #require(result.after))
        #expect(before.bands[0].isOverConfident)
        #expect(!after.bands[0].isOverConfident)
        #expect(result.overConfident.isEmpty)
        #expect(try #require(after.logLoss) < #require(before.logLoss))
        #expect(try #require(after.calibrationError) < #require(before.calibrationError))
    }

    @Test func aLevelThatIsOffGetsAnIntercept() {
        let result = select(folds(12) { $0 + 0.9 })
        guard case .intercept(let shift) = result.calibration else {
            Issue.record("\(result.calibration.method) was chosen: \(result.reason)")
            return
        }
        #expect(abs(shift - 0.9) < 0.15)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func calibratedScoresStayAsTheyAre(seed: UInt64) throws {
        let result = select(folds(10, seed: seed) { $0 })
        #expect(result.calibration == .none, "\(result.reason)")
        #expect(result.before == result.after)
        #expect(result.candidates.map(\.method) == [.none, .intercept, .platt, .beta, .isotonic])
        #expect(result.candidates[0].gain == 0)
    }

    /// Sunday by Sunday there is what the list would have had, so together it is what the judged Sundays add up to.
    @Test func theSundaysAreThoseOfTheListedProbabilities() throws {
        let past = folds(12) { 0.5 * $0 - 0.6 }
        let result = select(past)
        let (sundays, after) = (try #require(result.sundays), try #require(result.after))
        #expect(sundays.map(\.sunday) == result.judged?.sundays)
        #expect(abs(sundays.reduce(0) { $0 + $1.expected } - after.total.expected) < 1e-6)
        #expect(sundays.map(\.actual).reduce(0, +) == after.total.actual)
        // Scores around -4 with a deviation of 1.6 have a mean of 4 to 5%, half of them less 0.6 one of 8%.
        #expect(after.total.expected > 1.3 * (try #require(result.before).total.expected))
        // The first two Sundays have too few before them for an interval.
        #expect(sundays.map { $0.low != nil } == sundays.indices.map { $0 > 1 })
        #expect(result.coverage?.sundays == sundays.count - 2)
        let raw = select(folds(10, seed: 1) { $0 })
        #expect(abs(try #require(raw.sundays).reduce(0) { $0 + $1.expected } - raw.raw.total.expected) < 1e-6)
    }

    /// With few conversions the log loss alone decides nothing; the top bands do.
    @Test(arguments: [1, 16, 39] as [UInt64])
    func anOverConfidentTopIsRepaired(seed: UInt64) throws {
        let result = select(folds(8, portals: 300, seed: seed) { 0.8 * $0 - 0.5 })
        let (before, after) = (try #require(result.before), try #require(result.after))
        #expect(before.bands.prefix(2).contains { $0.isOverConfident })
        #expect(!after.bands.prefix(2).contains { $0.isOverConfident })
        #expect(result.overConfident.isEmpty)
        #expect(result.reason.contains("repairs"))
    }

    @Test func aTopThatNoMethodRepairsIsNamed() throws {
        let result = select(folds(8, portals: 300, seed: 21) { 0.8 * $0 - 0.5 })
        #expect(result.calibration == .none)
        #expect(result.overConfident == ["1–20"])
        #expect(result.reason.contains("The ranks 1–20 held fewer conversions than listed"))
    }

    @Test func withoutEnoughConversionsThereIsNoComparison() {
        let result = select(folds(4, portals: 60) { $0 })
        #expect(result.calibration == .none)
        #expect(result.candidates.isEmpty)
        #expect(result.judged == nil)
        #expect(result.after == nil)
        #expect(result.raw.snapshots == 240)
        #expect(result.reason.contains("Fewer than 30 conversions"))
    }

    @Test func isotonicNeedsItsOwnNumberOfConversions() {
        let some = folds(5, portals: 600) { 0.4 * $0 - 0.8 }
        #expect(!select(some).candidates.map(\.method).contains(.isotonic))
        #expect(select(some) { $0.leastIsotonicConversions = 50 }.candidates.map(\.method).contains(.isotonic))
    }

    @Test func aConfiguredMethodIsTaken() {
        let result = select(folds(6) { $0 }) { $0.method = .beta }
        #expect(result.calibration.method == .beta)
        #expect(result.reason.contains("configured"))
        #expect(result.after != nil)
    }

    /// A Sunday's own calibration has seen the labels of those earlier Sundays alone whose horizon had passed.
    @Test func labelsDecidedLaterChangeNothingOnASunday() throws {
        let folds = folds(8) { 0.6 * $0 - 0.5 }
        // Four weeks apart: the one before has not matured yet.
        let close = folds.enumerated().map { index, fold in
            CalibrationFold(
                sunday: Self.first + 28 * index, portals: fold.portals, logOdds: fold.rows.logOdds,
                converted: fold.rows.labels)
        }
        let last = close.count - 1
        func flipped(_ places: Set<Int>) -> [CalibrationFold] {
            close.enumerated().map { index, fold in
                guard places.contains(index) else { return fold }
                return CalibrationFold(
                    sunday: fold.sunday, portals: fold.portals, logOdds: fold.rows.logOdds,
                    converted: fold.rows.labels.map { !$0 })
            }
        }
        func listed(_ folds: [CalibrationFold]) -> [Double]? {
            CalibrationSelection(
                settings: CalibrationSettings(), horizon: Self.horizon, cuts: [0.5], folds: folds
            ).listing(.platt, on: last)
        }
        let probabilities = try #require(listed(close))
        #expect(listed(flipped([last - 1, last])) == probabilities)
        #expect(listed(flipped([last - 2])) != probabilities)
    }

    @Test func theOrderOfFoldsAndRowsHasNoPart() {
        let folds = folds(6) { 0.7 * $0 }
        let turned = folds.reversed().map { fold in
            CalibrationFold(
                sunday: fold.sunday, portals: fold.portals.reversed(), logOdds: fold.rows.logOdds.reversed(),
                converted: fold.rows.labels.reversed())
        }
        #expect(select(folds) == select(turned))
    }

    @Test(arguments: [(0.0, 11), (0.4, 12)])
    func theIntervalOfTheNumberHolds(spread: Double, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let levels = (0..<80).map { _ in spread * Self.normal(&generator) }
        let listed = folds(80, portals: 800, seed: seed, level: { levels[$0] }) { $0 - spread * spread / 2 }
            .map { $0.listed($0.rows.logOdds) }
        let coverage = try #require(Coverage(SundayForecast.measured(on: listed, horizon: Self.horizon)))
        #expect(coverage.sundays == 78)
        // Of a share of 0.9, the standard deviation over 78 Sundays is 0.034; counts are whole, so it may be more.
        let share = Double(coverage.covered) / Double(coverage.sundays)
        #expect(share > 0.82 && share <= 1, "\(share)")
        let level = try #require(LevelUncertainty.measured(on: listed))
        #expect(spread == 0 ? level.betweenSundays < 0.03 : abs(level.betweenSundays - 0.17) < 0.09)
    }
}

@Suite struct AgreementTests {
    @Test func bandsAreCutByRankAndAddUp() {
        let fold = ListedFold(
            sunday: Day(year: 2025, month: 1, day: 5), portals: Array(0..<60),
            probabilities: (0..<60).map { 0.6 - Double($0) / 100 }, labels: (0..<60).map { $0 % 10 == 0 })
        let agreement = AgreementMeasure(folds: [fold, fold]).agreement
        #expect(agreement.bands.map(\.title) == ["1–20", "21–50", "51–200"])
        #expect(agreement.bands.map(\.snapshots) == [40, 60, 20])
        #expect(agreement.bands.map(\.actual) == [4, 6, 2])
        #expect(abs(agreement.bands[0].expected - 2 * (0.6 + 0.41) * 10) < 1e-9)
        #expect(agreement.total.actual == 12)
        #expect(abs(agreement.total.expected - agreement.bands.reduce(0) { $0 + $1.expected }) < 1e-9)
        #expect(agreement.bands[0].isOverConfident)
        #expect(!agreement.bands[2].isOverConfident)
    }

    /// Two Sundays of three portals; the first portal is in one range on both.
    @Test func theCurveTakesAPortalsSundaysTogether() throws {
        let sunday = Day(year: 2025, month: 1, day: 5)
        let folds = [
            ListedFold(
                sunday: sunday, portals: [0, 1, 2], probabilities: [0.3, 0.0001, 1], labels: [true, false, true]),
            ListedFold(
                sunday: sunday + 28, portals: [0, 1, 2], probabilities: [0.2, 0.05, 0.25], labels: [true, false, false]),
        ]
        let curve = try #require(AgreementMeasure(folds: folds).agreement.curve)
        #expect(curve.map(\.low) == [0, 0.05, 0.2, 0.5])
        #expect(curve.map(\.high) == [0.0002, 0.1, 0.5, 1])
        #expect(curve.map(\.snapshots) == [1, 1, 3, 1])
        #expect(curve.map(\.conversions) == [0, 0, 2, 1])
        #expect(abs(curve[2].expected - 0.25) < 1e-12 && abs(curve[2].rate - 2.0 / 3) < 1e-12)
        let interval = RateInterval.clustered([(2, 2), (1, 0)])
        #expect((curve[2].rateLow, curve[2].rateHigh) == (interval.low, interval.high))
    }

    @Test func theCalibrationErrorIsThatOfTheGroups() throws {
        // Two groups of four: mean 0.25 against one in four; mean 0.75 against two in four.
        let labels = [false, false, true, false, true, false, true, false]
        let probabilities = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]
        let error = try #require(
            AgreementMeasure.calibrationError(labels: labels, probabilities: probabilities, groups: 2))
        #expect(abs(error - (0 + 0.25) / 2) < 1e-12)
    }

    @Test func bandsOfPriorityAreCutByExpectedConversions() {
        let fold = ListedFold(
            sunday: Day(year: 2025, month: 1, day: 5), portals: [4, 2, 0, 1, 3],
            probabilities: [0.5, 0.3, 0.15, 0.04, 0.01], labels: [true, false, false, false, false])
        let bands = MeasuredBand.measured(on: [fold, fold], cuts: [0.5, 0.8, 0.95])
        #expect(bands.map(\.band) == [.a, .b, .c, .d])
        #expect(bands.map(\.snapshots) == [2, 2, 2, 4])
        #expect(bands.map(\.portals) == [1, 1, 1, 2])
        #expect(bands.map(\.conversions) == [2, 0, 0, 0])
        #expect(bands[0].rate == 1 && bands[0].high == 1)
        #expect(bands[1].rate == 0 && bands[1].low == 0 && bands[1].high > 0.5)
    }

    /// A portal's Sundays that always agree are worth one.
    @Test func clustersWidenTheInterval() {
        let independent = RateInterval.clustered((0..<400).map { (1, $0 % 8 == 0 ? 1 : 0) })
        let together = RateInterval.clustered((0..<100).map { (4, $0 % 8 == 0 ? 4 : 0) })
        let plain = RateInterval.jeffreys(found: 50, rows: 400)
        #expect(abs((independent.high - independent.low) / (plain.high - plain.low) - 1) < 0.01)
        #expect(abs((together.high - together.low) / (plain.high - plain.low) - 2) < 0.1)
    }
}
