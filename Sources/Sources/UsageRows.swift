internal import Base
internal import DuckDB
internal import UsageStore

/// The store's rows as the SQL relation `usage`, in the order of portal and day.
final class UsageRows: RowTable {
    private static let function = "usage_rows"
    private static let rowsPerPart = 500_000

    let columns: [(name: String, type: ColumnType)]
    private let store: UsageStore

    init(store: UsageStore, columns: ColumnNames) {
        self.store = store
        self.columns = [("portal", .integer), ("day", .date)] + columns.counts.map { ($0, .uinteger) }
    }

    /// Creates `CompanyTables.usageTable`.
    func createView(on connection: Connection) throws {
        try connection.register(self, as: Self.function)
        try connection.execute(
            "CREATE OR REPLACE VIEW \(unsafe: CompanyTables.usageTable) AS SELECT * FROM \(unsafe: Self.function)()")
    }

    func makeReader() throws -> any RowTableReader {
        UsageRowsReader(store: store, parts: store.parts(rows: Self.rowsPerPart))
    }
}

/// A pass over the rows, part by part.
private final class UsageRowsReader: RowTableReader {
    private let store: UsageStore
    private var parts: ArraySlice<Range<Int>>
    private var rows: PortalDays?
    private var next = 0

    init(store: UsageStore, parts: [Range<Int>]) {
        self.store = store
        self.parts = parts[...]
    }

    func fill(_ chunk: OutputChunk) throws -> Int {
        while rows == nil || next == rows!.count {
            guard let part = parts.popFirst() else { return 0 }
            rows = try store.rows(of: part, through: Day(daysSinceEpoch: .max))
            next = 0
        }
        let rows = rows!
        let count = min(chunk.capacity, rows.count - next)
        chunk.column(0, as: Int32.self).update(from: rows.portal + next, count: count)
        chunk.column(1, as: Int32.self).update(from: rows.day + next, count: count)
        for column in 0..<rows.width {
            let target = chunk.column(2 + column, as: UInt32.self)
            for row in 0..<count { target[row] = rows.counts[(next + row) * rows.width + column] }
        }
        next += count
        return count
    }
}
