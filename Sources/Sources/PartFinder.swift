internal import Base
internal import DuckDB

/// Finds out how to scan a file of a table: its kind and its columns.
struct PartFinder {
    let table: SourceName
    /// The line that names the columns. nil: the first, if it names columns.
    let headerLine: Int?
    let sheet: String?
    let wanted: Set<String>
    let history: ParquetHistory?
    let connection: Connection
    let extensions: String?

    /// The number of lines that are searched for a header if the first line is not one.
    static let searchedLines = 30

    /// Examines one file. Returns nil for an empty file, which a writer of part files leaves if it had no rows.
    func locate(_ file: String, _ named: FileFormat, index: Int) throws -> SourceTable.Found? {
        let empty = CSVHeader(line: "", wanted: [])
        let plain = SourceTable.Part.csv(file: file, header: empty)
        return try plain.reading(connection) {
            var format = named
            var compression: CSVHeader.Compression?
            // DuckDB alone reads remote files.
            if !RemoteFiles.isRemote(file) { (format, compression) = try content(of: file, named) }
            if format != .csv, format != .excel, (headerLine ?? 1) != 1 {
                throw SourceProblem(
                    check: "no-header",
                    message: "The source '\(file)' has a header_line, but only CSV and Excel files have one.")
            }
            switch format {
            case .csv: return try locateCSV(file, compression)
            case .parquet:
                let history = named == .parquet ? history : nil
                return try SourceTable.described(
                    "read_parquet(\(SQL.literal(file)))", wanted: wanted, of: file, connection: connection
                ) { .parquet(file: file, history: history, match: $0) }
            case .jsonLines: return try locateJSON(file)
            case .excel:
                let copied = "source_\(table.rawValue)_\(index)"
                try ExcelSource(
                    file: file, sheet: sheet, givenLine: headerLine, wanted: wanted, table: table,
                    extensions: extensions
                ).copy(into: copied, connection: connection)
                return try SourceTable.described(
                    SQL.identifier(copied), wanted: wanted, of: file, connection: connection
                ) { match in
                    var match = match
                    match.headerLine = headerLine ?? 1
                    return .relation(table: copied, origin: file, match: match)
                }
            }
        }
    }

    /// Returns the kind of a file by its first bytes, or by its name if these do not tell.
    private func content(of file: String, _ named: FileFormat) throws -> (FileFormat, CSVHeader.Compression?) {
        let head = try FileHead(file: file)
        switch head.content {
        case .excel: return (.excel, nil)
        case .parquet: return (.parquet, nil)
        case .other(let kind, let remedy):
            throw SourceProblem(
                check: "not-a-table", message: "The file '\(file)' is not a table but \(kind). \(remedy)")
        case .gzip, .zstandard:
            guard named == .csv || named == .jsonLines else { return (named, nil) }
            try CompressedFile(file: file, connection: connection).check(part(file, named, head.content))
            return (named, compression(of: file, head.content))
        case .text:
            if named == .parquet { return (named, nil) }
            try head.check(file)
            // Some programs name text like a workbook.
            return (named == .excel ? .csv : named, nil)
        }
    }

    /// Returns the compression if the file's name does not say it.
    private func compression(of file: String, _ content: FileContent) -> CSVHeader.Compression? {
        let name = file.lowercased()
        switch content {
        case .gzip: return name.hasSuffix(".gz") ? nil : .gzip
        case .zstandard: return name.hasSuffix(".zst") ? nil : .zstd
        default: return nil
        }
    }

    private func part(_ file: String, _ format: FileFormat, _ content: FileContent) -> SourceTable.Part {
        guard format == .csv else { return .jsonLines(file: file, match: ColumnMatch()) }
        var header = CSVHeader(line: "", wanted: [])
        header.compression = compression(of: file, content)
        return .csv(file: file, header: header)
    }

    private func locateCSV(_ file: String, _ compression: CSVHeader.Compression?) throws -> SourceTable.Found? {
        var empty = CSVHeader(line: "", wanted: [])
        empty.compression = compression
        let text = SourceTable.Part.csv(file: file, header: empty)
            .textLines(rejects: nil, bufferSize: SourceTable.Part.smallBuffer)
        let first = (headerLine ?? 1) - 1
        let lines = try connection.rows(
            "SELECT text FROM \(unsafe: text) LIMIT \(unsafe: headerLine == nil ? Self.searchedLines : 1) OFFSET \(unsafe: first)"
        ) { $0.string(0) ?? "" }
        guard let line = lines.first else {
            guard let headerLine, headerLine > 1 else { return nil }
            throw SourceProblem(
                check: "no-header", message: "The file '\(file)' has no line \(headerLine), which header_line names.")
        }
        if headerLine == nil {
            let names = lines.map { CSVHeader(line: $0, wanted: wanted).columns }
            if let line = Self.laterHeader(names, wanted: wanted) { throw Self.titled(file, line: line, table) }
        }
        var header = try CSVHeader(line: line, of: file, wanted: wanted)
        header.line = first + 1
        header.compression = compression
        if !RemoteFiles.isRemote(file), try FileHead(file: file).content == .text,
            let end = try UnfinishedLine(of: file), end.isCutOff(header)
        {
            throw SourceProblem(
                check: "malformed-file",
                message: "The file '\(file)' ends within a line: '\(end.text.prefix(60))' has fewer columns than the "
                    + "header, and no line break follows. The file may have been cut off; copy it again.")
        }
        return SourceTable.Found(
            part: .csv(file: file, header: header), columns: header.columns,
            given: CSVHeader(line: line, wanted: wanted).columns)
    }

    /// Returns the line with at least two of the wanted columns, if the first line has none.
    static func laterHeader(_ lines: [[String]], wanted: Set<String>) -> Int? {
        let keys = Set(wanted.map(ColumnMatch.key))
        let counts = lines.map { names in names.count { keys.contains(ColumnMatch.key($0)) } }
        guard counts.first == 0 else { return nil }
        guard let most = counts.max(), most >= 2 else { return nil }
        return counts.firstIndex(of: most).map { $0 + 1 }
    }

    /// Returns the problem of a file with something else above its header.
    static func titled(_ file: String, line: Int, _ table: SourceName) -> SourceProblem {
        SourceProblem(
            check: "no-header",
            message: "The first line of '\(file)' does not name the columns; line \(line) seems to. Set "
                + "sources.\(table.rawValue) to {file: \(file), header_line: \(line)}.")
    }

    private func locateJSON(_ file: String) throws -> SourceTable.Found? {
        let part = SourceTable.Part.jsonLines(file: file, match: ColumnMatch())
        return try part.reading(connection) {
            let isEmpty = try connection.rows("SELECT 1 FROM \(unsafe: part.textLines(rejects: nil)) LIMIT 1") { _ in 1
            }
            .isEmpty
            if isEmpty { return nil }
            var found = try SourceTable.described(
                "read_ndjson_auto(\(SQL.literal(file)), sample_size = 1000)", wanted: wanted, of: file,
                connection: connection
            ) { .jsonLines(file: file, match: $0) }
            // An array of objects is a single column with this name.
            if found.columns == ["json"] { throw DuckDBError(problem: "The lines are not JSON objects.") }
            // Later lines may have values of other types, so everything is read as text.
            found.types = [:]
            return found
        }
    }
}
