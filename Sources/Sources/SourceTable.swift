internal import DuckDB
internal import ProspectCore

/// One table's files, with what is needed to scan them; nothing has been read but the headers.
struct SourceTable {
    /// Something that DuckDB scans in one go.
    enum Part {
        case csv(file: String, header: CSVHeader)
        /// - Parameter history: the rows that are needed; nil: all.
        case parquet(file: String, history: ParquetHistory?, match: ColumnMatch)
        case jsonLines(file: String, match: ColumnMatch)
        /// The result of the user's query, as a table of our own database.
        case relation(table: String, origin: String, match: ColumnMatch)
    }

    /// A part with its columns under the names by which they are wanted.
    struct Found {
        let part: Part
        let columns: [String]
        /// The types of columns that have one; a CSV file's have none.
        var types: [String: String] = [:]
    }

    let name: SourceName
    let found: [Found]

    var parts: [Part] { found.map(\.part) }

    /// Finds a table's files and reads their headers.
    ///
    /// - Throws: `SourceProblem` where there is nothing that can be scanned.
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
        case .files(let path), .file(let path, _, _):
            if RemoteFiles.isRemote(path) { try RemoteFiles.prepare(connection, extensions: extensions) }
            var files = try SourceFiles.expand(path, connection: connection)
            let rows = try history?.apply(to: &files, of: path, connection: connection)
            let found = try files.files.compactMap {
                try locate($0, files.format, wanted: wanted, history: rows, connection: connection)
            }
            if found.isEmpty {
                throw SourceProblem(
                    check: "empty-file", message: "The file '\(path)' is empty: not even a header line is there.")
            }
            return SourceTable(name: name, found: found)
        }
    }

    /// One file; nil where it has no bytes, which is what a writer of part files leaves that had no rows.
    private static func locate(
        _ file: String, _ format: FileFormat, wanted: Set<String>, history: ParquetHistory?, connection: Connection
    ) throws -> Found? {
        var part: Part
        switch format {
        case .csv: part = .csv(file: file, header: CSVHeader(line: "", wanted: []))
        case .parquet: part = .parquet(file: file, history: history, match: ColumnMatch())
        case .jsonLines: part = .jsonLines(file: file, match: ColumnMatch())
        }
        return try part.reading(connection) {
            // What lies elsewhere is read by DuckDB alone.
            if format != .parquet, !RemoteFiles.isRemote(file) {
                try FileHead(file: file).check(file)
                try CompressedFile(file: file, connection: connection).check(part)
            }
            switch format {
            case .csv:
                let text = part.textLines(rejects: nil, bufferSize: SourceTable.Part.smallBuffer)
                let lines = "SELECT text FROM \(text) LIMIT 1"
                guard let line = try connection.rows(lines, { $0.string(0) ?? "" }).first else { return nil }
                let header = try CSVHeader(line: line, of: file, wanted: wanted)
                part = .csv(file: file, header: header)
                return Found(part: part, columns: header.columns)
            case .parquet:
                return try described(
                    "read_parquet(\(SQL.literal(file)))", wanted: wanted, of: file, connection: connection
                ) { .parquet(file: file, history: history, match: $0) }
            case .jsonLines:
                let isEmpty = try connection.rows("SELECT 1 FROM \(part.textLines(rejects: nil)) LIMIT 1") { _ in 1 }
                    .isEmpty
                if isEmpty { return nil }
                var found = try described(
                    "read_ndjson_auto(\(SQL.literal(file)), sample_size = 1000)", wanted: wanted, of: file,
                    connection: connection
                ) { .jsonLines(file: file, match: $0) }
                // An array of objects is one column of this name.
                if found.columns == ["json"] { throw DuckDBError(problem: "The lines are not JSON objects.") }
                // Later lines may hold values of other types: all are read as text.
                found.types = [:]
                return found
            }
        }
    }

    /// The columns of a relation that has types, matched with the wanted ones.
    private static func described(
        _ relation: String, wanted: Set<String>, of origin: String, connection: Connection,
        part: (ColumnMatch) -> Part
    ) throws -> Found {
        let columns = try connection.rows("SELECT column_name, column_type FROM (DESCRIBE FROM \(relation))") {
            (name: $0.string(0)!, type: $0.string(1)!)
        }
        let match = try ColumnMatch(columns.map(\.name), wanted: wanted, of: origin)
        let names = match.applied(to: columns.map(\.name))
        return Found(
            part: part(match), columns: names,
            types: Dictionary(zip(names, columns.map(\.type)), uniquingKeysWith: { first, _ in first }))
    }
}

extension SourceTable.Part {
    /// The file, or the database of a query, as examples name it.
    var origin: String {
        switch self {
        case .csv(let file, _), .parquet(let file, _, _), .jsonLines(let file, _): file
        case .relation(_, let origin, _): origin
        }
    }

    /// Whether rows are known by their line; in Parquet and queries by their number.
    var hasLines: Bool {
        switch self {
        case .csv, .jsonLines: true
        case .parquet, .relation: false
        }
    }

    /// The number of a row from 1, as an expression.
    var rowNumber: String {
        if case .parquet(_, history: .some, _) = self { "file_row_number + 1" } else { "row_number() OVER ()" }
    }

    /// Lines above the first row.
    var headerLines: Int {
        if case .csv = self { 1 } else { 0 }
    }

    /// Whether an empty line is no row; in a CSV file of one column it is an empty value.
    var skipsBlankLines: Bool {
        if case .csv(_, let header) = self { header.columns.count > 1 } else { true }
    }

    /// Whether DuckDB keeps rows that do not fit.
    var keepsRejects: Bool {
        if case .csv = self { true } else { false }
    }

    /// The file's lines as a table expression with one column, `text`, NULL for an empty line.
    ///
    /// - Parameters:
    ///   - rejects: the name of the table that takes lines that are not UTF-8; nil leaves them out.
    ///   - bufferSize: bytes that one thread reads at a time; nil leaves that to DuckDB.
    func textLines(rejects: String?, bufferSize: Int? = nil) -> String {
        let others =
            rejects.map {
                "store_rejects = true, rejects_limit = 0, rejects_table = '\($0)', rejects_scan = '\($0)_scan'"
            }
            ?? "ignore_errors = true"
        return """
            read_csv(\(SQL.literal(origin)), columns = {'text': 'VARCHAR'}, delim = '', quote = '', escape = '', \
            header = false, auto_detect = false, strict_mode = false, \(others)\(Self.option(bufferSize)))
            """
    }

    /// Where little is read: DuckDB's own choice is eight times as much.
    static let smallBuffer = 1 << 22

    private static func option(_ bufferSize: Int?) -> String { bufferSize.map { ", buffer_size = \($0)" } ?? "" }

    /// Bytes before the first line: a byte order mark, where there is one.
    var bytesBefore: Int { (try? FileHead(file: origin))?.hasByteOrderMark == true ? 3 : 0 }

    /// The names by which the columns of a header are read: names are told apart by more than their case, so a wanted
    /// column goes before its namesakes, which get names of their own.
    static func csvColumns(_ header: [String], wanted: Set<String>) -> [String] {
        var seen = Set(wanted.map { $0.lowercased() })
        return header.enumerated().map { index, name in
            let isFree = wanted.contains(name) || !name.isEmpty && seen.insert(name.lowercased()).inserted
            return isFree ? name : "unnamed \(index)"
        }
    }

    /// A table expression with the given columns; a CSV column is read as the type asked for, all others stay.
    ///
    /// - Parameters:
    ///   - rejects: the name of the table that takes rows that do not fit.
    ///   - bufferSize: bytes of a CSV file that one thread reads at a time; nil leaves that to DuckDB.
    func relation(types: [String: String], rejects: String, bufferSize: Int? = nil) -> String {
        switch self {
        case .csv(let file, let header):
            let names = Self.csvColumns(header.columns, wanted: Set(types.keys))
            let columns = zip(header.columns, names).map { "\(SQL.literal($1)): '\(types[$0] ?? "VARCHAR")'" }
            return """
                read_csv(\(SQL.literal(file)), delim = \(SQL.literal(String(header.delimiter))), quote = '"', \
                escape = '"', header = true, skip = 0, auto_detect = false, nullstr = '', \
                columns = {\(columns.joined(separator: ", "))}, store_rejects = true, rejects_limit = 0, \
                rejects_table = '\(rejects)', rejects_scan = '\(rejects)_scan'\(Self.option(bufferSize)))
                """
        case .parquet(let file, let history, let match):
            return match.relation(history?.relation(file: file) ?? "read_parquet(\(SQL.literal(file)))")
        case .jsonLines(let file, let match):
            // Every wanted value as text: the types of JSON values may differ from line to line.
            let columns = types.keys.map { match.renamed[$0] ?? $0 }.sorted()
            let texts = columns.map { "\(SQL.literal($0)): 'VARCHAR'" }.joined(separator: ", ")
            return match.relation("read_ndjson(\(SQL.literal(file)), columns = {\(texts)})")
        case .relation(let table, _, let match): return match.relation(SQL.identifier(table))
        }
    }
}
