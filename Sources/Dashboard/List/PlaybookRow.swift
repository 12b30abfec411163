internal import DuckDB
internal import Foundation
internal import Playbooks

/// What a run made for one of its best prospects.
struct PlaybookRow: Equatable, Sendable {
    let pattern: String
    let stage: String
    let focus: String
    let urgency: String
    let subject: String
    let opening: String
    let source: String

    /// The playbooks of a run by the id as the list has it; none where it has no file of them.
    static func read(_ path: String, _ connection: Connection) throws -> [String: PlaybookRow] {
        guard FileManager.default.fileExists(atPath: path) else { return [:] }
        let columns = ["id"] + PlaybookList.columns
        let rows = try connection.rows("SELECT \(SQL.identifiers(columns)) FROM \(ListLoader.source(path))") { row in
            columns.indices.map { row.string($0) ?? "" }
        }
        return Dictionary(
            rows.map {
                (
                    $0[0],
                    PlaybookRow(
                        pattern: $0[1], stage: $0[2], focus: $0[3], urgency: $0[4], subject: $0[5], opening: $0[6],
                        source: $0[7])
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}
