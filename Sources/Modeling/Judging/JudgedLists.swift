internal import Base
internal import Boosting

/// The lists of several models on the same Sundays, counted once as they are and once in every draw of the bootstrap.
struct JudgedLists: Sendable {
    /// The counts of a model: for the list of each Sunday, and for all rows together.
    struct Count: Sendable {
        var sundays: [Tally]
        var pooled: Tally
    }

    let models: [String]
    private let hasProbabilities: [String: Bool]
    /// The counts by model: as it is, then the draws.
    private let counts: [String: [Count]]
    /// The mean squared error and the mean loss of all rows, by model, summed in the order of the list.
    private let losses: [String: (brier: Double?, logLoss: Double?)]
    private let bySunday: Bool

    /// The lists of one model.
    private struct Lists: Sendable {
        var sundays: [SortedList]
        var pooled: SortedList
        /// The contribution of each row to the sums, by portal.
        var terms: [SIMD4<Double>]
    }

    /// Counts the lists.
    ///
    /// - Parameters:
    ///   - models: The models among the scores to judge.
    ///   - bySunday: Whether to judge single Sundays too. Otherwise only the tops of their lists are counted.
    init(_ sundays: [FoldScores], models: [String], seed: Int, threads: Int, bySunday: Bool = true) throws {
        self.models = models
        self.bySunday = bySunday
        let portals = DrawnPortals(sundays)
        let starts = sundays.reduce(into: [0]) { $0.append($0.last! + $1.keys.count) }
        let converted = sundays.flatMap(\.converted)
        let revenue = sundays.flatMap(\.countedRevenue)
        let lists = try concurrently(models.count, threads: threads) {
        } body: { _, index in
            Self.lists(
                of: models[index], sundays, portals, converted: converted, revenue: revenue, bySunday: bySunday)
        }
        let bootstrap = PortalBootstrap(seed: seed)
        let parts: SortedList.Parts = bySunday ? .all : .tops
        let counted = try concurrently(PortalBootstrap.draws + 1, threads: threads) {
        } body: { _, draw in
            let drawn =
                draw == 0
                ? [Float](repeating: 1, count: portals.keys.count) : bootstrap.weights(portals.keys, draw: draw)
            let weights = portals.rowWeights(drawn)
            return lists.map { list in
                var pooled = list.pooled.tally(weights, parts: .ranking)
                pooled.add(drawn.withUnsafeBufferPointer { RowTerms.sum(list.terms, $0) })
                return Count(
                    sundays: list.sundays.indices.map {
                        list.sundays[$0].tally(weights, from: starts[$0], parts: parts)
                    }, pooled: pooled)
            }
        }
        counts = Dictionary(
            uniqueKeysWithValues: models.enumerated().map { index, model in (model, counted.map { $0[index] }) })
        hasProbabilities = Dictionary(
            uniqueKeysWithValues: zip(models, lists).map { ($0, $1.pooled.hasProbabilities) })
        losses = Dictionary(
            uniqueKeysWithValues: zip(models, lists).map { model, lists in
                let list = lists.pooled
                guard list.hasProbabilities else { return (model, (nil, nil)) }
                return (
                    model,
                    (
                        brierScore(labels: list.converted, probabilities: list.probabilities),
                        Modeling.logLoss(labels: list.converted, probabilities: list.probabilities)
                    )
                )
            })
    }

    private static func lists(
        of model: String, _ sundays: [FoldScores], _ portals: DrawnPortals, converted: [Bool], revenue: [Double],
        bySunday: Bool
    ) -> Lists {
        let hasProbabilities = sundays.allSatisfy { $0.probabilities[model] != nil }
        let probabilities = hasProbabilities ? sundays.flatMap { $0.probabilities[model]! } : nil
        return Lists(
            sundays: sundays.map { sunday in
                SortedList(
                    scores: sunday.scores[model]!, probabilities: hasProbabilities ? sunday.probabilities[model] : nil,
                    converted: sunday.converted, revenue: sunday.countedRevenue, sums: bySunday)
            },
            pooled: SortedList(
                scores: sundays.flatMap { $0.scores[model]! }, probabilities: probabilities, converted: converted,
                revenue: revenue, sums: false),
            terms: portals.sums { row in
                RowTerms.of(probability: probabilities?[row], converted: converted[row], revenue: revenue[row])
            })
    }

    func isProbability(_ model: String) -> Bool { hasProbabilities[model]! }

    /// Returns a statistic of one model with its interval.
    func estimate(_ model: String, _ statistic: (Count) -> Double?) -> Estimate? {
        let values = counts[model]!.map(statistic)
        return PortalBootstrap.estimate(values[0], draws: Array(values.dropFirst()))
    }

    /// Returns the difference of a statistic between two models, on the same draws.
    func difference(_ first: String, _ second: String, _ statistic: (Count) -> Double?) -> Estimate? {
        let values = zip(counts[first]!, counts[second]!).map { first, second in
            statistic(first).flatMap { value in statistic(second).map { value - $0 } }
        }
        return PortalBootstrap.estimate(values[0], draws: Array(values.dropFirst()))
    }

    /// Judges all Sundays together: pooled ranking and losses, and the mean of the lists' tops.
    func judgement(of model: String) -> Judgement { judgement(model) { $0 } }

    /// Returns the gains curve over all Sundays.
    func gains(of model: String) -> [BacktestReport.Gain] {
        Tally.shares.enumerated().compactMap { place, share in
            estimate(model) { $0.captured(place) }.map { BacktestReport.Gain(share: share, captured: $0) }
        }
    }

    /// Judges one Sunday alone.
    func judgement(of model: String, sunday: Int) -> Judgement {
        precondition(bySunday, "Single Sundays were not counted.")
        return judgement(model) { Count(sundays: [$0.sundays[sunday]], pooled: $0.sundays[sunday]) }
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

extension JudgedLists {
    /// Returns the statistics of all Sundays together, without intervals.
    func evaluation(of model: String) -> Evaluation {
        let count = counts[model]![0]
        let pooled = count.pooled
        let lists = Double(max(count.sundays.count, 1))
        return Evaluation(
            rows: pooled.rows, positives: pooled.positives,
            baseRate: pooled.rows > 0 ? pooled.positives / pooled.rows : 0, rocAUC: pooled.rocAUC,
            averagePrecision: pooled.averagePrecision, brier: losses[model]!.brier, logLoss: losses[model]!.logLoss,
            atK: pooled.rows > 0
                ? Tally.listedCuts.map { label, cut in
                    TopOfRanking(
                        k: count.sundays.reduce(0) { $0 + $1.tops[cut].size } / lists, label: label,
                        precision: count.precision(cut) ?? 0, recall: count.recall(cut), lift: count.lift(cut))
                } : [])
    }
}

extension JudgedLists.Count {
    var brier: Double? { pooled.rows > 0 ? pooled.squaredErrors / pooled.rows : nil }
    var logLoss: Double? { pooled.rows > 0 ? pooled.losses / pooled.rows : nil }

    func positives(_ cut: Int) -> Double { sundays.reduce(0) { $0 + $1.tops[cut].positives } }
    func revenue(_ cut: Int) -> Double { sundays.reduce(0) { $0 + $1.tops[cut].revenue } }

    /// Returns the mean of the lists' precision.
    func precision(_ cut: Int) -> Double? {
        let lists = sundays.filter { $0.rows > 0 }
        guard !lists.isEmpty else { return nil }
        return lists.reduce(0) { $0 + $1.tops[cut].positives / $1.tops[cut].size } / Double(lists.count)
    }

    func recall(_ cut: Int) -> Double? { pooled.positives > 0 ? positives(cut) / pooled.positives : nil }

    func lift(_ cut: Int) -> Double? {
        pooled.positives > 0 ? precision(cut).map { $0 / (pooled.positives / pooled.rows) } : nil
    }

    /// Returns the share of all conversions in the first part of each list, or nil without conversions.
    func captured(_ share: Int) -> Double? {
        pooled.positives > 0 ? sundays.reduce(0) { $0 + $1.captured[share] } / pooled.positives : nil
    }

    func revenueShare(_ cut: Int) -> Double? { pooled.revenue > 0 ? revenue(cut) / pooled.revenue : nil }
}
