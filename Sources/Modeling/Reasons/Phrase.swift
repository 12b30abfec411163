internal import DuckDB

/// Pieces of SQL that put numbers into words.
enum Phrase {
    /// `1234` as "1,234".
    static func number(_ value: String) -> String { "format('{:,}', (\(value))::BIGINT)" }

    /// An average as "12", "2.5" or "under 0.1".
    static func average(_ value: String) -> String {
        """
        CASE WHEN \(value) >= 10 THEN \(number("round(\(value))"))
            WHEN \(value) > 0 AND \(value) < 0.05 THEN 'under 0.1'
            ELSE regexp_replace(format('{:.1f}', (\(value))::DOUBLE), '[.]0$', '') END
        """
    }

    /// "1 action", "23 actions".
    static func counted(_ value: String, _ one: String, _ many: String) -> String {
        "(\(number(value)) || CASE WHEN \(value) = 1 THEN \(SQL.literal(" " + one)) ELSE \(SQL.literal(" " + many)) END)"
    }

    /// Days as "5 days ago" or "3 weeks ago"; from two weeks on, and where usage is weekly, in whole weeks.
    static func ago(_ days: String, isWeekly: Bool) -> String {
        let weeks = "(\(counted("\(days) // 7", "week", "weeks")) || ' ago')"
        let recent = "(\(counted(days, "day", "days")) || ' ago')"
        return isWeekly
            ? "CASE WHEN \(days) < 7 THEN 'in the last 7 days' ELSE \(weeks) END"
            : "CASE WHEN \(days) = 0 THEN 'today' WHEN \(days) < 14 THEN \(recent) ELSE \(weeks) END"
    }

    /// " (typical: …)".
    static func typical(_ text: String) -> String { "' (typical: ' || \(text) || ')'" }

    /// The parts of a sentence.
    static func sentence(_ parts: String...) -> String { parts.map { "(\($0))" }.joined(separator: " || ") }

    /// Choices in their order, and what holds where none does.
    static func choice(_ choices: KeyValuePairs<String, String>, otherwise: String) -> String {
        let cases = choices.map { "WHEN \($0) THEN \($1)" }.joined(separator: " ")
        return "CASE \(cases) ELSE \(otherwise) END"
    }

    /// A given value as it is read in a sentence: `COMPUTER_SOFTWARE` as "computer software", nothing longer than a line.
    static func given(_ value: String) -> String {
        let readable =
            "CASE WHEN regexp_full_match(\(value), '[A-Z0-9]+(_[A-Z0-9]+)+') THEN lower(replace(\(value), '_', ' ')) ELSE \(value) END"
        return "CASE WHEN length(\(value)) > 60 THEN left(\(value), 57) || '...' ELSE \(readable) END"
    }
}
