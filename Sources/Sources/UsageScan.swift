internal import DuckDB
internal import ProspectCore

/// The scan of one part of the usage table.
///
/// `fast` is for data in which nothing is wrong: counts of a CSV file go to the store as the texts that they are, which
/// reads them without rounding. Where a value is not as it should be, the part is read again by `careful`, which keeps
/// each value's text beside it.
struct UsageScan {
    let part: SourceTable.Part
    let columns: ColumnNames
    let numericIDs: Bool
    /// The table that takes rejected rows; every scan of a part needs one of its own.
    let rejects: String

    /// What `fast` delivers.
    var fastShape: UsageSink.Shape { .init(byID: numericIDs, countsAreTexts: part.keepsRejects) }

    /// Columns `id`, `day` and the counts as `fastShape` says; id and day are NULL where something is wrong.
    var fast: String {
        let id = SQL.identifier(columns.id)
        let date = SQL.identifier(columns.timestamp)
        let isCSV = part.keepsRejects
        let types = Dictionary(
            uniqueKeysWithValues: [(columns.id, numericIDs ? "BIGINT" : "VARCHAR"), (columns.timestamp, "TIMESTAMP")]
                + columns.counts.map { ($0, "VARCHAR") })
        let counts = columns.counts.map { name in
            let column = SQL.identifier(name)
            return isCSV
                ? column
                : "\(Self.whole("TRY_CAST(\(column) AS DOUBLE)", isEmpty: "\(column) IS NULL")) AS \(column)"
        }
        let key = numericIDs ? (isCSV ? id : "TRY_CAST(\(id) AS BIGINT)") : "trim(\(id)::VARCHAR)"
        let hasID = isCSV && numericIDs ? "\(id) IS NOT NULL" : "\(key) IS NOT NULL AND trim(\(id)::VARCHAR) <> ''"
        return """
            SELECT \(key) AS id, CASE WHEN \(hasID) THEN TRY_CAST(\(date) AS TIMESTAMP)::DATE END AS day,
                \(counts.joined(separator: ", "))
            FROM \(part.relation(types: types, rejects: rejects))
            """
    }

    /// Columns `id`, `id_text`, `day`, `day_text`, and of each count its value, its number and its text.
    ///
    /// - Parameter numbered: adds `place`, the row's number from 1; DuckDB then reads with one thread.
    func careful(numbered: Bool) -> String {
        let wanted = [columns.id, columns.timestamp] + columns.counts
        let texts = Dictionary(uniqueKeysWithValues: wanted.map { ($0, "VARCHAR") })
        func text(_ column: String, as name: String) -> String {
            "nullif(trim(\(SQL.identifier(column))::VARCHAR), '') AS \(name)"
        }
        let given = columns.counts.enumerated().map { "nullif(\(SQL.identifier($1))::VARCHAR, '') AS text_\($0)" }
        let place = numbered ? "row_number() OVER () AS place, " : ""
        let numbers = columns.counts.indices.map { "TRY_CAST(text_\($0) AS DOUBLE) AS number_\($0)" }
        let counts = columns.counts.enumerated().map { index, name in
            "\(Self.whole("number_\(index)", isEmpty: "text_\(index) IS NULL")) AS \(SQL.identifier(name))"
        }
        return """
            SELECT *, \(counts.joined(separator: ", ")) FROM (
                SELECT *, \(numericIDs ? "TRY_CAST(id_text AS BIGINT)" : "id_text") AS id,
                    TRY_CAST(day_text AS TIMESTAMP)::DATE AS day, \(numbers.joined(separator: ", "))
                FROM (SELECT \(place)\(text(columns.id, as: "id_text")),
                        \(text(columns.timestamp, as: "day_text")), \(given.joined(separator: ", "))
                      FROM \(part.relation(types: texts, rejects: rejects))))
            """
    }

    /// Whether anything is wrong with a row of `careful`: true exactly where one of `tests` is.
    func isBad(today: Day) -> String {
        let counts = columns.counts.map { "\(SQL.identifier($0)) IS NULL" }
        let dates = ["id_text IS NULL", "day IS NULL", "day < \(UsageLoader.oldest)", "day > DATE '\(today)'"]
        return "coalesce(\((dates + counts).joined(separator: " OR ")), true)"
    }

    /// What can be wrong with a row of `careful`, the worst first.
    func tests(today: Day) -> [RowTest] {
        let id = columns.id
        let date = columns.timestamp
        let given = "id_text IS NOT NULL AND day_text IS NOT NULL"
        var tests = [
            RowTest(.missingID, id, "NULL", "id_text IS NULL", "the usage row has no id"),
            RowTest(
                .missingDate, date, "NULL", "id_text IS NOT NULL AND day_text IS NULL", "the usage row has no date"),
            RowTest(.unparsableValue, date, "day_text", "\(given) AND day IS NULL", "the date does not parse", "date"),
            RowTest(
                .ancientDate, date, "day_text", "\(given) AND day < \(UsageLoader.oldest)", "the date is before 2000"),
            RowTest(.futureDate, date, "day_text", "\(given) AND day > DATE '\(today)'", "the date is in the future"),
        ]
        for (index, name) in columns.counts.enumerated() {
            let isBad = "\(SQL.identifier(name)) IS NULL"
            let isNegative = "coalesce(number_\(index) < 0, false)"
            let text = "text_\(index)"
            tests.append(
                RowTest(.negativeCount, name, text, "\(isBad) AND \(isNegative)", "the count is negative"))
            tests.append(
                RowTest(
                    .unparsableValue, name, text, "\(isBad) AND NOT \(isNegative)",
                    "the count is not a whole number below 2^32", "whole number"))
        }
        return tests
    }

    /// A whole number from 0 that fits 32 bits; 0 where it is empty, else NULL.
    private static func whole(_ number: String, isEmpty: String) -> String {
        "coalesce(TRY_CAST(CASE WHEN \(number) = floor(\(number)) THEN \(number) END AS UINTEGER), "
            + "CASE WHEN \(isEmpty) THEN 0::UINTEGER END)"
    }
}

/// One thing that can be wrong with a row, as a condition in SQL.
struct RowTest {
    let kind: RowProblem.Kind
    let column: String
    /// The offending text, as an expression.
    let value: String
    let condition: String
    /// Why the row is set aside.
    let reason: String
    /// What the value should have been.
    let expected: String?

    init(
        _ kind: RowProblem.Kind, _ column: String, _ value: String, _ condition: String, _ reason: String,
        _ expected: String? = nil
    ) {
        self.kind = kind
        self.column = column
        self.value = value
        self.condition = condition
        self.reason = reason
        self.expected = expected
    }
}
