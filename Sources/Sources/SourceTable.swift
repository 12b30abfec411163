internal import DuckDB

/// The files of one table, with what is needed to scan them. Only the headers have been read.
struct SourceTable {
    /// A unit that DuckDB scans in one go.
    enum Part {
        case csv(file: String, header: CSVHeader)
        /// - Parameter history: The needed rows. nil: all.
        case parquet(file: String, history: ParquetHistory?, match: ColumnMatch)
        case jsonLines(file: String, match: ColumnMatch)
        /// The result of the user's query, as a table of our own database.
        case relation(table: String, origin: String, match: ColumnMatch)
    }

    /// A part whose columns have the names by which they are wanted.
    struct Found {
        let part: Part
        let columns: [String]
        /// The names as the file spells them, if they differ.
        var given: [String]?
        /// The types of columns. The columns of a CSV file have none.
        var types: [String: String] = [:]
    }

    let name: SourceName
    let found: [Found]

    var parts: [Part] { found.map(\.part) }

    /// Finds a table's files and reads their headers.
    ///
    /// - Throws: `SourceProblem` if there is nothing to scan.
    static func locate(
        _ name: SourceName, at location: TableLocation, wanted: Set<String>, connection: Connection,
        extensions: String? = nil, history: WantedHistory? = nil
    ) throws -> SourceTable {
        switch location {
        case .query(let database, let sql):
            let table = "source_\(name.rawValue)"
            try QuerySource(database: database, sql: sql, extensions: extensions)
                .copy(into: table, connection: connection)
            let found = try described(SQL.identifier(table), wanted: wanted, of: database, connection: connection) {
                .relation(table: table, origin: database, match: $0)
            }
            return SourceTable(name: name, found: [found])
        case .files(let path):
            return try locate(
                name, path, headerLine: nil, sheet: nil, wanted: wanted, connection: connection, extensions: extensions,
                history: history)
        case .file(let path, let line, let sheet):
            return try locate(
                name, path, headerLine: line, sheet: sheet, wanted: wanted, connection: connection,
                extensions: extensions, history: history)
        }
    }

    private static func locate(
        _ name: SourceName, _ path: String, headerLine: Int?, sheet: String?, wanted: Set<String>,
        connection: Connection, extensions: String?, history: WantedHistory?
    ) throws -> SourceTable {
        if RemoteFiles.isRemote(path) { try RemoteFiles.prepare(connection, extensions: extensions) }
        var files = try SourceFiles.expand(path, connection: connection)
        let rows = try history?.apply(to: &files, of: path, connection: connection)
        let finder = PartFinder(
            table: name, headerLine: headerLine, sheet: sheet, wanted: wanted, history: rows, connection: connection,
            extensions: extensions)
        let found = try files.files.enumerated().compactMap { try finder.locate($1, files.format, index: $0) }
        if found.isEmpty {
            throw SourceProblem(
                check: "empty-file", message: "The file '\(path)' is empty: not even a header line is there.")
        }
        return SourceTable(name: name, found: found)
    }

    /// Matches the columns of a typed relation with the wanted ones.
    static func described(
        _ relation: String, wanted: Set<String>, of origin: String, connection: Connection,
        part: (ColumnMatch) -> Part
    ) throws -> Found {
        let columns = try connection.rows("SELECT column_name, column_type FROM (DESCRIBE FROM \(unsafe: relation))") {
            (name: $0.string(0)!, type: $0.string(1)!)
        }
        let match = try ColumnMatch(columns.map(\.name), wanted: wanted, of: origin)
        let names = match.applied(to: columns.map(\.name))
        return Found(
            part: part(match), columns: names, given: columns.map(\.name),
            types: Dictionary(zip(names, columns.map(\.type)), uniquingKeysWith: { first, _ in first }))
    }
}

extension SourceTable.Part {
    /// The file or the database of a query, as examples name it.
    var origin: String {
        switch self {
        case .csv(let file, _), .parquet(let file, _, _), .jsonLines(let file, _): file
        case .relation(_, let origin, _): origin
        }
    }

    /// Whether rows are identified by their line. In Parquet and queries, they are identified by their number.
    var hasLines: Bool {
        switch self {
        case .csv, .jsonLines: true
        case .parquet, .relation: false
        }
    }

    /// An expression for the number of a row, starting at 1.
    var rowNumber: String {
        if case .parquet(_, history: .some, _) = self { "file_row_number + 1" } else { "row_number() OVER ()" }
    }

    /// The number of lines above the first row.
    var headerLines: Int {
        switch self {
        case .csv(_, let header): header.line
        case .relation(_, _, let match): match.headerLine
        case .parquet, .jsonLines: 0
        }
    }

    /// Whether empty lines are skipped. In a CSV file with one column, an empty line is an empty value.
    var skipsBlankLines: Bool {
        if case .csv(_, let header) = self { header.columns.count > 1 } else { true }
    }

    /// Whether DuckDB keeps rows that do not fit.
    var keepsRejects: Bool {
        if case .csv = self { true } else { false }
    }

    /// Returns a table expression for the file's lines with one column, `text`, which is NULL for an empty line.
    ///
    /// - Parameters:
    ///   - rejects: The name of the table for lines that are not UTF-8. nil: they are left out.
    ///   - bufferSize: The number of bytes that one thread reads at a time. nil: DuckDB's choice.
    func textLines(rejects: String?, bufferSize: Int? = nil) -> String {
        let others =
            rejects.map {
                "store_rejects = true, rejects_limit = 0, rejects_table = '\($0)', rejects_scan = '\($0)_scan'"
            }
            ?? "ignore_errors = true"
        return """
            read_csv(\(SQL.literal(origin)), columns = {'text': 'VARCHAR'}, delim = '', quote = '', escape = '', \
            header = false, auto_detect = false, strict_mode = false, \(others)\(compression)\(Self.option(bufferSize)))
            """
    }

    /// The compression as an option, if the file's name does not say it.
    private var compression: String {
        guard case .csv(_, let header) = self, let compression = header.compression else { return "" }
        return ", compression = '\(compression.rawValue)'"
    }

    /// The buffer size for small reads. DuckDB's own choice is eight times as much.
    static let smallBuffer = 1 << 22

    private static func option(_ bufferSize: Int?) -> String { bufferSize.map { ", buffer_size = \($0)" } ?? "" }

    /// The number of bytes before the first line: those of a byte order mark, if there is one.
    var bytesBefore: Int { (try? FileHead(file: origin))?.hasByteOrderMark == true ? 3 : 0 }

    /// Returns the names under which the columns of a header are read. Names must differ in more than their case. A
    /// wanted column keeps its name, and its namesakes get other names.
    static func csvColumns(_ header: [String], wanted: Set<String>) -> [String] {
        var seen = Set(wanted.map { $0.lowercased() })
        return header.enumerated().map { index, name in
            let isFree = wanted.contains(name) || !name.isEmpty && seen.insert(name.lowercased()).inserted
            return isFree ? name : "unnamed \(index)"
        }
    }

    /// Returns a table expression with the given columns. A CSV column is read as the requested type. All other columns
    /// keep theirs.
    ///
    /// - Parameters:
    ///   - rejects: The name of the table for rows that do not fit.
    ///   - bufferSize: The number of bytes of a CSV file that one thread reads at a time. nil: DuckDB's choice.
    func relation(types: [String: String], rejects: String, bufferSize: Int? = nil) -> String {
        switch self {
        case .csv(let file, let header):
            let names = Self.csvColumns(header.columns, wanted: Set(types.keys))
            let columns = zip(header.columns, names).map { "\(SQL.literal($1)): '\(types[$0] ?? "VARCHAR")'" }
            return """
                read_csv(\(SQL.literal(file)), delim = \(SQL.literal(String(header.delimiter))), quote = '"', \
                escape = '"', header = true, skip = \(header.line - 1), auto_detect = false, nullstr = '', \
                columns = {\(columns.joined(separator: ", "))}, store_rejects = true, rejects_limit = 0, \
                rejects_table = '\(rejects)', rejects_scan = '\(rejects)_scan'\(compression)\(Self.option(bufferSize)))
                """
        case .parquet(let file, let history, let match):
            return match.relation(history?.relation(file: file) ?? "read_parquet(\(SQL.literal(file)))")
        case .jsonLines(let file, let match):
            // Every wanted value is read as text, because the types of JSON values may differ from line to line.
            let columns = types.keys.map { match.renamed[$0] ?? $0 }.sorted()
            let texts = columns.map { "\(SQL.literal($0)): 'VARCHAR'" }.joined(separator: ", ")
            return match.relation(
                "read_ndjson(\(SQL.literal(file)), columns = {\(texts)})", present: Set(types.keys))
        case .relation(let table, _, let match): return match.relation(SQL.identifier(table))
        }
    }
}
