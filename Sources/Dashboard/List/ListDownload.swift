internal import Base
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Playbooks
internal import Ranking

/// The selected rows as CSV: all columns of the list, followed by those of the playbooks.
struct ListDownload: Sendable {
    /// The number of lines that are written at a time.
    private static let chunk = 2_000

    let index: ListIndex
    let rows: [Int32]
    let lines: CSVLines
    let edits: Edits

    /// Prepares the download.
    ///
    /// - Parameter edits: The messages of this Sunday that a person has changed.
    init(_ index: ListIndex, rows: [Int32], edits: Edits) throws {
        self.index = index
        self.rows = rows
        self.edits = edits
        lines = try CSVLines(path: index.list.csvFile, rows: index.count)
    }

    var fileName: String { "prospects-\(index.list.asOf).csv" }

    var body: ResponseBody {
        ResponseBody { [self] writer in
            var start = 0
            var buffer = ByteBuffer()
            buffer.writeBytes(lines[0])
            buffer.writeString("," + PlaybookList.columns.joined(separator: ",") + "\n")
            while start < rows.count {
                for row in rows[start..<min(rows.count, start + Self.chunk)] {
                    buffer.writeBytes(lines[Int(row) + 1])
                    buffer.writeString(playbook(of: index.columns.ids[Int(row)]))
                }
                try await writer.write(buffer)
                buffer.clear()
                start += Self.chunk
            }
            if buffer.readableBytes > 0 { try await writer.write(buffer) }
            try await writer.finish(nil)
        }
    }

    private func playbook(of id: String) -> String {
        guard let row = index.playbooks[id] else {
            return String(repeating: ",", count: PlaybookList.columns.count) + "\n"
        }
        let message = Message(row, edits[id])
        let playbook = row.playbook
        let cells = [
            playbook.pattern, playbook.stage, playbook.focus, playbook.urgency.rawValue, message.subject,
            message.opening,
            message.source,
        ]
        return cells.map { "," + SafeCell.field($0) }.joined() + "\n"
    }
}
