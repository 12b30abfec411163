internal import DuckDB

/// Finds the wanted columns among those of a file. An exact name comes first. Otherwise case, spaces, underscores and
/// hyphens are ignored.
struct ColumnMatch {
    /// The name in the file of each wanted column that was found under another name.
    private(set) var renamed: [String: String] = [:]
    /// The wanted columns that were found.
    private(set) var found: Set<String> = []
    /// The number of lines above the first row of a table copied from a file.
    var headerLine = 0

    /// Matches columns.
    ///
    /// - Throws: `SourceProblem` if two columns of the file match one wanted column.
    init(_ columns: [String], wanted: Set<String>, of origin: String) throws {
        let exact = wanted.intersection(columns)
        found = exact
        let byKey = Dictionary(grouping: Set(columns).subtracting(exact), by: Self.key)
        for name in wanted.subtracting(exact).sorted() {
            guard let candidates = byKey[Self.key(name)]?.sorted(), let first = candidates.first else { continue }
            guard candidates.count == 1 else {
                throw SourceProblem(
                    check: "repeated-column",
                    message:
                        "The columns '\(first)' and '\(candidates[1])' of '\(origin)' could both be '\(name)'; name "
                        + "the one that is meant exactly as it is spelled, under columns in the configuration.")
            }
            renamed[name] = first
            found.insert(name)
        }
    }

    /// Makes a match in which no column has another name.
    init() {}

    /// Returns what different spellings of a name have in common.
    static func key(_ name: String) -> String {
        String(name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" })
    }

    /// Returns the columns of a file under the names by which they are wanted.
    func applied(to columns: [String]) -> [String] {
        let wanted = Dictionary(renamed.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return columns.map { wanted[$0] ?? $0 }
    }

    /// Returns a relation whose columns have the wanted names.
    ///
    /// - Parameter present: The wanted columns that the relation has. nil: all that were found.
    func relation(_ relation: String, present: Set<String>? = nil) -> String {
        let names = renamed.filter { present?.contains($0.key) ?? true }.sorted { $0.key < $1.key }
        guard !names.isEmpty else { return relation }
        let others = SQL.identifiers(names.map(\.value))
        let selected = names.map { "\(SQL.identifier($1)) AS \(SQL.identifier($0))" }.joined(separator: ", ")
        return "(SELECT * EXCLUDE (\(others)), \(selected) FROM \(relation))"
    }
}
