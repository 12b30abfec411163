internal import DuckDB
internal import UsageStore

/// The day of each portal's first usage row up to the run's Sunday, collected by the walks of the parts.
final class FirstUsage: RowTable, @unchecked Sendable {
    // Each part writes the days of its own portals, and nobody reads before all parts are done.
    static let relation: SQL = "first_usage"

    let columns: [(name: String, type: ColumnType)] = [("portal", .integer), ("day", .date)]
    private let days: UnsafeMutableBufferPointer<Int32>

    init(portals: Int) {
        days = .allocate(capacity: portals)
        days.initialize(repeating: .max)
    }

    deinit { days.deallocate() }

    /// Notes the first rows of the portals of a part.
    func note(_ rows: PortalDays) {
        var last: Int32 = -1
        for row in 0..<rows.count where rows.portal[row] != last {
            last = rows.portal[row]
            days[Int(last)] = rows.day[row]
        }
    }

    /// Makes the days readable as the relation `first_usage` with `portal` and `day`. Portals without rows are left
    /// out.
    func createView(on connection: Connection) throws {
        try connection.register(self, as: "first_usage_rows")
        try connection.execute("CREATE OR REPLACE VIEW \(Self.relation) AS SELECT * FROM first_usage_rows()")
    }

    func makeReader() -> any RowTableReader { Reader(self) }

    private final class Reader: RowTableReader {
        private let table: FirstUsage
        private var portal = 0

        init(_ table: FirstUsage) { self.table = table }

        func fill(_ chunk: OutputChunk) -> Int {
            let portals = chunk.column(0, as: Int32.self)
            let days = chunk.column(1, as: Int32.self)
            var row = 0
            while row < chunk.capacity, portal < table.days.count {
                if table.days[portal] != .max {
                    portals[row] = Int32(portal)
                    days[row] = table.days[portal]
                    row += 1
                }
                portal += 1
            }
            return row
        }
    }
}
