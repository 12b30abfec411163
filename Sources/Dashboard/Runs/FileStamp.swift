internal import Foundation

/// What tells one content of a file from another, without reading it.
struct FileStamp: Hashable, Sendable {
    private let number: UInt64
    private let bytes: UInt64
    private let modified: Date

    /// nil where there is no such file.
    init?(_ path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        number = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
        bytes = (attributes[.size] as? NSNumber)?.uint64Value ?? 0
        modified = attributes[.modificationDate] as? Date ?? .distantPast
    }
}
