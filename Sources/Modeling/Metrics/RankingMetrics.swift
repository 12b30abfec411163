/// Returns the area under the ROC curve: the probability that a random positive row has a higher score than a random
/// negative one. Equal scores count half.
///
/// This is scikit-learn's `roc_auc_score`, the Mann-Whitney statistic with midranks.
///
/// - Parameters:
///   - labels: 1 (true) for a conversion.
///   - scores: Higher means more likely; never NaN.
///   - weights: The number of rows that each row stands for, or nil for one each.
/// - Returns: A number in [0, 1], or nil if a class is missing.
package func rocAUC(labels: [Bool], scores: [Double], weights: [Double]? = nil) -> Double? {
    RankedGroups(labels: labels, scores: scores, weights: weights).rocAUC
}

/// Returns the mean of the precision at each score, weighted by the recall that this score adds, without interpolation.
///
/// This is scikit-learn's `average_precision_score`.
///
/// - Returns: A number in [0, 1], or nil without positives.
package func averagePrecision(labels: [Bool], scores: [Double], weights: [Double]? = nil) -> Double? {
    RankedGroups(labels: labels, scores: scores, weights: weights).averagePrecision
}

/// Returns precision, recall and lift of the first `k` rows.
///
/// If the cut falls among rows with equal scores, as many of them count as fit, each with the group's mean: the
/// expectation over all their orders.
///
/// - Parameters:
///   - k: The number of rows, counted by weight; above 0.
///   - label: The name of the cut.
/// - Returns: The metrics, or nil without rows.
package func topOfRanking(
    _ k: Double, label: String, labels: [Bool], scores: [Double], weights: [Double]? = nil
) -> TopOfRanking? {
    RankedGroups(labels: labels, scores: scores, weights: weights).top(k, label: label)
}

extension RankedGroups {
    var rocAUC: Double? {
        guard positives > 0, negatives > 0 else { return nil }
        var pairs = CompensatedSum()
        var above = CompensatedSum()
        for group in groups {
            pairs.add(group.negatives * (above.value + group.positives / 2))
            above.add(group.positives)
        }
        return pairs.value / positives / negatives
    }

    var averagePrecision: Double? {
        guard positives > 0 else { return nil }
        var sum = CompensatedSum()
        var truePositives = CompensatedSum()
        var flagged = CompensatedSum()
        for group in groups {
            truePositives.add(group.positives)
            flagged.add(group.rows)
            if group.positives > 0 { sum.add(group.positives * truePositives.value / flagged.value) }
        }
        return sum.value / positives
    }

    func top(_ k: Double, label: String) -> TopOfRanking? {
        guard rows > 0 else { return nil }
        let size = min(k, rows)
        var found = CompensatedSum()
        var taken = CompensatedSum()
        for group in groups {
            let room = size - taken.value
            guard room > 0 else { break }
            found.add(room >= group.rows ? group.positives : group.positives * room / group.rows)
            taken.add(min(room, group.rows))
        }
        let precision = found.value / size
        return TopOfRanking(
            k: size, label: label, precision: precision,
            recall: positives > 0 ? found.value / positives : nil,
            lift: positives > 0 ? precision / (positives / rows) : nil)
    }
}
