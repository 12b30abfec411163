internal import Base
internal import DuckDB
internal import Settings
internal import Yams

extension ValueForm where Value == TableLocation? {
    /// A file, a glob, a folder or an address, or a query against a database.
    static var table: Self {
        ValueForm(
            expectation:
                "a file, a glob, a folder, {file: FILE, header_line: N, sheet: NAME} or {database: FILE, query: SQL}",
            takesBareText: true,
            isObvious: true,
            read: { node, reading in
                guard case .mapping(let mapping) = node else {
                    guard let path = reading.text(node) else { return nil }
                    return .some(.files(reading.folder.resolve(path)))
                }
                if mapping.contains(where: { fileKeys.contains($0.key.string ?? "") }) {
                    return readFile(mapping, of: node, &reading).map { .some($0) }
                }
                return readQuery(mapping, of: node, &reading).map { .some($0) }
            },
            write: { location in
                switch location {
                case nil: nil
                case .files(let path): .text(path)
                case .file(let path, let line, let sheet):
                    .mapping(
                        [(key: "file", value: .text(path)), (key: "header_line", value: .scalar(String(line)))]
                            + (sheet.map { [(key: "sheet", value: .text($0))] } ?? []))
                case .query(let database, let sql):
                    .mapping([(key: "database", value: .text(database)), (key: "query", value: .text(sql))])
                }
            })
    }

    private static var fileKeys: [String] { ["file", "header_line", "sheet"] }

    private static func readFile(
        _ mapping: Node.Mapping, of node: Node, _ reading: inout ValueReading
    ) -> TableLocation? {
        var file: String?
        var line = 1
        var sheet: String?
        for (key, value) in mapping {
            switch key.string {
            case "file": file = reading.text(value, at: ".file", expectation: "the path of one file")
            case "header_line":
                guard let number = value.wholeNumber, 1...100_000 ~= number else {
                    reading.reject(value, at: ".header_line", expectation: "the number of a line, from 1")
                    continue
                }
                line = number
            case "sheet": sheet = reading.text(value, at: ".sheet", expectation: "the name of a sheet")
            default: reading.rejectKey(key, at: "", known: fileKeys)
            }
        }
        if file == nil, reading.issues.isEmpty { reading.reject(node, found: "but has no 'file'") }
        guard reading.issues.isEmpty, let file else { return nil }
        return .file(reading.folder.resolve(file), headerLine: line, sheet: sheet)
    }

    private static func readQuery(
        _ mapping: Node.Mapping, of node: Node, _ reading: inout ValueReading
    ) -> TableLocation? {
        var database: String?
        var sql: String?
        var given: Set<String> = []
        for (key, value) in mapping {
            switch key.string {
            case "database":
                given.insert("database")
                database = reading.text(
                    value, at: ".database", expectation: "the path of a DuckDB database or postgresql://…")
                if let address = database, DatabaseAddress.hasPassword(address) {
                    reading.reject(
                        value, at: ".database", expectation: "an address without a password", found: "but has one",
                        remedy: "Set PGPASSWORD in the environment.")
                }
            case "query":
                given.insert("query")
                sql = reading.text(value, at: ".query", expectation: "a SQL query")
            default: reading.rejectKey(key, at: "", known: ["database", "query"])
            }
        }
        for part in ["database", "query"] where reading.issues.isEmpty && !given.contains(part) {
            reading.reject(node, found: "but has no '\(part)'")
        }
        guard reading.issues.isEmpty, let database, let sql else { return nil }
        return .query(database: reading.folder.resolve(database), sql: sql)
    }
}
