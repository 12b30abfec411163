/// Rows in descending order of their scores. Equal scores form one group, so no metric can depend on their order.
struct RankedGroups {
    struct Group: Equatable {
        /// The weight of the group's rows with label 1.
        var positives: Double
        /// The weight of the group's rows with label 0.
        var negatives: Double

        var rows: Double { positives + negatives }
    }

    let groups: [Group]
    let positives: Double
    let negatives: Double

    var rows: Double { positives + negatives }

    /// Sorts and groups the rows.
    ///
    /// - Parameters:
    ///   - labels: 1 (true) for a conversion.
    ///   - scores: Higher means more likely; never NaN.
    ///   - weights: Finite and not negative, or nil for one each. Rows of weight 0 are ignored.
    init(labels: [Bool], scores: [Double], weights: [Double]?) {
        precondition(labels.count == scores.count, "As many labels as scores are needed.")
        precondition(weights.map { $0.count == labels.count } ?? true, "As many weights as labels are needed.")
        precondition(!scores.contains { $0.isNaN }, "A score is not a number.")
        // Adding 0.0 gives -0.0 and 0.0 the same key.
        var order = labels.indices.map { Ranked(score: scores[$0] + 0.0, row: UInt32($0)) }
        order.sort { $0.score > $1.score }

        var groups: [Group] = []
        var allPositives = CompensatedSum()
        var allNegatives = CompensatedSum()
        var start = 0
        while start < order.count {
            let score = order[start].score
            var positives = CompensatedSum()
            var negatives = CompensatedSum()
            while start < order.count, order[start].score == score {
                let row = Int(order[start].row)
                let weight = weights?[row] ?? 1
                if labels[row] { positives.add(weight) } else { negatives.add(weight) }
                start += 1
            }
            let group = Group(positives: positives.value, negatives: negatives.value)
            guard group.rows > 0 else { continue }
            groups.append(group)
            allPositives.add(group.positives)
            allNegatives.add(group.negatives)
        }
        self.groups = groups
        positives = allPositives.value
        negatives = allNegatives.value
    }
}

private struct Ranked {
    let score: Double
    let row: UInt32
}
