internal import Base
internal import Foundation

/// A ROC-AUC with its 95% interval.
struct AUCEstimate: Equatable {
    let value: Double
    let low: Double
    let high: Double

    /// Makes an estimate with its standard error under the negative exponential model. Hanley, McNeil, "The meaning and
    /// use of the area under a receiver operating characteristic (ROC) curve", Radiology 143, 1982.
    ///
    /// - Parameters:
    ///   - value: The ROC-AUC. A value below 0.5 gets the interval of its mirror image.
    ///   - positives: Independent positives: portals, not their snapshots.
    ///   - negatives: Independent negatives.
    init(_ value: Double, positives: Double, negatives: Double) {
        let auc = max(value, 1 - value)
        let both = auc / (2 - auc)
        let neither = 2 * auc * auc / (1 + auc)
        let variance =
            (auc * (1 - auc) + (positives - 1) * (both - auc * auc) + (negatives - 1) * (neither - auc * auc))
            / (positives * negatives)
        let margin = 1.959964 * max(0, variance).squareRoot()
        self.value = value
        low = max(0, value - margin)
        high = min(1, value + margin)
    }
}

/// A share, with the counts behind it.
struct Share: Equatable {
    let count: Int
    let of: Int

    var value: Double { Double(count) / Double(max(of, 1)) }

    /// The 95% interval by E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    var interval: (low: Double, high: Double) { interval(z: 1.959964) }

    func interval(z: Double) -> (low: Double, high: Double) {
        guard of > 0 else { return (0, 1) }
        let n = Double(of)
        let denominator = 1 + z * z / n
        let centre = (value + z * z / (2 * n)) / denominator
        let margin = z * (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot() / denominator
        return (max(0, centre - margin), min(1, centre + margin))
    }

    /// Returns this share less another one, with the interval by R. G. Newcombe, "Interval estimation for the
    /// difference between independent proportions", Statistics in Medicine 17, 1998, method 10.
    func difference(from other: Share, z: Double) -> (value: Double, low: Double, high: Double) {
        let mine = interval(z: z)
        let theirs = other.interval(z: z)
        let difference = value - other.value
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        return (
            difference, difference - root(value - mine.low, theirs.high - other.value),
            difference + root(mine.high - value, other.value - theirs.low)
        )
    }
}

/// Formats numbers for the audit's sentences.
enum AuditText {
    static func decimal(_ value: Double, _ places: Int = 3) -> String { Numbers.decimal(value, places, minus: .hyphen) }

    static func percent(_ value: Double) -> String {
        Numbers.percent(value, places: value < 0.1 ? 1 : 0, minus: .hyphen)
    }

    /// Formats a difference of two shares in percentage points.
    static func points(_ value: Double) -> String {
        Numbers.decimal(100 * value, abs(value) < 0.1 ? 1 : 0, minus: .hyphen)
    }

    static func interval(_ low: Double, _ high: Double) -> String { "[\(decimal(low)), \(decimal(high))]" }

    static func share(_ share: Share) -> String {
        let (low, high) = share.interval
        return
            "\(share.count) of \(share.of) (\(percent(share.value)), 95% interval \(percent(low)) to \(percent(high)))"
    }

    static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}
