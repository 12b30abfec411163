internal import DuckDB

/// What all spellings of one id have in common under a form, as a SQL expression.
enum IDKey {
    /// - Parameter id: an expression that gives the id as text, without blanks around it.
    static func sql(_ form: IDForm, _ id: String) -> String {
        switch form {
        case .exact: id
        case .caseless: "lower(regexp_replace(\(id), '[\\s\\x{00A0}]+', '', 'g'))"
        case .number:
            // 0012 and 12.0; and 1.2E+1, where all digits of the number are written.
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

    /// Whether an id is written in scientific notation with fewer digits than the number has.
    static func isBeyondRepair(_ id: String) -> String {
        "(regexp_full_match(\(id), '[0-9](\\.[0-9]+)?[eE]\\+[0-9]{1,3}') AND \(hasLostDigits(id)))"
    }

    /// Whether an id is a whole number in its shortest form, of digits that fit 64 bits.
    static func isPlainNumber(_ id: String) -> String { "regexp_full_match(\(id), '0|[1-9][0-9]{0,17}')" }

    private static let scientific = "[1-9](\\.[0-9]+)?[eE]\\+?[0-9]{1,3}"

    private static func fraction(_ id: String) -> String { "regexp_extract(\(id), '^[0-9]\\.([0-9]+)', 1)" }

    private static func exponent(_ id: String) -> String {
        "coalesce(TRY_CAST(regexp_extract(\(id), '[eE]\\+?([0-9]+)$', 1) AS INTEGER), 0)"
    }

    private static func hasLostDigits(_ id: String) -> String { "length(\(fraction(id))) < \(exponent(id))" }
}
