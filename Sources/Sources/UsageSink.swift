internal import DuckDB
internal import UsageStore

/// Puts the rows of a usage scan into the store: portal, day, and the counts.
final class UsageSink: RowSink {
    /// The form of the rows that a scan delivers.
    struct Shape: Hashable {
        /// Whether portals are identified by their ids, which are numbers (BIGINT), not by their portal numbers
        /// (INTEGER).
        var byID: Bool
        /// Whether rows have the form of a CSV file: counts are DOUBLE, NULL if empty, and a row without an id is
        /// unusable. Otherwise counts are UINTEGER, NULL if a value is not a whole number below 2^32.
        var isPlain: Bool

        /// The name of the SQL function.
        var function: String { "take_\(isPlain ? "plain_" : "")usage\(byID ? "_by_id" : "")" }
    }

    private let store: UsageStore
    private let actions: Int
    private let shape: Shape
    private let ids: IDTable?

    /// Makes a sink.
    ///
    /// - Parameter ids: The table of ids, if portals are identified by their ids.
    init(store: UsageStore, columns: ColumnNames, shape: Shape, ids: IDTable?) {
        self.store = store
        actions = columns.actions.count
        self.shape = shape
        self.ids = ids
    }

    func register(on connection: Connection) throws {
        try connection.register(
            self, as: shape.function,
            columns: [shape.byID ? .bigint : .integer, .date]
                + Array(repeating: shape.isPlain ? .double : .uinteger, count: store.width))
    }

    func makeWorker() -> any RowSinkWorker {
        UsageSinkWorker(store.makeAppender(), width: store.width, actions: actions, shape: shape, ids: ids)
    }
}

/// The part of the sink for one thread.
private final class UsageSinkWorker: RowSinkWorker {
    private static let mostRows = 2048

    private let appender: UsageAppender
    private let actions: Int
    private let shape: UsageSink.Shape
    private let ids: IDTable?
    private let portals: UnsafeMutablePointer<Int32>
    private let columns: UnsafeMutableBufferPointer<UnsafePointer<UInt32>>
    /// The counts that arrived as doubles, column by column.
    private let numbers: UnsafeMutablePointer<UInt32>

    init(_ appender: UsageAppender, width: Int, actions: Int, shape: UsageSink.Shape, ids: IDTable?) {
        self.appender = appender
        self.actions = actions
        self.shape = shape
        self.ids = ids
        portals = .allocate(capacity: Self.mostRows)
        columns = .allocate(capacity: width)
        numbers = .allocate(capacity: width * Self.mostRows)
    }

    deinit {
        portals.deallocate()
        columns.deallocate()
        numbers.deallocate()
    }

    func take(_ chunk: InputChunk) throws {
        findPortals(chunk)
        for column in columns.indices {
            if shape.isPlain {
                let target = numbers + column * Self.mostRows
                appender.note(unusable: chunk.wholeNumbers(2 + column, into: target))
                columns.initializeElement(at: column, to: UnsafePointer(target))
            } else {
                columns.initializeElement(at: column, to: chunk.values(2 + column, as: UInt32.self))
                appender.note(unusable: Self.nulls(chunk, 2 + column))
            }
        }
        try appender.append(
            UsageAppender.Rows(
                count: chunk.count, portals: portals, days: chunk.values(1, as: Int32.self), hasDay: chunk.validity(1),
                counts: UnsafePointer(columns.baseAddress!), actions: actions))
    }

    /// Finds the portals of a chunk. The number of an unknown id is -1.
    private func findPortals(_ chunk: InputChunk) {
        let count = chunk.count
        if let ids {
            let values = chunk.values(0, as: Int64.self)
            for row in 0..<count { portals[row] = ids[values[row]] }
        } else {
            portals.update(from: chunk.values(0, as: Int32.self), count: count)
        }
        guard let validity = chunk.validity(0) else { return }
        if shape.isPlain, shape.byID { appender.note(unusable: Self.nulls(chunk, 0)) }
        for row in 0..<count where validity[row >> 6] >> UInt64(row & 63) & 1 == 0 { portals[row] = -1 }
    }

    private static func nulls(_ chunk: InputChunk, _ column: Int) -> Int {
        guard let validity = chunk.validity(column) else { return 0 }
        return (0..<chunk.count).reduce(0) { $0 + (validity[$1 >> 6] >> UInt64($1 & 63) & 1 == 0 ? 1 : 0) }
    }
}
