internal import DuckDB
internal import ProspectCore

/// One table's files, with what is needed to scan them; nothing has been read but the headers.
struct SourceTable {
    /// Something that DuckDB scans in one go.
    enum Part {
        /// Files of one dialect and one header.
        case csv(file: String, header: CSVHeader)
        case parquet(file: String)
        case jsonLines(file: String)
        /// The result of the user's query, as a table of our own database.
        case relation(table: String, origin: String)
    }

    let name: SourceName
    let parts: [Part]
    /// The columns that every part has, in the order of the first.
    let columns: [String]

    /// Finds a table's files and reads their headers.
    ///
    /// - Throws: `SourceProblem` where there is nothing that can be scanned.
    static func locate(
        _ name: SourceName, at location: TableLocation, wanted: Set<String>, connection: Connection
    ) throws -> SourceTable {
        switch location {
        case .query(let database, let sql):
            let table = "source_\(name.rawValue)"
            try QuerySource(database: database, sql: sql).copy(into: table, connection: connection)
            let columns = try columnNames(of: SQL.identifier(table), connection: connection)
            return SourceTable(name: name, parts: [.relation(table: table, origin: database)], columns: columns)
        case .files(let path):
            let files = try SourceFiles.expand(path, connection: connection)
            var columns: [String]?
            var parts: [Part] = []
            for file in files.files {
                guard let (part, names) = try locate(file, files.format, wanted: wanted, connection: connection) else {
                    continue
                }
                parts.append(part)
                columns = columns.map { $0.filter(names.contains) } ?? names
            }
            return SourceTable(name: name, parts: parts, columns: columns ?? [])
        }
    }

    private static func locate(
        _ file: String, _ format: FileFormat, wanted: Set<String>, connection: Connection
    ) throws -> (Part, [String])? {
        do {
            switch format {
            case .csv:
                let lines = try connection.rows(
                    """
                    SELECT line FROM read_csv(\(SQL.literal(file)), columns = {'line': 'VARCHAR'}, delim = '',
                        quote = '', escape = '', header = false, auto_detect = false, strict_mode = false,
                        ignore_errors = true) LIMIT 1
                    """, { $0.string(0) })
                // A part file of zero bytes is what a writer leaves that had no rows.
                guard let first = lines.first else { return nil }
                guard let line = first else {
                    throw SourceProblem(
                        check: "no-header",
                        message: "The first line of '\(file)' is empty or not UTF-8 text; it must name the columns.")
                }
                let header = CSVHeader(line: line, wanted: wanted)
                if let repeated = header.columns.first(where: { name in
                    wanted.contains(name) && header.columns.filter { $0 == name }.count > 1
                }) {
                    throw SourceProblem(
                        check: "repeated-column", message: "The header of '\(file)' has the column '\(repeated)' twice."
                    )
                }
                return (.csv(file: file, header: header), header.columns)
            case .parquet:
                return (
                    .parquet(file: file),
                    try columnNames(of: "read_parquet(\(SQL.literal(file)))", connection: connection)
                )
            case .jsonLines:
                return (
                    .jsonLines(file: file),
                    try columnNames(
                        of: "read_ndjson_auto(\(SQL.literal(file)), sample_size = 1000)", connection: connection)
                )
            }
        } catch let error as DuckDBError {
            if error.isInterruption { throw error }
            throw SourceProblem.unreadable(file, error)
        }
    }

    private static func columnNames(of relation: String, connection: Connection) throws -> [String] {
        try connection.rows("SELECT column_name FROM (DESCRIBE FROM \(relation))") { $0.string(0)! }
    }
}

extension SourceTable.Part {
    /// The file, or the database of a query, as examples name it.
    var origin: String {
        switch self {
        case .csv(let file, _), .parquet(let file), .jsonLines(let file): file
        case .relation(_, let origin): origin
        }
    }

    /// The line of the first row: a CSV file has a header above it.
    var firstLine: Int {
        if case .csv = self { 2 } else { 1 }
    }

    /// Whether values come as text that DuckDB has yet to parse, with rejected rows kept by line.
    var keepsRejects: Bool {
        if case .csv = self { true } else { false }
    }

    /// A table expression with the given columns; a CSV column is read as the type asked for, all others stay.
    ///
    /// - Parameter rejects: the name of the table that takes rows that do not fit.
    func relation(types: [String: String], rejects: String) -> String {
        switch self {
        case .csv(let file, let header):
            var seen: Set<String> = []
            let columns = header.columns.enumerated().map { index, name in
                let unique = !name.isEmpty && seen.insert(name.lowercased()).inserted ? name : "unnamed \(index)"
                return "\(SQL.literal(unique)): '\(types[name] ?? "VARCHAR")'"
            }
            return """
                read_csv(\(SQL.literal(file)), delim = \(SQL.literal(String(header.delimiter))), quote = '"', \
                escape = '"', header = true, skip = 0, auto_detect = false, nullstr = '', \
                columns = {\(columns.joined(separator: ", "))}, store_rejects = true, rejects_limit = 0, \
                rejects_table = '\(rejects)', rejects_scan = '\(rejects)_scan')
                """
        case .parquet(let file): return "read_parquet(\(SQL.literal(file)))"
        case .jsonLines(let file):
            // Every wanted value as text: the types of JSON values may differ from line to line.
            let columns = types.keys.sorted().map { "\(SQL.literal($0)): 'VARCHAR'" }.joined(separator: ", ")
            return "read_ndjson(\(SQL.literal(file)), columns = {\(columns)})"
        case .relation(let table, _): return SQL.identifier(table)
        }
    }
}

extension SourceProblem {
    /// DuckDB's message, shortened to the sentence that says what is wrong with the file.
    static func unreadable(_ file: String, _ error: DuckDBError) -> SourceProblem {
        let first = error.problem.split(separator: "\n").first.map(String.init) ?? error.problem
        if error.problem.contains("state machine reached an invalid state") {
            return SourceProblem(
                check: "malformed-file",
                message: "The file '\(file)' is not valid CSV: a quote is not closed, text follows a closing quote, "
                    + "or line ends are mixed.")
        }
        return SourceProblem(check: "unreadable-file", message: "The file '\(file)' cannot be read: \(first)")
    }
}
