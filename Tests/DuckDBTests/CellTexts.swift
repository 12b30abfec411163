import DuckDB

/// Texts as a table, `cells()`: as they are, which a literal of SQL cannot give where they hold NUL.
final class CellTexts: RowTable {
    let columns: [(name: String, type: ColumnType)] = [("row", .bigint), ("cell", .varchar)]
    private let texts: [String]

    init(_ texts: [String]) { self.texts = texts }

    func makeReader() throws -> any RowTableReader { Reader(texts) }

    private final class Reader: RowTableReader {
        private let texts: [String]
        private var next = 0

        init(_ texts: [String]) { self.texts = texts }

        func fill(_ chunk: OutputChunk) throws -> Int {
            let count = min(chunk.capacity, texts.count - next)
            for row in 0..<count {
                chunk.column(0, as: Int64.self)[row] = Int64(next + row)
                chunk.setString(1, row, texts[next + row])
            }
            next += count
            return count
        }
    }
}
