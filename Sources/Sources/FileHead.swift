internal import Foundation

/// The first bytes of a file, which distinguish text from other content.
struct FileHead {
    private let bytes: [UInt8]

    init(file: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        defer { try? handle.close() }
        bytes = try [UInt8](handle.read(upToCount: 4_096) ?? Data())
    }

    /// The kind of the file, whatever its name says.
    var content: FileContent { FileContent(bytes) }

    /// The storage version of a DuckDB database.
    var storageVersion: UInt8? { bytes.count > 19 ? (bytes[13..<20].contains { $0 != 0 } ? .max : bytes[12]) : nil }

    var hasByteOrderMark: Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

    /// Checks that the file is text. Compressed files are accepted.
    ///
    /// - Throws: `SourceProblem` if the file is not UTF-8 text.
    func check(_ file: String) throws {
        if [.gzip, .zstandard].contains(content) || [".gz", ".zst"].contains(where: file.lowercased().hasSuffix) {
            return
        }
        let hasZeros = bytes.dropFirst().prefix(64).contains(0)
        let looksLikeUTF16 = bytes.prefix(64).enumerated().allSatisfy { $0.offset % 2 == 0 || $0.element == 0 }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || (hasZeros && looksLikeUTF16) {
            throw SourceProblem(
                check: "not-text", message: "The file '\(file)' is not UTF-8 text but UTF-16; save it as UTF-8.")
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        if line.contains(where: { $0 < 32 && $0 != UInt8(ascii: "\t") }) {
            throw SourceProblem(
                check: "not-text", message: "The file '\(file)' is not text: its first line has control characters.")
        }
        if line.count < bytes.count, String(validating: line, as: UTF8.self) == nil {
            throw SourceProblem(
                check: "not-text", message: "The header of '\(file)' is not UTF-8 text; save the file as UTF-8.")
        }
    }
}
