internal import Arrow

/// Rows in the bins of a learner, for several trainings that see some of them each.
///
/// Nothing changes them once they are made, so trainings may take theirs at the same time.
package protocol SharedRows: AnyObject, Sendable {
    /// Brings some of the rows into the form that the learner trains on.
    ///
    /// - Parameters:
    ///   - training: Rows to fit to.
    ///   - validation: Rows to judge each round on.
    /// - Throws: As `Learner.prepare`.
    func prepare(_ training: RowSelection, validation: RowSelection?) throws -> any PreparedRows
}

/// Some of the rows that several trainings share.
package struct RowSelection: Sendable {
    /// Where they are among the shared rows, ascending.
    package let positions: [Int]
    /// The same rows as a table, with weights of their own.
    package let rows: TrainingRows

    package init(positions: [Int], rows: TrainingRows) {
        precondition(positions.count == rows.table.rowCount, "A selection's table has other rows.")
        self.positions = positions
        self.rows = rows
    }
}

/// For a learner that has nothing to share: each training prepares its rows as a table.
final class UnsharedRows: SharedRows {
    private let learner: any Learner
    private let parameters: ParameterList

    init(_ learner: any Learner, parameters: ParameterList) {
        self.learner = learner
        self.parameters = parameters
    }

    func prepare(_ training: RowSelection, validation: RowSelection?) throws -> any PreparedRows {
        try learner.prepare(training.rows, validation: validation?.rows, parameters: parameters)
    }
}
