import DuckDB
import Testing

/// Rows of Swift as a table function.
@Suite struct RowSourceTests {
    private final class Numbers: RowSource {
        let columns: [(name: String, type: ColumnType)]
        private var rest: [Int64]

        init(_ column: String, _ numbers: [Int64]) {
            columns = [(column, .bigint)]
            rest = numbers
        }

        func fill(_ chunk: OutputChunk) -> Int {
            let count = min(chunk.capacity, rest.count)
            for row in 0..<count { chunk.column(0, as: Int64.self)[row] = rest[row] }
            rest.removeFirst(count)
            return count
        }
    }

    /// Rows that were read are gone, and a database does not keep their source.
    @Test func aSourceIsReadOnce() throws {
        let database = try Database.open()
        let connection = try database.connect()
        weak var kept: Numbers?
        do {
            let numbers = Numbers("n", [1, 2])
            kept = numbers
            try connection.register(numbers, as: "once")
        }
        #expect(kept != nil)
        #expect(try connection.row("SELECT count(*) FROM once()") { $0.int(0)! } == 2)
        #expect(kept == nil)
        #expect(throws: DuckDBError.self) { try connection.execute("FROM once()") }
    }

    /// DuckDB keeps the first function of a name without a word; the name has to stand for the new rows all the same.
    @Test func aNameMayBeUsedAgain() throws {
        let database = try Database.open()
        for (index, numbers) in [[1, 2, 3], [], [7], Array(0..<5000)].enumerated() {
            let connection = try database.connect()
            try connection.register(Numbers("n\(index)", numbers.map(Int64.init)), as: "numbers")
            let sum = try connection.row("SELECT count(*), coalesce(sum(n\(unsafe: index)), 0)::BIGINT FROM numbers()")
            {
                ($0.int(0)!, $0.int(1)!)
            }
            #expect(sum == (numbers.count, numbers.reduce(0, +)))
        }
    }
}
