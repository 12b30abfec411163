import Base
import Foundation
import Testing

@testable import Modeling

/// Statistics of lists, with their intervals.
@Suite struct JudgedListsTests {
    /// Two Sundays, worked out by hand.
    @Test func handMadeFolds() throws {
        let folds = [
            // Ranks: 1 (converts, 100), 2, 3 (converts, -5), 4.
            FoldScores(
                sunday: Self.sunday, keys: [1, 2, 3, 4], converted: [true, false, true, false],
                revenue: [100, .nan, -5, .nan], scores: ["m": [0.9, 0.8, 0.5, 0.1]],
                probabilities: ["m": [0.9, 0.8, 0.5, 0.1]]),
            // Ranks: 1 (converts, 40), 2.
            FoldScores(
                sunday: Self.sunday + 28, keys: [2, 4], converted: [true, false], revenue: [40, .nan],
                scores: ["m": [0.6, 0.4]], probabilities: ["m": [0.6, 0.4]]),
        ]
        let lists = try JudgedLists(folds, models: ["m"], seed: 1, threads: 2)
        let judgement = lists.judgement(of: "m")
        #expect((judgement.rows, judgement.positives) == (6, 3))
        // 9 pairs; pooled scores .9+ .8- .6+ .5+ .4- .1-: 3 + 2 + 2 of them are in order.
        #expect(close(judgement.rocAUC, 7.0 / 9))
        // Precision at the conversions: 1/1, 2/3, 3/4.
        #expect(close(judgement.averagePrecision, (1 + 2.0 / 3 + 3.0 / 4) / 3))
        #expect(close(judgement.brier, (0.01 + 0.64 + 0.25 + 0.01 + 0.16 + 0.16) / 6))
        let loss = -(log(0.9) + log(0.2) + log(0.5) + log(0.9) + log(0.6) + log(0.6)) / 6
        #expect(close(judgement.logLoss, loss))
        #expect(close(judgement.expected, 3.3) && close(judgement.actual, 3))
        // 1% is one row of each list: both convert; the base rate is a half.
        let top = try #require(judgement.at("1%"))
        #expect(top.k == 1)
        #expect(close(top.precision, 1) && close(top.recall, 2.0 / 3) && close(top.lift, 2) && close(top.positives, 2))
        // -5 counts as nothing.
        #expect(close(top.revenue, 140) && close(top.revenueShare, 1))
        // Both lists are shorter than ten: precision is the mean of a half and a half.
        let ten = try #require(judgement.at("10"))
        #expect(ten.k == 3 && close(ten.precision, 0.5) && close(ten.recall, 1) && close(ten.lift, 1))
        // A half of the lists is two rows and one: the first of each converts. A quarter is one row and half a row.
        let gains = lists.gains(of: "m")
        #expect(gains.count == Tally.shares.count)
        #expect(close(gains.first { $0.share == 0.5 }?.captured, 2.0 / 3))
        #expect(close(gains.first { $0.share == 0.25 }?.captured, 0.5))
        #expect(close(gains.first { $0.share == 0.5 }?.lift, 4.0 / 3))
        #expect(abs(try #require(gains.share(holding: 0.5)) - 0.25) < 1e-12)
        #expect(abs(try #require(gains.share(holding: 1)) - 0.75) < 1e-12)
        let first = lists.judgement(of: "m", sunday: 0)
        #expect((first.rows, first.positives) == (4, 2))
        #expect(close(first.rocAUC, 0.75) && close(first.at("1%")?.revenueShare, 1))
    }

    /// With any weights and ties, the pass over a sorted list finds what the metrics' own functions find.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func sortedListsAgreeWithTheMetrics(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = [1500, 90, 9, 250][Int(seed) - 1]
        let scores = (0..<count).map { _ in (generator.uniform() * (seed == 2 ? 7 : 400)).rounded() / 401 }
        let labels = scores.map { generator.uniform() < 0.05 + $0 / 2 }
        let weights = (0..<count).map { _ in Float(Int(generator.uniform() * 4)) }
        let list = SortedList(
            scores: scores, probabilities: scores, converted: labels, revenue: [Double](repeating: 1, count: count))
        let tally = list.tally(weights)
        let doubles = weights.map { Double($0) }
        let expected = Evaluation.measure(labels: labels, scores: scores, weights: doubles, isProbability: true)
        #expect(tally.rows == expected.rows && tally.positives == expected.positives)
        #expect(abs(tally.rocAUC! - expected.rocAUC!) < 1e-12)
        #expect(abs(tally.averagePrecision! - expected.averagePrecision!) < 1e-12)
        #expect(abs(tally.squaredErrors / tally.rows - expected.brier!) < 1e-12)
        #expect(abs(tally.losses / tally.rows - expected.logLoss!) < 1e-12)
        for (label, place) in Tally.listedCuts {
            let top = try #require(expected.at(label))
            #expect(tally.tops[place].size == top.k)
            #expect(abs(tally.tops[place].positives / tally.tops[place].size - top.precision) < 1e-12)
            // Every conversion brings 1.
            #expect(abs(tally.tops[place].revenue - tally.tops[place].positives) < 1e-9)
        }
        for (place, share) in Tally.shares.enumerated() {
            let top = try #require(
                topOfRanking(share * tally.rows, label: "", labels: labels, scores: scores, weights: doubles))
            #expect(abs(tally.captured[place] - top.precision * top.k) < 1e-9)
        }
        #expect(list.tally([Float](repeating: 0, count: count)).rocAUC == nil)
    }

    /// Two normal distributions one apart: the true ROC-AUC is Phi(1 / sqrt 2). Each portal is on three Sundays with the
    /// same score and label, so that rows are not independent, but portals are.
    @Test func intervalsCoverTheTruth() throws {
        let truth = 0.5 * erfc(-0.5)
        var generator = SeededGenerator(seed: 99)
        func normal() -> Double {
            (-2 * log(1 - generator.uniform())).squareRoot() * cos(2 * .pi * generator.uniform())
        }
        let trials = 150
        var covered = 0
        for trial in 0..<trials {
            let labels = (0..<120).map { $0 < 40 }
            let scores = labels.map { normal() + ($0 ? 1 : 0) }
            let folds = (0..<3).map { week in
                FoldScores(
                    sunday: Self.sunday + 28 * week, keys: (0..<120).map { UInt64(trial * 1000 + $0) &* 2_654_435_761 },
                    converted: labels, revenue: [Double](repeating: .nan, count: 120), scores: ["m": scores],
                    probabilities: [:])
            }
            let lists = try JudgedLists(folds, models: ["m"], seed: trial, threads: 2)
            let auc = try #require(lists.judgement(of: "m").rocAUC)
            if auc.low <= truth, truth <= auc.high { covered += 1 }
        }
        // 90% are wanted; three standard errors of 150 trials are 7.3 points. Rows drawn one by one would cover 66%.
        #expect(Double(covered) / Double(trials) > 0.82)
        #expect(Double(covered) / Double(trials) < 0.975)
    }

    @Test func nothingIsBetterThanItself() throws {
        let lists = try JudgedLists(Self.simulated(), models: ["strong", "weak"], seed: 3, threads: 2)
        for statistic in [\JudgedLists.Count.pooled.rocAUC, \.pooled.averagePrecision, \.logLoss, \.brier] {
            let estimate = try #require(lists.difference("weak", "weak") { $0[keyPath: statistic] })
            #expect(estimate == Estimate(value: 0, low: 0, high: 0))
            let difference = BacktestReport.Difference(
                first: "weak", second: "weak", metric: "", estimate: estimate)
            #expect(difference.winner == BacktestReport.noWinner && !difference.hasWinner)
        }
    }

    /// Without single Sundays the statistics of all of them are the same, and as the metrics' own functions have them.
    @Test func allSundaysTogetherNeedNoSingleOnes() throws {
        let folds = Self.simulated()
        let whole = try JudgedLists(folds, models: ["strong", "weak"], seed: 3, threads: 2)
        let pooled = try JudgedLists(folds, models: ["strong", "weak"], seed: 3, threads: 2, bySunday: false)
        #expect(whole.judgement(of: "weak") == pooled.judgement(of: "weak"))
        let evaluation = pooled.evaluation(of: "strong")
        let expected = Evaluation.measure(
            labels: folds.flatMap(\.converted), scores: folds.flatMap { $0.scores["strong"]! }, isProbability: true)
        #expect(evaluation.rows == expected.rows && evaluation.positives == expected.positives)
        #expect(abs(evaluation.rocAUC! - expected.rocAUC!) < 1e-12)
        #expect(abs(evaluation.averagePrecision! - expected.averagePrecision!) < 1e-12)
        #expect(abs(evaluation.brier! - expected.brier!) < 1e-12)
        #expect(abs(evaluation.logLoss! - expected.logLoss!) < 1e-12)
        let precision =
            folds.map { fold in
                Evaluation.measure(labels: fold.converted, scores: fold.scores["strong"]!, isProbability: true).at(
                    "50")!
                    .precision
            }.reduce(0, +) / 3
        #expect(abs(evaluation.at("50")!.precision - precision) < 1e-12)
    }

    /// A row that stands for several portals counts as several, in every statistic.
    @Test func copiesCount() throws {
        func fold(_ copies: Float?) -> FoldScores {
            let rows = copies == nil ? [0, 1, 1, 1, 2, 2, 2] : [0, 1, 2]
            let scores = rows.map { [0.5, 0.7, 0.2][$0] }
            return FoldScores(
                sunday: Self.sunday, keys: rows.map { UInt64($0) }, converted: rows.map { $0 == 0 },
                revenue: rows.map { _ in 10 }, copies: copies.map { copies in rows.map { $0 == 0 ? 1 : copies } },
                scores: ["m": scores], probabilities: ["m": scores])
        }
        let plain = try JudgedLists([fold(nil)], models: ["m"], seed: 1, threads: 1).judgement(of: "m")
        let copied = try JudgedLists([fold(3)], models: ["m"], seed: 1, threads: 1).judgement(of: "m")
        #expect(plain.rows == 7 && copied.rows == 7)
        #expect(plain.rocAUC == copied.rocAUC && plain.at("10") == copied.at("10"))
        #expect(abs(plain.expected!.value - copied.expected!.value) < 1e-12)
        #expect(abs(plain.logLoss!.low - copied.logLoss!.low) < 1e-12)
    }

    @Test func sameIntervalsWithOneAndTwoThreads() throws {
        let folds = Self.simulated()
        let one = try JudgedLists(folds, models: ["strong", "weak"], seed: 3, threads: 1)
        let two = try JudgedLists(folds, models: ["strong", "weak"], seed: 3, threads: 2)
        #expect(one.judgement(of: "weak") == two.judgement(of: "weak"))
        #expect(one.judgement(of: "strong", sunday: 1) == two.judgement(of: "strong", sunday: 1))
        let other = try JudgedLists(folds, models: ["weak"], seed: 4, threads: 2)
        #expect(other.judgement(of: "weak").rocAUC != one.judgement(of: "weak").rocAUC)
    }

    static let sunday = Day(year: 2026, month: 3, day: 1)

    /// Three Sundays of 400 portals; `strong` knows each one's probability, `weak` half of it and noise.
    static func simulated() -> [FoldScores] {
        var generator = SeededGenerator(seed: 8)
        return (0..<3).map { week in
            let truth = (0..<400).map { _ in generator.uniform() * generator.uniform() * generator.uniform() }
            let weak = truth.map { $0 / 2 + generator.uniform() * 0.2 }
            return FoldScores(
                sunday: sunday + 28 * week, keys: (0..<400).map { UInt64($0) },
                converted: truth.map { generator.uniform() < $0 },
                revenue: truth.map { $0 * 100 }, scores: ["strong": truth, "weak": weak],
                probabilities: ["strong": truth, "weak": weak])
        }
    }

    private func close(_ estimate: Estimate?, _ value: Double) -> Bool {
        guard let estimate else { return false }
        return abs(estimate.value - value) < 1e-12
    }
}
