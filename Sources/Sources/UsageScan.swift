internal import Base
internal import DuckDB

/// The scan of one part of the usage table.
///
/// `fast` is for data without problems. Counts of a CSV file go to the store as doubles, which keep a fraction; as
/// integers, DuckDB would round them. If a value is not as it should be, `careful` reads the part again and keeps each
/// value's text beside it.
struct UsageScan {
    let found: SourceTable.Found
    let columns: ColumnNames
    let numericIDs: Bool
    let oldest: Day
    let dates: UsageDates
    /// The table for rejected rows. Every scan of a part needs its own.
    let rejects: String

    private var part: SourceTable.Part { found.part }
    private var dialect: DuckDBDialect { DuckDBDialect(reader: dates.reader) }

    /// The shape of the rows that `fast` delivers.
    var fastShape: UsageSink.Shape { .init(byID: numericIDs, isPlain: part.keepsRejects) }

    /// A query for `id`, `day` and the counts in `fastShape`. Id and day are NULL if something is wrong.
    var fast: String {
        let id = SQL.identifier(columns.id)
        let date = SQL.identifier(columns.timestamp)
        let isCSV = part.keepsRejects
        let types = Dictionary(
            uniqueKeysWithValues: [(columns.id, numericIDs ? "BIGINT" : "VARCHAR"), (columns.timestamp, "VARCHAR")]
                + columns.counts.map { ($0, "DOUBLE") })
        let counts = columns.counts.map { name in
            let column = SQL.identifier(name)
            return isCSV
                ? column
                : "\(dialect.count("TRY_CAST(\(column) AS DOUBLE)", isEmpty: "\(column) IS NULL")) AS \(column)"
        }
        let text = ColumnTypes.text(columns.id, type: found.types[columns.id])
        let key =
            numericIDs ? (isCSV ? id : "TRY_CAST(\(id) AS BIGINT)") : IDKey.sql(columns.idForm, "trim(\(text))")
        let day = isCSV ? "coalesce(\(PlainDay.function)(\(date)), \(dialect.day(date)))" : typedDay(date)
        // A number in a CSV file either exists or is NULL, which the sink notices.
        let checked =
            isCSV && numericIDs
            ? day : "CASE WHEN \(key) IS NOT NULL AND trim(\(id)::VARCHAR) <> '' THEN \(day) END"
        return """
            SELECT \(key) AS id, \(checked) AS day,
                \(counts.joined(separator: ", "))
            FROM \(part.relation(types: types, rejects: rejects))
            """
    }

    /// Returns the day of a value of any type.
    private func typedDay(_ value: String) -> String {
        switch found.types[columns.timestamp] {
        case let type? where ColumnTypes.isPlainDate(type): "\(value)::DATE"
        // The value is an instant. A cast to a date would use the time zone of the process.
        case ColumnTypes.zoned? where dates.reader.zone == .utc: "make_timestamp(epoch_us(\(value)))::DATE"
        default: dialect.day("\(value)::VARCHAR")
        }
    }

    private var rows: CheckedUsage<DuckDBDialect> {
        CheckedUsage(
            columns: columns, numericIDs: numericIDs, oldest: oldest, dialect: dialect, dateHint: dates.hint)
    }

    /// A query for the ids and timestamps as texts, NULL if missing: the columns `id` and `text`.
    var texts: String {
        let missing = MissingWords(columns.missing)
        let types = [columns.id: "VARCHAR", columns.timestamp: "VARCHAR"]
        return """
            SELECT \(missing.cell(ColumnTypes.text(columns.id, type: found.types[columns.id]))) AS id,
                \(missing.cell("\(SQL.identifier(columns.timestamp))::VARCHAR")) AS text
            FROM \(part.relation(types: types, rejects: rejects, bufferSize: SourceTable.Part.smallBuffer))
            """
    }

    /// Returns a query for the rows with each value's text beside it; see `CheckedUsage`.
    ///
    /// - Parameter numbered: Whether to add `place`, the row's number from 1. DuckDB then reads with one thread.
    func careful(numbered: Bool) -> String {
        let wanted = [columns.id, columns.timestamp] + columns.counts
        let texts = Dictionary(uniqueKeysWithValues: wanted.map { ($0, "VARCHAR") })
        return rows.sql(
            from: part.relation(types: texts, rejects: rejects),
            keeping: numbered ? ["\(part.rowNumber) AS place"] : [])
    }

    /// Returns a condition for a row of `careful` that is true exactly if one of `tests` is true.
    func isBad(today: Day) -> String { rows.isBad(today: today) }

    /// Returns the tests of a row of `careful`, most serious first.
    func tests(today: Day) -> [RowTest] { rows.tests(today: today) }
}

/// A possible problem of a row, as an SQL condition.
struct RowTest {
    let kind: RowProblem.Kind
    let column: String
    /// An expression for the offending text.
    let value: String
    let condition: String
    /// Why the row is set aside.
    let reason: String
    /// The expected kind of value.
    let expected: String?
    let hint: String?

    init(
        _ kind: RowProblem.Kind, _ column: String, _ value: String, _ condition: String, _ reason: String,
        _ expected: String? = nil, hint: String? = nil
    ) {
        self.hint = hint
        self.kind = kind
        self.column = column
        self.value = value
        self.condition = condition
        self.reason = reason
        self.expected = expected
    }
}
