internal import Foundation

/// What tells one content of a file from another, without reading it.
package struct FileStamp: Hashable, Sendable {
    private let number: UInt64
    let bytes: Int
    private let modified: Date

    /// nil where there is no such file.
    package init?(_ path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        number = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
        bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
        modified = attributes[.modificationDate] as? Date ?? .distantPast
    }
}
