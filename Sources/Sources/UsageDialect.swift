internal import DuckDB

/// The few places in which the engines' dialects of SQL differ, as far as usage needs them.
protocol UsageDialect: Sendable {
    /// A column or table name.
    func identifier(_ name: String) -> String
    /// A text value.
    func literal(_ text: String) -> String
    /// A value as text.
    func text(_ value: String) -> String
    /// The number that a text means; NULL where it means none.
    func number(_ text: String) -> String
    /// The calendar day of a text that is a date or a time; NULL where it is none.
    func day(_ text: String) -> String
    /// An id that is a whole number, in the one form in which all its spellings are the same.
    func key(_ text: String) -> String
    /// A number, where it is a whole one from 0 that fits 32 bits; 0 where the value is empty, else NULL.
    func count(_ number: String, isEmpty: String) -> String
}

/// DuckDB's dialect.
struct DuckDBDialect: UsageDialect {
    /// Reads the days of the timestamps; registered where days are read.
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

/// Spark's dialect, made to read a value as DuckDB does.
struct SparkDialect: UsageDialect {
    /// The IANA name of the zone whose days instants are counted in.
    var timeZone = "UTC"

    func identifier(_ name: String) -> String { "`" + name.replacing("`", with: "``") + "`" }

    func literal(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    func text(_ value: String) -> String { "CAST(\(value) AS STRING)" }

    /// Java takes `3d`, `NaN` and `Infinity` for numbers, which all end in a letter.
    func number(_ text: String) -> String {
        "coalesce(CAST(try_cast(\(text) AS BIGINT) AS DOUBLE), "
            + "CASE WHEN right(rtrim(\(text)), 1) < 'A' THEN try_cast(\(text) AS DOUBLE) END)"
    }

    /// Spark takes `2020`, `2020-07` and `10:00` for times. A time with an offset belongs to the day of the time zone (the
    /// session's own zone is UTC), another one to the day that is written.
    func day(_ text: String) -> String {
        let iso = "replace(\(text), '/', '-')"
        let digits = "concat_ws('-', left(\(text), 4), substring(\(text), 5, 2), right(\(text), 2))"
        return "CASE WHEN \(text) RLIKE '^[0-9]{4,}[-/][0-9]{1,2}[-/][0-9]{1,2}[T ].*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$' "
            + "THEN CAST(from_utc_timestamp(try_cast(\(iso) AS TIMESTAMP), \(literal(timeZone))) AS DATE) "
            + "WHEN \(text) RLIKE '^[0-9]{4,}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ].*[0-9])?$' "
            + "THEN CAST(try_cast(\(iso) AS TIMESTAMP_NTZ) AS DATE) "
            + "WHEN \(text) RLIKE '^[0-9]{8}$' THEN try_cast(\(digits) AS DATE) END"
    }

    /// As text, since `42`, `042` and `42.0` are one portal and have to meet in one group.
    func key(_ text: String) -> String {
        "coalesce(CAST(coalesce(try_cast(\(text) AS BIGINT), CAST(try_cast(\(text) AS DECIMAL(18, 0)) AS BIGINT)) "
            + "AS STRING), \(text))"
    }

    func count(_ number: String, isEmpty: String) -> String {
        "CASE WHEN \(isEmpty) THEN 0 WHEN \(number) BETWEEN 0 AND 4294967295 AND \(number) = floor(\(number)) "
            + "THEN CAST(\(number) AS BIGINT) END"
    }
}
