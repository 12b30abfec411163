internal import DuckDB
internal import ProspectCore
internal import UsageStore

/// Walks a range of portals and streams their snapshots into one Parquet file.
struct PartWriter: Sendable {
    let configuration: Configuration
    let asOf: Day
    let schedule: Schedule
    let closeDays: CloseDays
    let folder: String
    let dormantFolder: String
    let layout: WalkLayout
    let usage: UsageStore
    let firstUsage: FirstUsage

    /// How parts are written. Version 2's delta encoding makes sums and ids as small as a dictionary does, without looking
    /// for one, which takes longer than writing. Row groups of 30 vectors, half of DuckDB's own, are held in half the memory.
    private static let format =
        "FORMAT parquet, PARQUET_VERSION 'V2', COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1, ROW_GROUP_SIZE 61440"

    /// What a part came to.
    struct Written: Equatable {
        /// Those of dormant spans included.
        var snapshots = 0
        /// Portals that have one.
        var portals = 0
        var dormantSpans = 0
        var dormantSnapshots = 0
    }

    /// Writes `part-<number>.parquet`, and where there are dormant spans another one of that name with them.
    func write(_ part: Int, portals: Range<Int>, connection: Connection) throws -> Written {
        guard !portals.isEmpty else { return Written() }
        let days = try usage.rows(of: portals, through: asOf)
        defer { days.release() }
        firstUsage.note(days)
        let walk = Walk(days: days, schedule: schedule, layout: layout, closeDays: closeDays)
        let number = "\(part)"
        let file = "part-\(String(repeating: "0", count: max(0, 5 - number.count)) + number).parquet"
        let select = SnapshotSelect(configuration: configuration, asOf: asOf, usageColumns: layout.fileColumns)
        func copy(_ rows: any RowSource, as name: String, others: [String], to folder: String) throws {
            try connection.register(rows, as: name)
            let query = select.sql(walk: "\(name)()", portals: portals, others: others)
            try connection.execute("COPY (\(query)) TO \(SQL.literal("\(folder)/\(file)")) (\(Self.format))")
        }
        try copy(walk, as: "walk_\(part)", others: [], to: folder)
        let dormant = walk.dormant
        if dormant.count > 0 {
            try copy(dormant, as: "dormant_\(part)", others: [SnapshotColumn.lastDate], to: dormantFolder)
        }
        return Written(
            snapshots: walk.snapshotCount, portals: walk.portalCount, dormantSpans: dormant.count,
            dormantSnapshots: dormant.sundayCount)
    }
}
