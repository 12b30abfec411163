internal import Base
internal import DuckDB

/// Usage rows in the form that every engine reads: each value's text beside its meaning, so that findings can show what
/// is wrong.
struct CheckedUsage<Dialect: UsageDialect> {
    let columns: ColumnNames
    let numericIDs: Bool
    let oldest: Day
    let dialect: Dialect
    /// The accepted dates, for errors.
    var dateHint: String?

    /// Returns a query with the columns `id`, `id_text`, `day`, `day_text`, and for each count its value, its number
    /// and its text.
    ///
    /// - Parameters:
    ///   - relation: A table expression with the wanted columns.
    ///   - others: Further columns to keep.
    func sql(from relation: String, keeping others: [String] = []) -> String {
        func text(_ column: String, as name: String) -> String {
            "\(cell("trim(\(dialect.text(dialect.identifier(column))))")) AS \(name)"
        }
        let kept = others.map { $0 + ", " }.joined()
        let given = columns.counts.enumerated().map {
            "\(cell(dialect.text(dialect.identifier($1)))) AS text_\($0)"
        }
        let numbers = columns.counts.indices.map { "\(dialect.number("text_\($0)")) AS number_\($0)" }
        let counts = columns.counts.enumerated().map { index, name in
            "\(dialect.count("number_\(index)", isEmpty: "text_\(index) IS NULL")) AS \(dialect.identifier(name))"
        }
        return """
            SELECT *, \(counts.joined(separator: ",\n    ")) FROM (
                SELECT *, \(numericIDs ? dialect.key("id_text") : IDKey.sql(columns.idForm, "id_text")) AS id,
                    \(dialect.day("day_text")) AS day, \(numbers.joined(separator: ",\n        "))
                FROM (SELECT \(kept)\(text(columns.id, as: "id_text")),
                        \(text(columns.timestamp, as: "day_text")), \(given.joined(separator: ",\n            "))
                      FROM \(relation)))
            """
    }

    /// Returns a text, or NULL if it is empty or a word for "missing".
    private func cell(_ text: String) -> String {
        let words = Set(columns.missing.map { $0.lowercased() }).sorted().map(dialect.literal)
        return "CASE WHEN lower(\(text)) NOT IN (\((["''"] + words).joined(separator: ", "))) THEN \(text) END"
    }

    /// Returns a condition that is true exactly if one of `tests` is true.
    ///
    /// - Parameter today: Later dates are in the future. nil: future dates are not tested.
    func isBad(today: Day?) -> String {
        let counts = columns.counts.map { "\(dialect.identifier($0)) IS NULL" }
        var dates = ["id_text IS NULL", "day IS NULL", "day < DATE '\(oldest)'"]
        if let today { dates.append("day > DATE '\(today)'") }
        return "coalesce(\((dates + counts).joined(separator: " OR ")), true)"
    }

    /// Returns the tests of a row, most serious first.
    func tests(today: Day?) -> [RowTest] {
        let id = columns.id
        let date = columns.timestamp
        let given = "id_text IS NOT NULL AND day_text IS NOT NULL"
        var tests = [
            RowTest(.missingID, id, "NULL", "id_text IS NULL", "the usage row has no id"),
            RowTest(
                .missingDate, date, "NULL", "id_text IS NOT NULL AND day_text IS NULL", "the usage row has no date"),
            RowTest(
                .unparsableValue, date, "day_text", "\(given) AND day IS NULL", "the date does not parse", "date",
                hint: dateHint),
            RowTest(
                .ancientDate, date, "day_text", "\(given) AND day < DATE '\(oldest)'",
                "the date is before \(oldest)", "\(oldest)"),
        ]
        if let today {
            tests.append(
                RowTest(
                    .futureDate, date, "day_text", "\(given) AND day > DATE '\(today)'", "the date is in the future"))
        }
        for (index, name) in columns.counts.enumerated() {
            let isBad = "\(dialect.identifier(name)) IS NULL"
            let isNegative = "coalesce(number_\(index) < 0, false)"
            let text = "text_\(index)"
            tests.append(RowTest(.negativeCount, name, text, "\(isBad) AND \(isNegative)", "the count is negative"))
            tests.append(
                RowTest(
                    .unparsableValue, name, text, "\(isBad) AND NOT \(isNegative)",
                    "the count is not a whole number below 2^32", "whole number"))
        }
        return tests
    }
}
