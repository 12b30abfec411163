internal import Foundation

/// The last line of a text file without a final line break, as an interrupted copy leaves it.
struct UnfinishedLine {
    let text: String

    /// The maximum length of a line that is examined.
    private static let longest = 65_536

    /// Reads the last line of a file.
    ///
    /// - Returns: The line, or nil if the file ends with a line break.
    init?(of file: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: size > UInt64(Self.longest) ? size - UInt64(Self.longest) : 0)
        let bytes = [UInt8](try handle.readToEnd() ?? Data())
        func isBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
        guard let last = bytes.last, !isBreak(last), let end = bytes.lastIndex(where: isBreak) else { return nil }
        text = String(decoding: bytes[(end + 1)...], as: UTF8.self)
    }

    /// Whether columns of a CSV file are missing. A line with an open quote may be the end of a longer value, and
    /// proves nothing.
    func isCutOff(_ header: CSVHeader) -> Bool {
        text.count { $0 == "\"" } % 2 == 0
            && CSVHeader.split(text, by: header.delimiter).count < header.columns.count
    }
}
