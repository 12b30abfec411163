internal import Foundation

/// The texts of all rows in one buffer, which takes little memory and is searched in one pass.
struct TextColumn: Sendable {
    private let bytes: [UInt8]
    /// The beginning of each row's text, and the end of the last.
    private let starts: [UInt32]

    init(_ texts: some Sequence<String>) {
        var bytes: [UInt8] = []
        var starts: [UInt32] = [0]
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            // No search text contains this byte, so no match crosses two rows.
            bytes.append(0)
            starts.append(UInt32(bytes.count))
        }
        self.bytes = bytes
        self.starts = starts
    }

    var count: Int { starts.count - 1 }

    subscript(row: Int) -> String {
        String(decoding: bytes[Int(starts[row])..<Int(starts[row + 1]) - 1], as: UTF8.self)
    }

    /// Marks the rows whose text contains another text, byte by byte.
    func mark(_ needle: String, in marks: inout [Bool]) {
        let needle = Array(needle.utf8)
        guard !needle.isEmpty, !needle.contains(0), !bytes.isEmpty else { return }
        bytes.withUnsafeBytes { all in
            var position = 0
            var row = 0
            while let place = Self.find(needle, in: all, from: position) {
                while starts[row + 1] <= UInt32(place) { row += 1 }
                marks[row] = true
                position = Int(starts[row + 1])
            }
        }
    }

    private static func find(_ needle: [UInt8], in all: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var position = start
        let last = all.count - needle.count
        while position <= last,
            let found = memchr(all.baseAddress! + position, Int32(needle[0]), last - position + 1)
        {
            if memcmp(found, needle, needle.count) == 0 { return UnsafeRawPointer(found) - all.baseAddress! }
            position = UnsafeRawPointer(found) - all.baseAddress! + 1
        }
        return nil
    }
}
