internal import Base
internal import DuckDB

/// A sheet of an Excel workbook, copied to a table of our own database.
struct ExcelSource {
    let file: String
    /// The name of the sheet. nil: the first sheet.
    let sheet: String?
    /// The line that names the columns. nil: the first line, if it names columns.
    let givenLine: Int?
    let wanted: Set<String>
    let table: SourceName
    /// The folder of DuckDB's extensions.
    let extensions: String?

    /// The maximum number of columns of a sheet: A to ZZ.
    private static let mostColumns = 702
    private static let lastRow = 1_048_576

    /// Copies the rows below the header. A row's number plus the header line gives its line in the sheet.
    ///
    /// Cells keep their types, including dates. If the cells of a column have several types, all columns become texts,
    /// and dates become the numbers that Excel stores.
    func copy(into table: String, connection: Connection) throws {
        do {
            try connection.load(.excel, from: extensions)
        } catch {
            throw SourceProblem(check: "no-extension", message: error.description)
        }
        do {
            if givenLine == nil { try refuseTitle(connection) }
            let names = try header(connection)
            guard !names.isEmpty else {
                throw SourceProblem(
                    check: "no-header",
                    message:
                        "Line \(headerLine) of '\(file)' is empty; it must name the columns. Give the source as {file: "
                        + "FILE, header_line: N} with the line that does.")
            }
            let range = "A\(headerLine):\(Self.letters(names.count))\(Self.lastRow)"
            do {
                try copy(range, "", into: table, connection)
            } catch let error as DuckDBError where !error.isInterruption && !error.isOutOfMemory {
                try copy(range, ", all_varchar = true", into: table, connection)
            }
            try trim(table, connection)
        } catch let error as DuckDBError {
            if error.isInterruption || error.isOutOfMemory { throw error }
            if let sheet, error.problem.contains("not found in xlsx") {
                throw SourceProblem(
                    check: "no-sheet", message: "The workbook '\(file)' has no sheet '\(sheet)'; set another sheet.")
            }
            throw SourceProblem(
                check: "malformed-file",
                message: "The workbook '\(file)' cannot be read; save it again as .xlsx, or export the sheet as CSV.")
        }
    }

    private var headerLine: Int { givenLine ?? 1 }

    /// Checks that the sheet has no title above its header.
    ///
    /// - Throws: `SourceProblem` if a later line seems to name the columns.
    private func refuseTitle(_ connection: Connection) throws {
        let range = "A1:\(Self.letters(Self.mostColumns))\(PartFinder.searchedLines)"
        let lines = try cells(range, connection)
        if let line = PartFinder.laterHeader(lines, wanted: wanted) {
            throw PartFinder.titled(file, line: line, table)
        }
    }

    private var sheetOption: String { sheet.map { ", sheet = \(SQL.literal($0))" } ?? "" }

    /// Returns the cells of the header line up to the last one that is not empty.
    private func header(_ connection: Connection) throws -> [String] {
        let range = "A\(headerLine):\(Self.letters(Self.mostColumns))\(headerLine)"
        let cells = try cells(range, connection).first ?? []
        return cells.lastIndex { !$0.isEmpty }.map { Array(cells[...$0]) } ?? []
    }

    /// Returns the cells of a range over all examined columns, as texts.
    private func cells(_ range: String, _ connection: Connection) throws -> [[String]] {
        try connection.rows(
            """
            SELECT * FROM read_xlsx(\(literal: file), range = '\(unsafe: range)', header = false, all_varchar = true, \
            stop_at_empty = false\(unsafe: sheetOption))
            """
        ) { row in (0..<Self.mostColumns).map { row.string($0) ?? "" } }
    }

    private func copy(_ range: String, _ options: String, into table: String, _ connection: Connection) throws {
        try connection.execute(
            """
            CREATE OR REPLACE TABLE \(name: table) AS
            SELECT * FROM read_xlsx(\(literal: file), range = '\(unsafe: range)', header = true, \
            stop_at_empty = false\(unsafe: sheetOption)\(unsafe: options))
            """)
    }

    /// Removes the empty rows at the end of the sheet.
    private func trim(_ table: String, _ connection: Connection) throws {
        let name = SQL.identifier(table)
        let columns = try connection.rows("SELECT column_name FROM (DESCRIBE FROM \(unsafe: name))") { $0.string(0)! }
        let cells = columns.map { "nullif(\(SQL.identifier($0))::VARCHAR, '')" }.joined(separator: ", ")
        try connection.execute(
            """
            DELETE FROM \(unsafe: name) WHERE rowid > (
                SELECT coalesce(max(rowid), -1) FROM \(unsafe: name) WHERE coalesce(\(unsafe: cells)) IS NOT NULL)
            """)
    }

    /// Returns the letters of a column from its number, starting at 1.
    static func letters(_ number: Int) -> String {
        var number = number
        var letters = ""
        while number > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (number - 1) % 26))) + letters
            number = (number - 1) / 26
        }
        return letters
    }
}
