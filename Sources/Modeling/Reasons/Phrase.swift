internal import DuckDB

/// SQL expressions that put numbers into words.
enum Phrase {
    /// Formats `1234` as "1,234".
    static func number(_ value: String) -> String { "format('{:,}', (\(value))::BIGINT)" }

    /// Formats an average as "12", "2.5" or "under 0.1".
    static func average(_ value: String) -> String {
        """
        CASE WHEN \(value) >= 10 THEN \(number("round(\(value))"))
            WHEN \(value) > 0 AND \(value) < 0.05 THEN 'under 0.1'
            ELSE regexp_replace(format('{:.1f}', (\(value))::DOUBLE), '[.]0$', '') END
        """
    }

    /// Formats a count as "1 action" or "23 actions".
    static func counted(_ value: String, _ one: String, _ many: String) -> String {
        "(\(number(value)) || CASE WHEN \(value) = 1 THEN \(SQL.literal(" " + one)) ELSE \(SQL.literal(" " + many)) END)"
    }

    /// Formats days as "5 days ago" or "3 weeks ago". Two weeks or more, and all values of weekly usage, are in whole
    /// weeks.
    static func ago(_ days: String, isWeekly: Bool) -> String {
        let weeks = "(\(counted("\(days) // 7", "week", "weeks")) || ' ago')"
        let recent = "(\(counted(days, "day", "days")) || ' ago')"
        return isWeekly
            ? "CASE WHEN \(days) < 7 THEN 'in the last 7 days' ELSE \(weeks) END"
            : "CASE WHEN \(days) = 0 THEN 'today' WHEN \(days) < 14 THEN \(recent) ELSE \(weeks) END"
    }

    /// Formats " (typical: …)".
    static func typical(_ text: String) -> String { "' (typical: ' || \(text) || ')'" }

    /// Joins the parts of a sentence.
    static func sentence(_ parts: String...) -> String { parts.map { "(\($0))" }.joined(separator: " || ") }

    /// Returns the first choice whose condition holds, or the default.
    static func choice(_ choices: KeyValuePairs<String, String>, otherwise: String) -> String {
        let cases = choices.map { "WHEN \($0) THEN \($1)" }.joined(separator: " ")
        return "CASE \(cases) ELSE \(otherwise) END"
    }

    /// Formats a value from the tables for a sentence: `COMPUTER_SOFTWARE` becomes "computer software". The result is
    /// at most a line long.
    static func given(_ value: String) -> String {
        let readable =
            "CASE WHEN regexp_full_match(\(value), '[A-Z0-9]+(_[A-Z0-9]+)+') THEN lower(replace(\(value), '_', ' ')) ELSE \(value) END"
        return "CASE WHEN length(\(value)) > 60 THEN left(\(value), 57) || '...' ELSE \(readable) END"
    }
}
