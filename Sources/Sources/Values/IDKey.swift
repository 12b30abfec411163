internal import DuckDB

/// The SQL expression for what all spellings of an id have in common under a form.
enum IDKey {
    /// Returns the expression.
    ///
    /// - Parameter id: An expression for the id as text, without spaces around it.
    static func sql(_ form: IDForm, _ id: String) -> String {
        switch form {
        case .exact: id
        case .caseless: "lower(regexp_replace(\(id), '[\\s\\x{00A0}]+', '', 'g'))"
        case .number:
            // This covers 0012 and 12.0, and 1.2E+1, if all digits of the number are written.
            """
            CASE WHEN regexp_full_match(\(id), '[0-9]+(\\.0*)?')
                THEN coalesce(nullif(ltrim(split_part(\(id), '.', 1), '0'), ''), '0')
            WHEN regexp_full_match(\(id), '\(scientific)') AND NOT \(hasLostDigits(id))
                AND trim(substr(\(fraction(id)), \(exponent(id)) + 1), '0') = ''
                THEN substr(\(id), 1, 1) || substr(\(fraction(id)), 1, \(exponent(id)))
            ELSE \(id) END
            """
        }
    }

    /// Returns a condition for ids in scientific notation with fewer digits than the number has.
    static func isBeyondRepair(_ id: String) -> String {
        "(regexp_full_match(\(id), '[0-9](\\.[0-9]+)?[eE]\\+[0-9]{1,3}') AND \(hasLostDigits(id)))"
    }

    /// Returns a condition for ids that are whole numbers in their shortest form, with digits that fit 64 bits.
    static func isPlainNumber(_ id: String) -> String { "regexp_full_match(\(id), '0|[1-9][0-9]{0,17}')" }

    private static let scientific = "[1-9](\\.[0-9]+)?[eE]\\+?[0-9]{1,3}"

    private static func fraction(_ id: String) -> String { "regexp_extract(\(id), '^[0-9]\\.([0-9]+)', 1)" }

    private static func exponent(_ id: String) -> String {
        "coalesce(TRY_CAST(regexp_extract(\(id), '[eE]\\+?([0-9]+)$', 1) AS INTEGER), 0)"
    }

    private static func hasLostDigits(_ id: String) -> String { "length(\(fraction(id))) < \(exponent(id))" }
}
