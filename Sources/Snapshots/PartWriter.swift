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
    let layout: WalkLayout
    let usage: UsageStore
    let firstUsage: FirstUsage

    /// Values of a column beyond which Parquet does not look for a dictionary of them: what varies more, such as a decayed
    /// sum, is not made smaller by one, and looking takes longer than writing.
    private static let dictionaryLimit = 2_000

    /// Writes `part-<number>.parquet`.
    ///
    /// - Returns: snapshots written, and the portals that have one.
    func write(
        _ part: Int, portals: Range<Int>, connection: Connection
    ) throws -> (snapshots: Int, portals: Int) {
        guard !portals.isEmpty else { return (0, 0) }
        let days = try usage.rows(of: portals, through: asOf)
        defer { days.release() }
        firstUsage.note(days)
        let walk = Walk(days: days, schedule: schedule, layout: layout, closeDays: closeDays)
        let name = "walk_\(part)"
        try connection.register(walk, as: name)
        let number = "\(part)"
        let padded = String(repeating: "0", count: max(0, 5 - number.count)) + number
        let select = SnapshotSelect(configuration: configuration, asOf: asOf, usageColumns: layout.fileColumns)
        try connection.execute(
            """
            COPY (\(select.sql(walk: "\(name)()", portals: portals)))
            TO \(SQL.literal("\(folder)/part-\(padded).parquet"))
            (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT \(Self.dictionaryLimit))
            """)
        return (walk.snapshotCount, walk.portalCount)
    }
}
