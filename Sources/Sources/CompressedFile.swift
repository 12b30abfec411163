internal import DuckDB
internal import Foundation

/// Checks whether a compressed file is complete. DuckDB silently reads a truncated file as far as it goes.
struct CompressedFile {
    let file: String
    let connection: Connection

    /// Checks one part of a table.
    ///
    /// - Throws: `SourceProblem` if the file is cut off, `DuckDBError` if it is not a compressed file.
    func check(_ part: SourceTable.Part) throws {
        let content = try FileHead(file: file).content
        guard content == .gzip || content == .zstandard else { return }
        let data = try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
        let padding = data.endIndex - 1 - (data.lastIndex { $0 != 0 } ?? data.startIndex)
        // An empty file ends with nine zeros of its own.
        if content == .gzip, padding > 15 {
            throw SourceProblem(
                check: "malformed-file",
                message:
                    "The compressed file '\(file)' ends with zeros that belong to no part of it, as copies by blocks "
                    + "leave them. Unpack it with `gzip -dc` and compress it again.")
        }
        let isComplete = try content == .gzip ? isCompleteGzip(data, part) : Self.isCompleteZstandard(data)
        guard isComplete else {
            throw SourceProblem(
                check: "malformed-file", message: "The compressed file '\(file)' is cut off: its end is missing.")
        }
    }

    /// Compares the length at the end of each member (RFC 1952) with the lines that were read.
    private func isCompleteGzip(_ data: Data, _ part: SourceTable.Part) throws -> Bool {
        let undecoded = "undecoded_lines"
        for table in [undecoded, undecoded + "_scan"] {
            try connection.execute("DROP TABLE IF EXISTS \(unsafe: table)")
        }
        func total(_ text: String, _ table: String) throws -> (bytes: Int, count: Int) {
            try connection.row("SELECT coalesce(sum(strlen(\(unsafe: text))), 0), count(*) FROM \(unsafe: table)") {
                ($0.int(0)!, $0.int(1)!)
            }
        }
        var (bytes, count) = try total("text", part.textLines(rejects: undecoded))
        let rejected = try total("ltrim(csv_line, chr(10) || chr(13))", undecoded)
        (bytes, count) = (bytes + rejected.bytes, count + rejected.count)
        let members = Self.gzipMembers(data)
        guard data.count >= 18 else { return false }
        let ends = members.dropFirst() + [data.count]
        let stated = ends.reduce(0) { sum, end in
            sum + (0..<4).reduce(0) { $0 | Int(data[data.startIndex + end - 4 + $1]) << (8 * $1) }
        }
        // A line break has one or two bytes, and the last line may lack it. The file may begin with a byte order mark
        // of three bytes. Lengths are stated modulo 2^32.
        let excess = (stated - (bytes + count - 1)) % (1 << 32)
        return (excess < 0 ? excess + (1 << 32) : excess) <= count + 4
    }

    /// Finds the beginnings of members. A file that was compressed in pieces has several.
    private static func gzipMembers(_ data: Data) -> [Int] {
        var starts = [0]
        var search = data.startIndex + 18
        let magic = Data([0x1F, 0x8B, 0x08])
        while search < data.endIndex, let found = data.range(of: magic, in: search..<data.endIndex) {
            search = found.upperBound
            guard found.lowerBound + 10 <= data.endIndex else { break }
            let header = data[found.lowerBound..<found.lowerBound + 10].map { $0 }
            // Reserved flags are zero, extra flags are 0, 2 or 4, and the system is a small number or 255.
            if header[3] & 0xE0 == 0, [0, 2, 4].contains(header[8]), header[9] <= 13 || header[9] == 255 {
                starts.append(found.lowerBound - data.startIndex)
            }
        }
        return starts
    }

    /// Walks frames and blocks by their headers (RFC 8878). Returns true if the last one ends with the file.
    static func isCompleteZstandard(_ data: Data) -> Bool {
        let bytes = [UInt8](data)
        var at = 0
        func number(_ offset: Int, _ count: Int) -> Int? {
            guard offset + count <= bytes.count else { return nil }
            return (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        while at < bytes.count {
            guard let magic = number(at, 4) else { return false }
            if magic & 0xFFFF_FFF0 == 0x184D_2A50 {
                guard let size = number(at + 4, 4) else { return false }
                at += 8 + size
                continue
            }
            // DuckDB reports that this is not a Zstandard file.
            guard magic == 0xFD2F_B528 else { return true }
            guard let descriptor = number(at + 4, 1) else { return false }
            let isSingleSegment = descriptor & 0x20 != 0
            let sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]
            at += 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3] + sizeBytes
            var isLast = false
            while !isLast {
                guard let block = number(at, 3) else { return false }
                isLast = block & 1 == 1
                at += 3 + (block >> 1 & 3 == 1 ? 1 : block >> 3)
            }
            if descriptor & 4 != 0 { at += 4 }
        }
        return at == bytes.count
    }
}
