/// What a model that was fitted to shuffled conversions makes of shuffled conversions.
package struct ShuffledTest: Equatable, Sendable {
    /// The share of the pairs of one Sunday, a conversion and another portal, that the scores put right.
    package let rocAUC: Double
    /// Snapshots of the test that converted.
    package let conversions: Int
    /// How many independent portals those are worth: (Σw)² / Σw², w being a portal's converting snapshots.
    package let portals: Double
    /// The portals of a Sunday that do not convert, on average.
    package let others: Double
    /// What equal scores leave of the variance, in (0, 1].
    package let spread: Double

    /// The variance of the ROC-AUC where scores say nothing: Mann, Whitney, 1947, with the correction for ties.
    ///
    /// The snapshots of one portal are taken as one: its score may be the same on all of them.
    package var variance: Double { (portals + others + 1) / (12 * portals * others) * spread }
}

/// Check 2: with close dates dealt to other portals there is nothing left to predict.
///
/// The close dates go from portal to portal, and all that follows from them is made again: a portal's snapshots, their
/// labels, the features, the model, its test. A portal's labels on consecutive Sundays so stay together, and among the
/// portals that are free on a Sunday all are equally likely to convert, whatever their features. Pairs are compared
/// within a Sunday. So 0.5 is exact, and what is above it comes from the label itself.
package enum LabelShuffleCheck {
    /// The normal quantiles of the 95% and the 99.9% interval.
    static let usual = 1.959964
    static let extreme = 3.290527
    /// With fewer converting portals, over all shuffles, the interval is so wide that nothing can be said.
    static let leastPortals = 5.0

    /// How often to shuffle: twice, and oftener where the test period has few conversions.
    package static func shuffles(convertedPortals: Int) -> Int { min(6, max(2, 20 / max(1, convertedPortals))) }

    package static func check(_ tests: [ShuffledTest]) -> AuditCheck {
        let usable = tests.filter { $0.portals >= 1 && $0.others >= 1 }
        guard usable.reduce(0, { $0 + $1.portals }) >= leastPortals else {
            return .skipped(
                .labelShuffle, "Not judged: the test period has too few conversions to tell chance from a leak.")
        }
        let count = Double(usable.count)
        let mean = usable.reduce(0) { $0 + $1.rocAUC } / count
        let deviation = usable.reduce(0) { $0 + $1.variance }.squareRoot() / count
        let low = max(0, 0.5 - usual * deviation)
        let high = min(1, 0.5 + usual * deviation)
        let conversions = usable.reduce(0) { $0 + $1.conversions }
        let portals = usable.reduce(0) { $0 + $1.portals }
        let numbers = [
            "rocAUC": mean, "low": low, "high": high, "shuffles": count, "conversions": Double(conversions),
            "portals": portals, "deviations": (mean - 0.5) / deviation,
        ]
        let summary =
            "Close dates dealt to other portals, then all made again, \(AuditText.count(usable.count, "time")): the test "
            + "ROC-AUC is \(AuditText.decimal(mean)); where nothing leaks it is within "
            + "\(AuditText.interval(low, high)) (95%; \(conversions) conversions were dealt in all, worth "
            + "\(AuditText.decimal(portals, 0)) portals)."
        let distance = abs(mean - 0.5) / deviation
        guard distance > usual else { return AuditCheck(.labelShuffle, summary: summary, numbers: numbers) }
        let isFailure = distance > extreme
        return AuditCheck(
            .labelShuffle, summary: summary, numbers: numbers,
            findings: [
                .init(
                    isFailure ? .failed : .warning, "shuffled conversions",
                    text: "A model of shuffled conversions has a test ROC-AUC of \(AuditText.decimal(mean)), "
                        + "\(AuditText.decimal(distance, 1)) standard deviations from 0.5.",
                    advice: isFailure
                        ? "The conversion reaches the features, or the test's rows the training. Do not use the list; "
                            + "look at what was changed in the program since the last audit that passed."
                        : "Chance does this in one of 20 weeks. Look again next week, or with another seed.",
                    numbers: numbers)
            ])
    }
}
