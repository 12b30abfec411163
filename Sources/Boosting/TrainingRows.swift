package import Arrow
internal import Base

/// Rows to fit to or to judge on: a table and the roles of its columns.
package struct TrainingRows: Sendable {
    /// The meaning of the label.
    package enum Target: Sendable {
        /// The class of the row: 0 or 1.
        case outcome
        /// A finite number.
        case number
    }

    package let table: ArrowTable
    /// The positions of the feature columns, all of them numbers.
    package let features: [Int]
    /// The position of the label column.
    package let label: Int
    package let target: Target
    /// The position of the column of weights, if any. Weights are finite and not negative. A weight of 2 stands for two
    /// equal rows.
    package let weight: Int?
    /// The positions, within the table, of the features that are codes of categories. Codes are whole numbers from 0,
    /// preferably without large gaps.
    package let categorical: Set<Int>

    package init(
        _ table: ArrowTable, features: [Int], label: Int, target: Target = .outcome, weight: Int? = nil,
        categorical: Set<Int> = []
    ) {
        self.table = table
        self.features = features
        self.label = label
        self.target = target
        self.weight = weight
        self.categorical = categorical
    }
}

/// Rows to train on that meet the requirements of every learner.
struct LabelledRows: Sendable {
    let table: ArrowTable
    let features: [Int]
    let names: [String]
    /// The label of each row: 0 or 1, or a number.
    let labels: [Float]
    /// The number of equal rows that each row stands for, or nil if it is always one.
    let weights: [Float]?

    /// Checks the rows.
    ///
    /// - Throws: `BoostingError` for types, values or names that the learner does not accept, `ArrowError` for a label
    ///   or a weight that is not a number.
    init(_ rows: TrainingRows, for kind: LearnerName) throws {
        table = rows.table
        features = rows.features
        let columns = table.columns
        names = try checkedFeatureNames(features.map { columns[$0].name }, for: kind)
        guard table.rowCount > 0 else { throw BoostingError(problem: "There are no rows for \(kind.title).") }
        guard table.rowCount <= Int(Int32.max) else {
            throw BoostingError(
                problem: "\(kind.title) accepts at most \(Int32.max) rows, and there are \(table.rowCount).",
                remedy: "Train on fewer dates.")
        }
        try requireNumbers(table, columns: features, for: kind)
        labels = try table.doubles(rows.label).map(Float.init)
        switch rows.target {
        case .outcome:
            guard labels.allSatisfy({ $0 == 0 || $0 == 1 }) else {
                throw BoostingError(
                    problem: "The label column '\(columns[rows.label].name)' has values other than 0 and 1.")
            }
        case .number:
            guard labels.allSatisfy(\.isFinite) else {
                throw BoostingError(
                    problem: "The label column '\(columns[rows.label].name)' has values that are not finite numbers.")
            }
        }
        guard let weight = rows.weight else {
            weights = nil
            return
        }
        let values = try table.doubles(weight).map(Float.init)
        guard values.allSatisfy({ $0 >= 0 && $0.isFinite }), values.contains(where: { $0 > 0 }) else {
            throw BoostingError(
                problem: "The weight column '\(columns[weight].name)' has values that are not weights.",
                remedy: "A weight is a finite number, not negative and not NULL, and some are above zero.")
        }
        weights = values
    }

    /// Checks that both labels occur.
    ///
    /// - Throws: `BoostingError` if there is only one label.
    static func requireBothLabels(_ labels: [Float]) throws(BoostingError) {
        guard labels.contains(0), labels.contains(1) else {
            throw BoostingError(
                problem: "All \(labels.count) training rows have the same label.",
                remedy: "Train on a period with rows of both kinds.")
        }
    }
}
