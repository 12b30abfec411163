internal import DuckDB
internal import ProspectCore

/// The columns that the walk emits, in their order.
struct WalkLayout: Sendable {
    /// Windows with sums, in days, ascending.
    let windows: [Int]
    /// How many of the count columns are actions.
    let actions: Int
    let isExtended: Bool
    /// Columns of sums, those over all time included.
    let sumCount: Int
    let columns: [(name: String, type: ColumnType)]

    init(_ snapshots: SnapshotSettings, features: FeatureSettings, names: ColumnNames) {
        isExtended = features.set == .extended
        let hasLong = snapshots.windows.contains(SnapshotColumn.longWindow)
        windows = isExtended && !hasLong ? snapshots.windows + [SnapshotColumn.longWindow] : snapshots.windows
        actions = names.actions.count
        var sums = windows.flatMap { window in names.counts.map { SnapshotColumn.sum($0, window: window) } }
        if isExtended { sums += names.counts.map(SnapshotColumn.lifetime) }
        sumCount = sums.count
        var columns: [(name: String, type: ColumnType)] = [("portal", .integer), (SnapshotColumn.date, .date)]
        columns += sums.map { ($0, .bigint) }
        columns.append((SnapshotColumn.recency, .integer))
        if isExtended {
            columns += [(SnapshotColumn.daysSinceLastRow, .integer), (SnapshotColumn.daysSinceFirstUse, .integer)]
            columns += SnapshotColumn.history.map { ($0, .bigint) }
            columns += SnapshotColumn.decayedSignals.flatMap { signal in
                SnapshotColumn.halfLives.map { (SnapshotColumn.decayed(signal, halfLife: $0), ColumnType.float) }
            }
        }
        self.columns = columns
    }

    /// The names that a snapshot file takes over from the walk, the snapshot day first.
    var fileColumns: [String] { columns.dropFirst().map(\.name) }
}

/// The columns of one chunk, as the walk writes them.
struct WalkOutput: ~Copyable {
    let portals: UnsafeMutablePointer<Int32>
    let dates: UnsafeMutablePointer<Int32>
    let sums: UnsafeMutablePointer<UnsafeMutablePointer<Int64>>
    let history: UnsafeMutablePointer<UnsafeMutablePointer<Int64>>
    let decayed: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let chunk: OutputChunk
    /// The place of the recency column; those of the other milestones follow.
    private let milestones: Int
    private let isExtended: Bool

    init(_ chunk: OutputChunk, sums count: Int, isExtended: Bool) {
        self.chunk = chunk
        self.isExtended = isExtended
        portals = chunk.column(0, as: Int32.self)
        dates = chunk.column(1, as: Int32.self)
        sums = .allocate(capacity: count)
        for index in 0..<count { (sums + index).initialize(to: chunk.column(2 + index, as: Int64.self)) }
        milestones = 2 + count
        let historyCount = isExtended ? SnapshotColumn.history.count : 0
        let decayedCount = isExtended ? SnapshotColumn.decayedSignals.count * SnapshotColumn.halfLives.count : 0
        history = .allocate(capacity: historyCount)
        decayed = .allocate(capacity: decayedCount)
        for index in 0..<historyCount {
            (history + index).initialize(to: chunk.column(milestones + 3 + index, as: Int64.self))
        }
        for index in 0..<decayedCount {
            (decayed + index).initialize(to: chunk.column(milestones + 3 + historyCount + index, as: Float.self))
        }
    }

    deinit {
        sums.deallocate()
        history.deallocate()
        decayed.deallocate()
    }

    /// Writes days since the last activity, and in the extended set since the last row and the first use.
    @inline(__always)
    func write(_ state: Milestones, at today: Int32, row: Int) {
        write(state.lastActive, at: today, column: milestones, row: row)
        if isExtended {
            write(state.lastRow, at: today, column: milestones + 1, row: row)
            write(state.firstActive, at: today, column: milestones + 2, row: row)
        }
    }

    @inline(__always)
    private func write(_ day: Int32?, at today: Int32, column: Int, row: Int) {
        if let day {
            chunk.column(column, as: Int32.self)[row] = today - day
        } else {
            chunk.setNull(column, row)
        }
    }
}
