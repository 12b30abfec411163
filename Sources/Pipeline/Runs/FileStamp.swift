internal import Foundation

/// Distinguishes one content of a file from another, without reading it.
package struct FileStamp: Hashable, Sendable {
    private let number: UInt64
    let bytes: Int
    private let modified: Date

    /// Reads the stamp of a file. Returns nil if the file does not exist.
    package init?(_ path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        number = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
        bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
        modified = attributes[.modificationDate] as? Date ?? .distantPast
    }
}
