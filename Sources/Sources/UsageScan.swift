internal import Base
internal import DuckDB

/// The scan of one part of the usage table.
///
/// `fast` is for data in which nothing is wrong: counts of a CSV file go to the store as doubles, which keep a fraction
/// where there is one; as integers DuckDB would round them. Where a value is not as it should be, the part is read again by `careful`, which keeps
/// each value's text beside it.
struct UsageScan {
    let found: SourceTable.Found
    let columns: ColumnNames
    let numericIDs: Bool
    let oldest: Day
    let dates: UsageDates
    /// The table that takes rejected rows; every scan of a part needs one of its own.
    let rejects: String

    private var part: SourceTable.Part { found.part }
    private var dialect: DuckDBDialect { DuckDBDialect(reader: dates.reader) }

    /// What `fast` delivers.
    var fastShape: UsageSink.Shape { .init(byID: numericIDs, isPlain: part.keepsRejects) }

    /// Columns `id`, `day` and the counts as `fastShape` says; id and day are NULL where something is wrong.
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
        // A number of a CSV file is there or is NULL, which the sink sees.
        let checked =
            isCSV && numericIDs
            ? day : "CASE WHEN \(key) IS NOT NULL AND trim(\(id)::VARCHAR) <> '' THEN \(day) END"
        return """
            SELECT \(key) AS id, \(checked) AS day,
                \(counts.joined(separator: ", "))
            FROM \(part.relation(types: types, rejects: rejects))
            """
    }

    /// The day of a value of any type.
    private func typedDay(_ value: String) -> String {
        switch found.types[columns.timestamp] {
        case let type? where ColumnTypes.isPlainDate(type): "\(value)::DATE"
        // An instant; a cast to a date would take the time zone of the process.
        case ColumnTypes.zoned? where dates.reader.zone == .utc: "make_timestamp(epoch_us(\(value)))::DATE"
        default: dialect.day("\(value)::VARCHAR")
        }
    }

    private var rows: CheckedUsage<DuckDBDialect> {
        CheckedUsage(
            columns: columns, numericIDs: numericIDs, oldest: oldest, dialect: dialect, dateHint: dates.hint)
    }

    /// The ids and timestamps as texts, NULL where they are missing: columns `id` and `text`.
    var texts: String {
        let missing = MissingWords(columns.missing)
        let types = [columns.id: "VARCHAR", columns.timestamp: "VARCHAR"]
        return """
            SELECT \(missing.cell(ColumnTypes.text(columns.id, type: found.types[columns.id]))) AS id,
                \(missing.cell("\(SQL.identifier(columns.timestamp))::VARCHAR")) AS text
            FROM \(part.relation(types: types, rejects: rejects, bufferSize: SourceTable.Part.smallBuffer))
            """
    }

    /// The rows with each value's text beside it; see `CheckedUsage`.
    ///
    /// - Parameter numbered: adds `place`, the row's number from 1; DuckDB then reads with one thread.
    func careful(numbered: Bool) -> String {
        let wanted = [columns.id, columns.timestamp] + columns.counts
        let texts = Dictionary(uniqueKeysWithValues: wanted.map { ($0, "VARCHAR") })
        return rows.sql(
            from: part.relation(types: texts, rejects: rejects),
            keeping: numbered ? ["\(part.rowNumber) AS place"] : [])
    }

    /// Whether anything is wrong with a row of `careful`: true exactly where one of `tests` is.
    func isBad(today: Day) -> String { rows.isBad(today: today) }

    /// What can be wrong with a row of `careful`, the worst first.
    func tests(today: Day) -> [RowTest] { rows.tests(today: today) }
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
