internal import Base
internal import Foundation
internal import Pipeline
internal import Playbooks
internal import Synchronization

/// The messages that people have changed. The file is read again only if it has changed.
final class EditsStore: Sendable {
    private let path: String
    private let file: EditsFile
    private let workbench: Workbench
    private let cache = Mutex<[Day: (stamp: FileStamp?, edits: Edits)]>([:])

    init(output: String, workbench: Workbench) {
        path = output + "/" + Edits.file
        file = EditsFile(output: output)
        self.workbench = workbench
    }

    /// Returns the edits of a Sunday.
    ///
    /// - Throws: `EditsError` if the file cannot be read.
    func edits(of sunday: Day) async throws -> Edits {
        let stamp = FileStamp(path)
        if let known = cache.withLock({ $0[sunday] }), known.stamp == stamp { return known.edits }
        let edits = try await workbench.query { [file] in try file.edits(of: sunday, connection: $0) }
        cache.withLock { $0[sunday] = (stamp, edits) }
        return edits
    }

    func keep(_ edit: MessageEdit, of id: String, on sunday: Day) async throws {
        try await workbench.query { [file] in try file.keep(edit, of: id, on: sunday, connection: $0) }
    }
}
