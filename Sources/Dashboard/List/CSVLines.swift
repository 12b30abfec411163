internal import Foundation

/// The lines of a list's file, passed on unchanged. Their cells were made safe when they were written, and no cell
/// contains a line end.
struct CSVLines: Sendable {
    private let data: Data
    /// The beginnings of the lines, with the header first, and the end of the last line.
    private let starts: [Int]

    /// Reads the file.
    ///
    /// - Throws: An error if the file cannot be read or does not have this number of rows.
    init(path: String, rows: Int) throws {
        data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        var starts = [0]
        starts.reserveCapacity(rows + 2)
        data.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count,
                let end = memchr(bytes.baseAddress! + position, Int32(UInt8(ascii: "\n")), bytes.count - position)
            {
                position = UnsafeRawPointer(end) - bytes.baseAddress! + 1
                starts.append(position)
            }
            if position < bytes.count { starts.append(bytes.count) }
        }
        guard starts.count == rows + 2 else { throw UnreadableRun("its list has another number of lines than rows") }
        self.starts = starts
    }

    /// Returns a line without its end. Line 0 is the header, and line n the row of rank n.
    subscript(line: Int) -> Data {
        var line = data[data.startIndex + starts[line]..<data.startIndex + starts[line + 1]]
        while let last = line.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }

    /// Returns the cells of a line.
    static func cells(_ line: Data) -> [String] {
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var index = line.startIndex
        let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))
        while index < line.endIndex {
            let byte = line[index]
            let next = line.index(after: index)
            if isQuoted, byte == quote, next < line.endIndex, line[next] == quote {
                cell.append(quote)
                index = line.index(after: next)
                continue
            }
            if byte == quote {
                isQuoted.toggle()
            } else if byte == comma, !isQuoted {
                cells.append(String(decoding: cell, as: UTF8.self))
                cell = []
            } else {
                cell.append(byte)
            }
            index = next
        }
        return cells + [String(decoding: cell, as: UTF8.self)]
    }
}
