/// The result of a model that was fitted to shuffled conversions and judged on shuffled conversions.
package struct ShuffledTest: Equatable, Sendable {
    /// The share of pairs that the scores order correctly. A pair is a conversion and another portal on the same
    /// Sunday.
    package let rocAUC: Double
    /// The number of test snapshots that converted.
    package let conversions: Int
    /// The equivalent number of independent portals: (Σw)² / Σw², where w is the number of a portal's converting
    /// snapshots.
    package let portals: Double
    /// The mean number of portals on a Sunday that do not convert.
    package let others: Double
    /// The share of the variance that remains after ties, in (0, 1].
    package let spread: Double

    /// The variance of the ROC-AUC of scores that carry no information: Mann, Whitney, 1947, with the correction for
    /// ties.
    ///
    /// The snapshots of a portal count as one, because its score may be the same on all of them.
    package var variance: Double { (portals + others + 1) / (12 * portals * others) * spread }
}

/// Check 2: after the close dates are dealt to other portals, there is nothing left to predict.
///
/// The check moves close dates from portal to portal and makes everything that follows from them again: a portal's
/// snapshots, their labels, the features, the model and its test. The labels of a portal on consecutive Sundays stay
/// together. All portals that are free on a Sunday are equally likely to convert, whatever their features. Pairs are
/// compared within a Sunday. The expected value is therefore exactly 0.5, and anything above it comes from the label
/// itself.
package enum LabelShuffleCheck {
    /// The normal quantiles of the 95% and the 99.9% interval.
    static let usual = 1.959964
    static let extreme = 3.290527
    /// The number of converting portals, over all shuffles, below which the interval is too wide to conclude anything.
    static let leastPortals = 5.0

    /// Returns the number of shuffles: two, or more if the test period has few conversions.
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
            + "ROC-AUC is \(AuditText.decimal(mean)); without a leak it is within "
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
