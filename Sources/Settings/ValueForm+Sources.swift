internal import ProspectCore
internal import Yams

extension ValueForm where Value == TableLocation? {
    /// A file, a glob, a folder or an address; or a query against a database.
    static var table: Self {
        ValueForm(
            expectation: "a file, a glob, a folder or {database: FILE, query: SQL}", takesBareText: true,
            isObvious: true,
            read: { node, reading in
                guard case .mapping(let mapping) = node else {
                    guard let path = reading.text(node) else { return nil }
                    return .some(.files(reading.folder.resolve(path)))
                }
                return readQuery(mapping, of: node, &reading).map { .some($0) }
            },
            write: { location in
                switch location {
                case nil: nil
                case .files(let path): .text(path)
                case .query(let database, let sql):
                    .mapping([(key: "database", value: .text(database)), (key: "query", value: .text(sql))])
                }
            })
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
