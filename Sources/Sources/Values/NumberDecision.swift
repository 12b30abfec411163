internal import DuckDB

/// The form in which the numbers of one column are read, and the finding about it.
struct NumberDecision {
    let format: NumberFormat
    let finding: Finding?
    /// Whether any text is more than the digits of a whole number.
    let hasOthers: Bool

    static func function(_ format: NumberFormat) -> String { "number_\(format.rawValue)" }

    private static let kindFunction = "number_kind"
    private static let isPoint: Int32 = 1
    private static let isComma: Int32 = 2
    private static let isSame: Int32 = 4

    /// Registers the functions that read numbers with a database.
    static func register(on connection: Connection) throws {
        for format in [NumberFormat.point, .comma] {
            try connection.register(numbers: { NumberText($0).value(format) }, as: function(format))
        }
        // The bits are returned as a day, because that is the result type of text functions.
        try connection.register(
            { text in
                let number = NumberText(text)
                let isSame = number.point?.bitPattern == number.comma?.bitPattern
                return (number.point == nil ? 0 : Self.isPoint) | (number.comma == nil ? 0 : Self.isComma)
                    | (isSame ? Self.isSame : 0)
            }, as: kindFunction)
    }

    /// Chooses the form of a column.
    ///
    /// - Parameters:
    ///   - texts: A query with the column `text`, all texts of the column. NULL is ignored.
    ///   - format: The configured format.
    ///   - tolerance: The share of texts that may have no known form.
    init(
        of texts: String, column: String, table: SourceName, format: NumberFormat, tolerance: Double,
        connection: Connection
    ) throws {
        // Most texts are whole numbers, which are the same in every form.
        let others = "text IS NOT NULL AND TRY_CAST(text AS BIGINT) IS NULL OR contains(text, '.')"
        guard format == .auto else {
            hasOthers = true
            self.format = format
            finding = nil
            return
        }
        let kinds = try connection.rows(
            """
            SELECT \(unsafe: Self.kindFunction)(text) AS kind, count(*), min(text) FROM (\(unsafe: texts)) WHERE \(unsafe: others)
            GROUP BY kind ORDER BY kind
            """
        ) { (kind: Int32($0.int(0)!), count: $0.int(1)!, example: $0.string(2)!) }
        hasOthers = !kinds.isEmpty
        let total = try connection.row("SELECT count(text) FROM (\(unsafe: texts))") { $0.int(0)! }
        let point = kinds.first { $0.kind & (Self.isPoint | Self.isComma) == Self.isPoint }
        let comma = kinds.first { $0.kind & (Self.isPoint | Self.isComma) == Self.isComma }
        let both = kinds.first { $0.kind == Self.isPoint | Self.isComma }
        func isMuch(_ count: Int) -> Bool { Double(count) > min(tolerance, 0.5) * Double(total) }
        func refusal(_ message: String, _ count: Int) -> Finding {
            Finding(
                check: "number-format", severity: .error, table: table, column: column, count: count, message: message)
        }
        switch (point, comma, both) {
        case (let point?, let comma?, _):
            // A few values against many are mistakes.
            let fewer = min(point.count, comma.count)
            self.format = point.count >= comma.count ? .point : .comma
            finding =
                isMuch(fewer)
                ? refusal(
                    "The numbers of '\(column)' are written in two ways: '\(point.example)' has a decimal point, and "
                        + "'\(comma.example)' a decimal comma. Export the column in one way, or set columns.number_format "
                        + "to point or comma, under which the others are not read.", fewer) : nil
        case (nil, let comma?, _):
            self.format = .comma
            finding = Finding(
                check: "number-format", severity: .info, table: table, column: column, count: total,
                message: "The numbers of '\(column)' are read with a decimal comma: '\(comma.example)' is "
                    + "\(Self.text(NumberText(comma.example).comma)).")
        case (nil, nil, let both?):
            self.format = .point
            let number = NumberText(both.example)
            finding = refusal(
                "The numbers of '\(column)' can be read in two ways: '\(both.example)' is \(Self.text(number.point)) if the "
                    + "decimal separator is a point and \(Self.text(number.comma)) if it is a comma. Set "
                    + "columns.number_format to point or comma.", both.count)
        default:
            self.format = .point
            finding = nil
        }
    }

    private static func text(_ number: Double?) -> String {
        guard let number else { return "" }
        return number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
    }
}
