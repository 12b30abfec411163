internal import DuckDB

/// The few places in which the engines' SQL dialects differ, as far as usage needs them.
protocol UsageDialect: Sendable {
    /// Returns a column or table name.
    func identifier(_ name: String) -> String
    /// Returns a text value.
    func literal(_ text: String) -> String
    /// Returns a value as text.
    func text(_ value: String) -> String
    /// Returns the number that a text means, or NULL if it is not a number.
    func number(_ text: String) -> String
    /// Returns the calendar day of a text that is a date or a time, or NULL if it is neither.
    func day(_ text: String) -> String
    /// Returns a whole-number id in one form for all its spellings.
    func key(_ text: String) -> String
    /// Returns a number if it is a non-negative whole number that fits 32 bits, 0 if the value is empty, else NULL.
    func count(_ number: String, isEmpty: String) -> String
}

/// DuckDB's dialect.
struct DuckDBDialect: UsageDialect {
    /// Reads the days of the timestamps. It is registered where days are read.
    var reader = DayReader(.standard, zone: .utc)

    func identifier(_ name: String) -> String { SQL.identifier(name) }
    func literal(_ text: String) -> String { SQL.literal(text) }
    func text(_ value: String) -> String { "\(value)::VARCHAR" }
    func number(_ text: String) -> String { "TRY_CAST(\(text) AS DOUBLE)" }
    func day(_ text: String) -> String { "\(reader.function)(\(text))" }
    func key(_ text: String) -> String { "TRY_CAST(\(text) AS BIGINT)" }

    func count(_ number: String, isEmpty: String) -> String {
        "coalesce(TRY_CAST(CASE WHEN \(number) = floor(\(number)) THEN \(number) END AS UINTEGER), "
            + "CASE WHEN \(isEmpty) THEN 0::UINTEGER END)"
    }
}

/// Spark's dialect, adapted to read a value as DuckDB does.
struct SparkDialect: UsageDialect {
    /// The IANA name of the time zone that defines the day of an instant.
    var timeZone = "UTC"

    func identifier(_ name: String) -> String { "`" + name.replacing("`", with: "``") + "`" }

    func literal(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    func text(_ value: String) -> String { "CAST(\(value) AS STRING)" }

    /// Java accepts `3d`, `NaN` and `Infinity` as numbers. All of them end in a letter.
    func number(_ text: String) -> String {
        "coalesce(CAST(try_cast(\(text) AS BIGINT) AS DOUBLE), "
            + "CASE WHEN right(rtrim(\(text)), 1) < 'A' THEN try_cast(\(text) AS DOUBLE) END)"
    }

    /// Spark accepts `2020`, `2020-07` and `10:00` as times. A time with an offset belongs to the day in the time zone
    /// (the session's own zone is UTC), any other time to the written day.
    func day(_ text: String) -> String {
        let iso = "replace(\(text), '/', '-')"
        let digits = "concat_ws('-', left(\(text), 4), substring(\(text), 5, 2), right(\(text), 2))"
        return "CASE WHEN \(text) RLIKE '^[0-9]{4,}[-/][0-9]{1,2}[-/][0-9]{1,2}[T ].*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$' "
            + "THEN CAST(from_utc_timestamp(try_cast(\(iso) AS TIMESTAMP), \(literal(timeZone))) AS DATE) "
            + "WHEN \(text) RLIKE '^[0-9]{4,}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ].*[0-9])?$' "
            + "THEN CAST(try_cast(\(iso) AS TIMESTAMP_NTZ) AS DATE) "
            + "WHEN \(text) RLIKE '^[0-9]{8}$' THEN try_cast(\(digits) AS DATE) END"
    }

    /// The key is text, since `42`, `042` and `42.0` are one portal and must meet in one group.
    func key(_ text: String) -> String {
        "coalesce(CAST(coalesce(try_cast(\(text) AS BIGINT), CAST(try_cast(\(text) AS DECIMAL(18, 0)) AS BIGINT)) "
            + "AS STRING), \(text))"
    }

    func count(_ number: String, isEmpty: String) -> String {
        "CASE WHEN \(isEmpty) THEN 0 WHEN \(number) BETWEEN 0 AND 4294967295 AND \(number) = floor(\(number)) "
            + "THEN CAST(\(number) AS BIGINT) END"
    }
}
