internal import Arrow
internal import Boosting
internal import Snapshots

/// The rows of a period, with their labels and weights kept apart, for scoring and judging.
struct LabelledTable: Sendable {
    let table: ArrowTable
    let labels: [Bool]
    let weights: [Double]

    init(_ table: ArrowTable) throws {
        self.table = table
        labels = try table.doubles(table.index(of: SnapshotRows.label)!).map { $0 == 1 }
        weights = try table.doubles(table.index(of: SnapshotRows.weight)!)
    }

    /// The weight of the rows that converted.
    var positives: Double { zip(labels, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } }

    /// Whether some rows converted and others did not.
    var hasBothKinds: Bool { labels.contains(true) && labels.contains(false) }

    /// The weight of the rows that did not convert over the weight of those that did.
    var balance: Double {
        let positives = positives
        return positives > 0 ? (weights.reduce(0, +) - positives) / positives : 1
    }

    /// Returns how well a model separates the rows, or NaN if the metric is not defined.
    func score(_ model: any Classifier, features: [Int], by metric: TuningMetric) throws -> Double {
        let probabilities = try model.probabilities(of: table, features: features)
        let value =
            switch metric {
            case .rocAUC: rocAUC(labels: labels, scores: probabilities, weights: weights)
            case .averagePrecision: averagePrecision(labels: labels, scores: probabilities, weights: weights)
            case .logLoss: logLoss(labels: labels, probabilities: probabilities, weights: weights)
            }
        return value ?? .nan
    }
}

/// The rows of one fold, read once for all members.
struct FoldTables: Sendable {
    let fold: TunedMember.Fold
    let fit: LabelledTable
    let stopping: LabelledTable
    let judged: LabelledTable

    /// Reads the rows. Categories are learned from the rows that the fold fits on.
    ///
    /// - Throws: `ModelingError` if no row of a period converted.
    init(_ fold: TunedMember.Fold, number: Int, reader: PeriodReader) throws {
        self.fold = fold
        let rows = try reader.rows(learnedOn: fold.fit)
        func table(_ name: String, _ period: SnapshotPeriod) throws -> LabelledTable {
            try LabelledTable(reader.fitting(rows, "\(name) (of tuning fold \(number))", period))
        }
        fit = try table("fitting", fold.fit)
        stopping = try table("stopping", fold.stopping)
        judged = try table("judged", fold.judged)
    }

    /// Adds all values to a fingerprint.
    func add(to fingerprint: inout Fingerprint) throws {
        for part in [fit, stopping, judged] {
            fingerprint.add(part.table.rowCount)
            for column in part.table.columns.indices {
                for value in try part.table.doubles(column) { fingerprint.add(value) }
            }
        }
    }
}
