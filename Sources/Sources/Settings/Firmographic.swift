/// A firmographic column and the meaning of its values.
package struct Firmographic: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// A word from a limited vocabulary.
        case category
        case number
        /// A range such as `2 to 5`, `51-200`, `1000+` or `10,001 or more`.
        case range
        /// A rank, where 1 is best, with the value that means "unranked".
        case rank(unranked: Double?)
    }

    package var column: String
    package var kind: Kind

    package init(column: String, kind: Kind) {
        self.column = column
        self.kind = kind
    }

    package static let defaults = [
        Firmographic(column: "ALEXA_RANK", kind: .rank(unranked: 16_000_001)),
        Firmographic(column: "EMPLOYEE_RANGE", kind: .range),
        Firmographic(column: "INDUSTRY", kind: .category),
    ]
}
