internal import DuckDB
internal import Foundation

/// The usage files as Spark reads them: a view for each group of files with the same form, and the union of the views.
struct SparkScan {
    let parts: [SourceTable.Found]
    let columns: ColumnNames

    private let dialect = SparkDialect()
    /// The column for a CSV row that does not have the header's columns.
    private static let malformed = "prospect malformed row"

    /// The columns of `relation` besides the wanted ones: the file, and whether the row is malformed.
    static let others = ["file", "is_malformed"]

    /// Returns the statements that define the views.
    func views() throws -> [String] {
        try groups().enumerated().map { index, group in
            let path = dialect.literal(Self.path(of: group.files))
            switch group.form {
            case .csv(let header):
                // If Spark skips columns, it does not notice rows with too few or too many fields.
                let names = SourceTable.Part.csvColumns(header.columns, wanted: Set(wanted)) + [Self.malformed]
                let delimiter = header.delimiter == "\t" ? "\\t" : String(header.delimiter)
                return """
                    CREATE TEMPORARY VIEW \(Self.view(index)) (\(names.map { "\(dialect.identifier($0)) STRING" }.joined(separator: ", ")))
                    USING csv OPTIONS (path \(path), header 'true', sep '\(delimiter)', quote '"', escape '"', mode 'PERMISSIVE',
                        encoding 'UTF-8', columnPruning 'false', columnNameOfCorruptRecord \(dialect.literal(Self.malformed)))
                    """
            case .jsonLines(let renamed):
                let texts = wanted.map { "\(dialect.identifier(renamed[$0] ?? $0)) STRING" }.joined(separator: ", ")
                return """
                    CREATE TEMPORARY VIEW \(Self.view(index)) (\(texts))
                    USING json OPTIONS (path \(path), mode 'FAILFAST')
                    """
            case .parquet:
                return "CREATE TEMPORARY VIEW \(Self.view(index)) USING parquet OPTIONS (path \(path))"
            }
        }
    }

    /// Returns the rows of all views, with the wanted columns as text and `others`.
    func relation() throws -> String {
        let selects = try groups().enumerated().map { index, group in
            var isMalformed = "false"
            if case .csv = group.form { isMalformed = "\(dialect.identifier(Self.malformed)) IS NOT NULL" }
            var names: [String: String] = [:]
            switch group.form {
            case .csv: break
            case .parquet(_, let renamed), .jsonLines(let renamed): names = renamed
            }
            let texts = wanted.map {
                "\(dialect.text(dialect.identifier(names[$0] ?? $0))) AS \(dialect.identifier($0))"
            }
            return """
                SELECT \(texts.joined(separator: ", ")), input_file_name() AS file, \(isMalformed) AS is_malformed
                FROM \(Self.view(index))
                """
        }
        return "(\(selects.joined(separator: "\nUNION ALL ")))"
    }

    private var wanted: [String] { [columns.id, columns.timestamp] + columns.counts }

    private static func view(_ index: Int) -> String { "usage_files_\(index)" }

    /// What files must have in common to share a view.
    private enum Form: Equatable {
        case csv(CSVHeader)
        /// The columns, and the names of wanted ones in the files.
        case parquet([String], [String: String])
        case jsonLines([String: String])
    }

    private func groups() throws -> [(form: Form, files: [String])] {
        var groups: [(form: Form, files: [String])] = []
        for found in parts {
            let (part, columns) = (found.part, found.columns)
            let form: Form
            switch part {
            case .csv(_, let header):
                guard header.line == 1, header.compression == nil else {
                    throw SourceProblem(
                        check: "not-for-spark",
                        message: "engine is spark, which reads a file by its name and from its first line, but "
                            + "'\(part.origin)' \(header.line > 1 ? "has its header in line \(header.line)" : "is compressed in spite of its name"). "
                            + "Rewrite the file, or set engine to duckdb.")
                }
                form = .csv(header)
            case .parquet(_, _, let match): form = .parquet(columns, match.renamed)
            case .jsonLines(_, let match): form = .jsonLines(match.renamed)
            case .relation:
                throw SourceProblem(
                    check: "not-for-spark",
                    message: "engine is spark, which reads files, but sources.usage is a query against a database.")
            }
            if let index = groups.firstIndex(where: { $0.form == form }) {
                groups[index].files.append(part.origin)
            } else {
                groups.append((form, [part.origin]))
            }
        }
        return groups
    }

    /// Returns a Hadoop pattern that stands for exactly these files, whatever characters their names have.
    static func path(of files: [String]) -> String {
        let names = files.map { SparkPath.address($0) }
        if names.count == 1 { return escaped(names[0]) }
        var prefix = names[0]
        for name in names { prefix = String(prefix.commonPrefix(with: name)) }
        let folder = prefix[...(prefix.lastIndex(of: "/") ?? prefix.startIndex)]
        return escaped(String(folder))
            + "{" + names.map { escaped(String($0.dropFirst(folder.count))) }.joined(separator: ",") + "}"
    }

    private static func escaped(_ path: String) -> String {
        path.map { "*?[]{}\\,^".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}

/// The names of a file or folder for Spark and for DuckDB.
enum SparkPath {
    /// Returns the address for Spark. An absolute path gets its scheme, since a cluster's default storage may be
    /// another one.
    static func address(_ path: String) -> String {
        if path.hasPrefix("s3://") { return "s3a://" + path.dropFirst(5) }
        return path.contains("://") ? path : "file://" + path
    }

    /// Returns the name for DuckDB.
    static func local(_ path: String) -> String {
        path.hasPrefix("s3a://") ? "s3://" + path.dropFirst(6) : path
    }
}
