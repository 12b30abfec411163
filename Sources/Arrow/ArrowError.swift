package import Base

/// An error for columns that cannot be read as requested, or for a producer that failed.
package struct ArrowError: ProspectError {
    package let problem: String
    package let remedy: String?
    /// The reason that a failed producer gave.
    package let reason: String?

    private init(problem: String, remedy: String?, reason: String? = nil) {
        self.problem = problem
        self.remedy = remedy
        self.reason = reason
    }

    static func producerFailed(_ reason: String?) -> Self {
        Self(
            problem: "The columns could not be read: \(reason ?? "their producer gives no reason").", remedy: nil,
            reason: reason)
    }

    static func notATable(format: String) -> Self {
        Self(problem: "The Arrow stream holds values of format '\(format)', not rows of columns.", remedy: nil)
    }

    static func notNumeric(_ column: ArrowColumn) -> Self {
        Self(
            problem: "Column '\(column.name)' is not a number (its Arrow format is '\(column.format)').",
            remedy: "Cast it in the query, for example to DOUBLE or INTEGER.")
    }

    static func notTexts(_ column: ArrowColumn) -> Self {
        Self(
            problem: "Column '\(column.name)' is not a text (its Arrow format is '\(column.format)').",
            remedy: "Cast it in the query to VARCHAR.")
    }

    package var exitCode: ExitStatus { .badInput }
}
