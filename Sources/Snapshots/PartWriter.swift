internal import Base
internal import DuckDB
internal import UsageStore

/// Walks a range of portals and streams their snapshots into one Parquet file.
struct PartWriter: Sendable {
    let configuration: WalkSettings
    let asOf: Day
    let schedule: Schedule
    let closeDays: CloseDays
    let folder: String
    let dormantFolder: String
    let dormantFiles: DormantFiles
    let layout: WalkLayout
    let usage: UsageStore
    let firstUsage: FirstUsage

    /// The format of the parts. The delta encoding of version 2 makes sums and ids as small as a dictionary would, and
    /// saves the search for one, which takes longer than writing. Row groups of 30 vectors, half of DuckDB's default,
    /// halve the memory.
    static let format: SQL =
        "FORMAT parquet, PARQUET_VERSION 'V2', COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1, ROW_GROUP_SIZE 61440"

    /// The result of writing a part.
    struct Written: Equatable {
        /// The number of snapshots, including those of dormant spans.
        var snapshots = 0
        /// The number of snapshots that were followed by a conversion, as far as known.
        var positives = 0
        /// The number of portals with a snapshot.
        var portals = 0
        var dormantSpans = 0
        var dormantSnapshots = 0
    }

    /// Writes `part-<number>.parquet`. The last of a group of parts also writes a file with the group's dormant spans.
    func write(_ part: Int, portals: Range<Int>, connection: Connection) throws -> Written {
        var written = Written()
        var dormant = DormantSpans(layout: layout)
        if !portals.isEmpty {
            let days = try usage.rows(of: portals, through: asOf)
            defer { days.release() }
            firstUsage.note(days)
            let walk = Walk(days: days, schedule: schedule, layout: layout, closeDays: closeDays)
            try copy(walk, as: "walk", part, of: portals, to: folder, connection)
            dormant = walk.dormant
            written = Written(
                snapshots: walk.snapshotCount, positives: walk.positiveCount, portals: walk.portalCount,
                dormantSpans: dormant.count, dormantSnapshots: dormant.sundayCount)
        }
        if let file = dormantFiles.add(dormant, of: part) {
            try copy(
                DormantFiles.Contents.Rows(file), as: "dormant", file.number, of: file.portals,
                others: [SnapshotColumn.lastDate], to: dormantFolder, connection)
        }
        return written
    }

    private func copy(
        _ rows: any RowSource, as name: String, _ number: Int, of portals: Range<Int>, others: [String] = [],
        to folder: String, _ connection: Connection
    ) throws {
        try connection.register(rows, as: "\(name)_\(number)")
        let padded = String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number)"
        let query = SnapshotSelect(configuration: configuration, asOf: asOf, usageColumns: layout.fileColumns)
            .sql(walk: "\(name: "\(name)_\(number)")()", portals: portals, others: others)
        try connection.execute(
            "COPY (\(query)) TO \(literal: "\(folder)/part-\(padded).parquet") (\(Self.format))")
    }
}
