internal import Foundation

/// The lines of a list's file, to be handed on as they are: their cells have been made safe when it was written, and no
/// cell holds a line end.
struct CSVLines: Sendable {
    private let data: Data
    /// Where the lines begin, the header being the first, and the end of the last one.
    private let starts: [Int]

    /// - Throws: where the file cannot be read, or has not so many rows.
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

    /// A line without its end; 0 is the header, and n the row of rank n.
    subscript(line: Int) -> Data {
        var line = data[data.startIndex + starts[line]..<data.startIndex + starts[line + 1]]
        while let last = line.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }

    /// The cells of a line.
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
