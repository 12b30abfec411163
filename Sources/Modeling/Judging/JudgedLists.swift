internal import ProspectCore

/// The lists of several models on the same Sundays, each counted as it is and in every draw of the bootstrap.
struct JudgedLists: Sendable {
    /// A model's counts, of each Sunday's list and of all rows in one.
    struct Count: Sendable {
        var sundays: [Tally]
        var pooled: Tally
    }

    let models: [String]
    private let hasProbabilities: [String: Bool]
    /// By model: as it is, then the draws.
    private let counts: [String: [Count]]

    /// - Parameter models: Those among the scores that are judged.
    init(_ sundays: [FoldScores], models: [String], seed: Int, threads: Int) throws {
        self.models = models
        let keys = sundays.flatMap(\.keys)
        let copies: [Float]? =
            sundays.contains { $0.copies != nil }
            ? sundays.flatMap { $0.copies ?? [Float](repeating: 1, count: $0.keys.count) } : nil
        let starts = sundays.reduce(into: [0]) { $0.append($0.last! + $1.keys.count) }
        let lists = try concurrently(models.count, threads: threads) {
        } body: { _, index in
            let model = models[index]
            func list(_ sundays: ArraySlice<FoldScores>) -> SortedList {
                let hasProbabilities = sundays.allSatisfy { $0.probabilities[model] != nil }
                return SortedList(
                    scores: sundays.flatMap { $0.scores[model]! },
                    probabilities: hasProbabilities ? sundays.flatMap { $0.probabilities[model]! } : nil,
                    converted: sundays.flatMap(\.converted), revenue: sundays.flatMap(\.countedRevenue))
            }
            return (sundays: sundays.indices.map { list(sundays[$0...$0]) }, pooled: list(sundays[...]))
        }
        let bootstrap = PortalBootstrap(seed: seed)
        let counted = try concurrently(PortalBootstrap.draws + 1, threads: threads) {
        } body: { _, draw in
            var weights =
                draw == 0
                ? [Float](repeating: 1, count: keys.count) : bootstrap.weights(keys, draw: draw)
            if let copies { for row in weights.indices { weights[row] *= copies[row] } }
            return lists.map { list in
                Count(
                    sundays: list.sundays.indices.map { list.sundays[$0].tally(weights, from: starts[$0]) },
                    pooled: list.pooled.tally(weights))
            }
        }
        counts = Dictionary(
            uniqueKeysWithValues: models.enumerated().map { index, model in (model, counted.map { $0[index] }) })
        hasProbabilities = Dictionary(
            uniqueKeysWithValues: zip(models, lists).map { ($0, $1.pooled.hasProbabilities) })
    }

    func isProbability(_ model: String) -> Bool { hasProbabilities[model]! }

    /// A statistic of one model with its interval.
    func estimate(_ model: String, _ statistic: (Count) -> Double?) -> Estimate? {
        let values = counts[model]!.map(statistic)
        return PortalBootstrap.estimate(values[0], draws: Array(values.dropFirst()))
    }

    /// The difference of a statistic between two models, on the same draws.
    func difference(_ first: String, _ second: String, _ statistic: (Count) -> Double?) -> Estimate? {
        let values = zip(counts[first]!, counts[second]!).map { first, second in
            statistic(first).flatMap { value in statistic(second).map { value - $0 } }
        }
        return PortalBootstrap.estimate(values[0], draws: Array(values.dropFirst()))
    }

    /// All Sundays together: pooled ranking and losses, and the mean of the lists' tops.
    func judgement(of model: String) -> Judgement { judgement(model) { $0 } }

    /// The gains curve over all Sundays.
    func gains(of model: String) -> [BacktestReport.Gain] {
        Tally.shares.enumerated().compactMap { place, share in
            estimate(model) { $0.captured(place) }.map { BacktestReport.Gain(share: share, captured: $0) }
        }
    }

    /// One Sunday alone.
    func judgement(of model: String, sunday: Int) -> Judgement {
        judgement(model) { Count(sundays: [$0.sundays[sunday]], pooled: $0.sundays[sunday]) }
    }

    private func judgement(_ model: String, _ part: (Count) -> Count) -> Judgement {
        let isProbability = isProbability(model)
        func estimate(_ statistic: (Count) -> Double?) -> Estimate? { self.estimate(model) { statistic(part($0)) } }
        let count = part(counts[model]![0])
        return Judgement(
            rows: count.pooled.rows, positives: count.pooled.positives, rocAUC: estimate(\.pooled.rocAUC),
            averagePrecision: estimate(\.pooled.averagePrecision),
            brier: isProbability ? estimate(\.brier) : nil, logLoss: isProbability ? estimate(\.logLoss) : nil,
            expected: isProbability ? estimate(\.pooled.expected) : nil, actual: estimate(\.pooled.positives),
            atK: Tally.listedCuts.map { label, cut in
                Judgement.Top(
                    label: label,
                    k: count.sundays.reduce(0) { $0 + $1.tops[cut].size } / Double(max(count.sundays.count, 1)),
                    positives: estimate { $0.positives(cut) }, precision: estimate { $0.precision(cut) },
                    recall: estimate { $0.recall(cut) }, lift: estimate { $0.lift(cut) },
                    revenue: estimate { $0.revenue(cut) },
                    revenueShare: estimate { $0.revenueShare(cut) })
            })
    }
}

extension JudgedLists.Count {
    var brier: Double? { pooled.rows > 0 ? pooled.squaredErrors / pooled.rows : nil }
    var logLoss: Double? { pooled.rows > 0 ? pooled.losses / pooled.rows : nil }

    func positives(_ cut: Int) -> Double { sundays.reduce(0) { $0 + $1.tops[cut].positives } }
    func revenue(_ cut: Int) -> Double { sundays.reduce(0) { $0 + $1.tops[cut].revenue } }

    /// The mean of the lists' precision.
    func precision(_ cut: Int) -> Double? {
        let lists = sundays.filter { $0.rows > 0 }
        guard !lists.isEmpty else { return nil }
        return lists.reduce(0) { $0 + $1.tops[cut].positives / $1.tops[cut].size } / Double(lists.count)
    }

    func recall(_ cut: Int) -> Double? { pooled.positives > 0 ? positives(cut) / pooled.positives : nil }

    func lift(_ cut: Int) -> Double? {
        pooled.positives > 0 ? precision(cut).map { $0 / (pooled.positives / pooled.rows) } : nil
    }

    /// The share of all conversions in the first part of each list; nil without conversions.
    func captured(_ share: Int) -> Double? {
        pooled.positives > 0 ? sundays.reduce(0) { $0 + $1.captured[share] } / pooled.positives : nil
    }

    func revenueShare(_ cut: Int) -> Double? { pooled.revenue > 0 ? revenue(cut) / pooled.revenue : nil }
}
