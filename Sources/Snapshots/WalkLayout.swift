internal import DuckDB
internal import Sources

/// The columns that the walk emits, in order.
struct WalkLayout: Sendable {
    /// The windows with sums, in days, ascending.
    let windows: [Int]
    /// The number of count columns that are actions.
    let actions: Int
    let isExtended: Bool
    /// The number of columns with sums, including sums over all time.
    let sumCount: Int
    /// The horizon: a close date within this many days makes a snapshot a conversion.
    let horizon: Int
    /// The portal, the snapshot day, the usage and the outcome.
    let columns: [(name: String, type: ColumnType)]

    init(_ snapshots: SnapshotSettings, features: FeatureSettings, names: ColumnNames) {
        isExtended = features.set == .extended
        horizon = snapshots.horizon
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
            columns += [
                (SnapshotColumn.daysSinceLastRow, .integer), (SnapshotColumn.daysSinceFirstUse, .integer),
                (SnapshotColumn.daysSinceFirstSeen, .integer),
            ]
            columns += SnapshotColumn.history.map { ($0, .bigint) }
            columns += SnapshotColumn.decayedSignals.flatMap { signal in
                SnapshotColumn.halfLives.map { (SnapshotColumn.decayed(signal, halfLife: $0), ColumnType.float) }
            }
        }
        self.columns =
            columns + [(SnapshotColumn.label(horizon: horizon), .integer), (SnapshotColumn.matured, .boolean)]
    }

    /// The columns that a snapshot file takes from the walk, without the outcome: the snapshot day first.
    var fileColumns: [String] { columns.dropFirst().dropLast(2).map(\.name) }
}

/// Columns that a walk can write into.
protocol WalkTarget {
    func column<Value>(_ index: Int, as type: Value.Type) -> UnsafeMutablePointer<Value>
    func setNull(_ column: Int, _ row: Int)
}

extension OutputChunk: WalkTarget {}

/// The columns of some rows, as the walk writes them.
struct WalkOutput: ~Copyable {
    let portals: UnsafeMutablePointer<Int32>
    let dates: UnsafeMutablePointer<Int32>
    let sums: UnsafeMutablePointer<UnsafeMutablePointer<Int64>>
    let history: UnsafeMutablePointer<UnsafeMutablePointer<Int64>>
    let decayed: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    let labels: UnsafeMutablePointer<Int32>
    let matured: UnsafeMutablePointer<Bool>
    private let target: any WalkTarget
    private let recency: UnsafeMutablePointer<Int32>
    private let daysSinceLastRow: UnsafeMutablePointer<Int32>?
    private let daysSinceFirstUse: UnsafeMutablePointer<Int32>?
    private let daysSinceFirstSeen: UnsafeMutablePointer<Int32>?
    /// The index of the recency column. The other milestones follow it.
    private let milestones: Int

    init(_ target: some WalkTarget, layout: WalkLayout) {
        self.target = target
        let isExtended = layout.isExtended
        portals = target.column(0, as: Int32.self)
        dates = target.column(1, as: Int32.self)
        sums = .allocate(capacity: layout.sumCount)
        for index in 0..<layout.sumCount { (sums + index).initialize(to: target.column(2 + index, as: Int64.self)) }
        milestones = 2 + layout.sumCount
        recency = target.column(milestones, as: Int32.self)
        daysSinceLastRow = isExtended ? target.column(milestones + 1, as: Int32.self) : nil
        daysSinceFirstUse = isExtended ? target.column(milestones + 2, as: Int32.self) : nil
        daysSinceFirstSeen = isExtended ? target.column(milestones + 3, as: Int32.self) : nil
        let historyCount = isExtended ? SnapshotColumn.history.count : 0
        let decayedCount = isExtended ? SnapshotColumn.decayedSignals.count * SnapshotColumn.halfLives.count : 0
        let outcome = milestones + (isExtended ? 4 : 1) + historyCount + decayedCount
        labels = target.column(outcome, as: Int32.self)
        matured = target.column(outcome + 1, as: Bool.self)
        history = .allocate(capacity: historyCount)
        decayed = .allocate(capacity: decayedCount)
        for index in 0..<historyCount {
            (history + index).initialize(to: target.column(milestones + 4 + index, as: Int64.self))
        }
        for index in 0..<decayedCount {
            (decayed + index).initialize(to: target.column(milestones + 4 + historyCount + index, as: Float.self))
        }
    }

    deinit {
        sums.deallocate()
        history.deallocate()
        decayed.deallocate()
    }

    /// Writes days since the last activity. The extended set adds days since the last row, the first use and the first
    /// Sunday.
    @inline(__always)
    func write(_ state: Milestones, at today: Int32, row: Int) {
        write(state.lastActive, at: today, to: recency, column: milestones, row)
        if let daysSinceLastRow, let daysSinceFirstUse, let daysSinceFirstSeen {
            write(state.lastRow, at: today, to: daysSinceLastRow, column: milestones + 1, row)
            write(state.firstActive, at: today, to: daysSinceFirstUse, column: milestones + 2, row)
            write(state.firstSeen, at: today, to: daysSinceFirstSeen, column: milestones + 3, row)
        }
    }

    @inline(__always)
    private func write(
        _ day: Int32?, at today: Int32, to days: UnsafeMutablePointer<Int32>, column: Int, _ row: Int
    ) {
        if let day { days[row] = today - day } else { target.setNull(column, row) }
    }
}
