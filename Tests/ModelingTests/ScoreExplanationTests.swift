import Base
import Boosting
import Foundation
import Testing

@testable import Modeling

/// The rule by which contributions pass ensemble and calibration.
@Suite struct ScoreExplanationTests {
    /// A member with made-up contributions to three signals; in the last two rows the score is the base.
    private func member(seed: UInt64, base: Double, spread: Double = 2) -> ScoreExplanation {
        var generator = SeededGenerator(seed: seed)
        var values = (0..<60).map { _ in (generator.uniform() - 0.5) * spread }
        values += [0.7, -0.3, -0.4, 0, 0, 0]
        let scores = (0..<22).map { row in values[row * 3..<row * 3 + 3].reduce(base, +) }
        return ScoreExplanation(signalCount: 3, base: base, scores: scores, values: values)
    }

    private func logOdds(_ probability: Double) -> Double { log(probability) - log1p(-probability) }

    static let calibrations: [Calibration] = [
        .none, .intercept(-0.7), .platt(slope: 0.8, intercept: -0.4), .platt(slope: 0, intercept: -5),
        .beta(a: 0.9, b: 1.7, c: 0.2), .beta(a: 1.1, b: 0, c: -1),
        .isotonic(raw: [-7, -6, -5, -3], listed: [-8, -6.5, -6.5, -2]), .isotonic(raw: [], listed: []),
    ]

    /// No residue is moved here: the sums are exact by the rule itself.
    @Test(arguments: calibrations)
    func calibratedSumsAreListedLogOdds(calibration: Calibration) {
        let raw = member(seed: 3, base: -5.5)
        let listed = raw.carried(through: .calibration(calibration))
        #expect(abs(listed.base - calibration.logOdds(raw.base)) < 1e-12)
        for row in raw.scores.indices {
            let sum = listed[row].reduce(listed.base, +)
            #expect(abs(sum - calibration.logOdds(raw.scores[row])) < 1e-9)
            // Signs and shares are those of the raw contributions.
            let (before, after) = (Array(raw[row]), Array(listed[row]))
            for signal in 0..<3 {
                #expect(after[signal] * before[signal] >= 0)
                #expect(abs(after[signal] * before[0] - after[0] * before[signal]) < 1e-12)
            }
        }
    }

    @Test func plattScalesEveryContribution() {
        let raw = member(seed: 4, base: -5)
        let listed = raw.carried(through: .calibration(.platt(slope: 0.8, intercept: -0.4)))
        for (before, after) in zip(raw.values, listed.values) { #expect(abs(after - 0.8 * before) < 1e-9) }
    }

    /// Where the score is the base there is no secant, and the slope of the map itself scales.
    @Test func theSlopeItselfWhereTheScoreIsTheBase() {
        let calibration = Calibration.beta(a: 0.9, b: 1.7, c: 0.2)
        let raw = member(seed: 5, base: -2)
        let listed = raw.carried(through: .calibration(calibration))
        let step = 1e-5
        let slope = (calibration.logOdds(-2 + step) - calibration.logOdds(-2 - step)) / (2 * step)
        #expect(abs(listed[20].first! - 0.7 * slope) < 1e-8)
        #expect(listed[21].allSatisfy { $0 == 0 })
    }

    @Test(arguments: EnsembleSettings.Scale.allCases)
    func ensembleSumsAreCombinedLogOdds(scale: EnsembleSettings.Scale) throws {
        var settings = EnsembleSettings()
        (settings.members, settings.weights, settings.scale) = ([.lightgbm, .xgboost, .logistic], [1, 2, 0.5], scale)
        let members: [LearnerName: ScoreExplanation] = [
            .lightgbm: member(seed: 6, base: -6), .xgboost: member(seed: 7, base: -5),
            .logistic: member(seed: 8, base: -4, spread: 9),
        ]
        let combined = try #require(
            Ensemble(settings).combine(members.mapValues { $0.scores.map { 1 / (1 + exp(-$0)) } }))
        let explained = try #require(Ensemble(settings).explain(members))
        for row in combined.indices {
            #expect(abs(explained[row].reduce(explained.base, +) - logOdds(combined[row])) < 1e-9)
            #expect(abs(explained.residue(row)) < 1e-9)
        }
        #expect(Ensemble(settings).explain([.lightgbm: members[.lightgbm]!]) == nil)
    }

    /// p - b = w1 (s(f1) - s(base1)) + w2 (s(f2) - s(base2)), by hand for one signal each.
    @Test func probabilitiesAreSharedByTheMembersDistances() throws {
        var settings = EnsembleSettings()
        (settings.members, settings.weights, settings.scale) = ([.lightgbm, .xgboost], [1, 3], .probability)
        func one(_ probability: Double, from base: Double, signal: Int) -> ScoreExplanation {
            var values = [0.0, 0.0]
            values[signal] = logOdds(probability) - logOdds(base)
            return ScoreExplanation(
                signalCount: 2, base: logOdds(base), scores: [logOdds(probability)], values: values)
        }
        let explained = try #require(
            Ensemble(settings).explain([
                .lightgbm: one(0.5, from: 0.1, signal: 0), .xgboost: one(0.02, from: 0.06, signal: 1),
            ]))
        let (p, b) = (0.25 * 0.5 + 0.75 * 0.02, 0.25 * 0.1 + 0.75 * 0.06)
        let slope = (logOdds(p) - logOdds(b)) / (p - b)
        #expect(abs(explained.base - logOdds(b)) < 1e-12)
        #expect(abs(explained[0].first! - slope * 0.25 * 0.4) < 1e-12)
        #expect(abs(explained[0].last! + slope * 0.75 * 0.04) < 1e-12)
    }

    @Test func residueGoesToTheStrongest() {
        let exact = member(seed: 9, base: -5)
        let rounded = ScoreExplanation(
            signalCount: 3, base: exact.base, scores: exact.scores, values: exact.values.map { Double(Float($0)) })
        let settled = rounded.settled()
        for row in exact.scores.indices {
            #expect(abs(rounded.residue(row)) < 1e-6 && abs(settled.residue(row)) < 1e-14)
            let (before, after) = (Array(rounded[row]), Array(settled[row]))
            let strongest = before.indices.max { abs(before[$0]) < abs(before[$1]) }
            for signal in 0..<3 where signal != strongest { #expect(before[signal] == after[signal]) }
        }
    }

    @Test func percentilesLeaveOutThoseThatAreTheSame() {
        let explanation = ScoreExplanation(signalCount: 1, base: 0, scores: [0, 0, 0, 0], values: [3, -1, 2, -1])
        let rows = ExplainedRows(explanation, rows: [0, 1, 2, 3], groups: [0, 1, 2, 3], counts: [1, 6, 2, 2])
        // 8 portals share the lowest sum: of the 3 others none is lower; 2.0 has 8 below and 1 above.
        #expect(rows.percentiles(rows.sums(of: [0])) == [100, 0, 89, 0])
        #expect(rows.percentiles([7, 7, 7, 7]) == [50, 50, 50, 50])
    }
}
