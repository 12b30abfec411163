import Foundation
import Testing

@testable import Modeling

/// What scikit-learn and scipy make of the same scores; written by `Scripts/calibration-vectors.py`.
struct CalibrationVectors: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Platt: Decodable, Sendable { let slope, intercept: Double }
        struct Beta: Decodable, Sendable { let a, b, c: Double }

        let name: String
        let logOdds: [Double]
        let positives: [Int]
        let weights: [Double]?
        let intercept: Double
        let platt: Platt
        let beta: Beta
        let isotonic: [Double]

        var testDescription: String { name }

        var rows: ScoredRows {
            var labels = [Bool](repeating: false, count: logOdds.count)
            for row in positives { labels[row] = true }
            return ScoredRows(logOdds: logOdds, labels: labels, weights: weights)
        }
    }

    struct Quantile: Decodable, Sendable { let share, a, b, value: Double }

    struct Counts: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let probabilities: [Double]
        let low, median, high: Int

        var testDescription: String { name }
    }

    let cases: [Case]
    let quantiles: [Quantile]
    let counts: [Counts]

    static let all: CalibrationVectors = {
        let url = Bundle.module.url(
            forResource: "calibration-vectors", withExtension: "json", subdirectory: "Resources")!
        return try! JSONDecoder().decode(CalibrationVectors.self, from: Data(contentsOf: url))
    }()
}

@Suite struct CalibrationVectorTests {
    private func near(_ left: Double, _ right: Double) -> Bool { abs(left - right) <= 1e-6 * max(1, abs(right)) }

    @Test(arguments: CalibrationVectors.all.cases)
    func interceptAgreesWithARootOfTheScoreEquation(vector: CalibrationVectors.Case) {
        guard case .intercept(let shift)? = CalibrationFit.fit(.intercept, to: vector.rows) else {
            Issue.record("There is no intercept.")
            return
        }
        #expect(near(shift, vector.intercept))
    }

    @Test(arguments: CalibrationVectors.all.cases)
    func plattAgreesWithScikitLearn(vector: CalibrationVectors.Case) {
        guard case .platt(let slope, let intercept)? = CalibrationFit.fit(.platt, to: vector.rows) else {
            Issue.record("There is no slope.")
            return
        }
        if vector.platt.slope >= 0 {
            #expect(near(slope, vector.platt.slope))
            #expect(near(intercept, vector.platt.intercept))
        } else {
            // A falling map would turn the ranking around: it ends as the base rate.
            let balance = vector.rows.balance
            #expect(slope == 0)
            #expect(near(intercept, log(balance.positives / balance.negatives)))
        }
    }

    @Test(arguments: CalibrationVectors.all.cases)
    func betaAgreesWithScipy(vector: CalibrationVectors.Case) {
        guard case .beta(let a, let b, let c)? = CalibrationFit.fit(.beta, to: vector.rows) else {
            Issue.record("There is no beta calibration.")
            return
        }
        #expect(near(a, vector.beta.a), "\(a) is not \(vector.beta.a)")
        #expect(near(b, vector.beta.b), "\(b) is not \(vector.beta.b)")
        #expect(near(c, vector.beta.c), "\(c) is not \(vector.beta.c)")
    }

    @Test(arguments: CalibrationVectors.all.cases)
    func isotonicAgreesWithScikitLearnAndIsNeverSure(vector: CalibrationVectors.Case) throws {
        let calibration = try #require(CalibrationFit.fit(.isotonic, to: vector.rows))
        for (raw, expected) in zip(vector.logOdds, vector.isotonic) {
            let listed = logistic(calibration.logOdds(raw))
            #expect(listed > 0 && listed < 1)
            if expected > 0, expected < 1 { #expect(near(listed, expected), "\(listed) is not \(expected)") }
            // Where nothing (everything) converted, the listed one is near.
            #expect(abs(listed - expected) < 0.26)
        }
    }

    @Test(arguments: CalibrationVectors.all.quantiles)
    func quantilesOfTheBetaDistributionAgreeWithScipy(quantile: CalibrationVectors.Quantile) {
        let value = BetaDistribution.quantile(quantile.share, a: quantile.a, b: quantile.b)
        #expect(abs(value - quantile.value) <= 1e-9 * quantile.value)
    }

    /// Two moments stand for the whole distribution; the ends of the exact one are met or missed by one.
    @Test(arguments: CalibrationVectors.all.counts)
    func countsAgreeWithTheExactConvolution(counts: CalibrationVectors.Counts) {
        let distribution = CountDistribution(counts.probabilities)
        #expect(abs(distribution.quantile(0.05) - counts.low) <= 1)
        #expect(abs(distribution.quantile(0.5) - counts.median) <= 1)
        #expect(abs(distribution.quantile(0.95) - counts.high) <= 1)
    }

    @Test func rowsOfOneLabelAndPartedLabelsHaveNoCalibration() {
        let parted = ScoredRows(logOdds: [-2, -1, 1, 2], labels: [false, false, true, true])
        let single = ScoredRows(logOdds: [-2, -1, 1, 2], labels: [false, false, false, false])
        for method in [Calibration.Method.platt, .beta] {
            #expect(CalibrationFit.fit(method, to: parted) == nil)
            #expect(CalibrationFit.fit(method, to: single) == nil)
        }
        #expect(CalibrationFit.fit(.isotonic, to: single) == nil)
        #expect(CalibrationFit.fit(.none, to: single) == Calibration.none)
    }

    @Test(arguments: CalibrationVectors.all.cases, [Calibration.Method.intercept, .platt, .beta, .isotonic])
    func noCalibrationTurnsTwoPortalsAround(vector: CalibrationVectors.Case, method: Calibration.Method) throws {
        let calibration = try #require(CalibrationFit.fit(method, to: vector.rows))
        let raw = stride(from: -40.0, through: 40, by: 0.01)
        var before = -Double.infinity
        for score in raw {
            let listed = calibration.logOdds(score)
            #expect(listed >= before)
            #expect(listed.isFinite)
            before = listed
        }
    }
}
