import Arrow
import CArrow
import DuckDB
import Foundation
import Testing

@Suite struct ArrowTableTests {
    private func table(_ sql: String) throws -> ArrowTable {
        try ArrowTable.read(Database.open().connect().arrowStream(SQL(unsafe: sql)))
    }

    @Test(arguments: [
        "TINYINT", "UTINYINT", "SMALLINT", "USMALLINT", "INTEGER", "UINTEGER", "BIGINT", "UBIGINT", "FLOAT", "DOUBLE",
    ])
    func readsEveryNumber(type: String) throws {
        let table = try table(
            "SELECT CASE WHEN i % 7 = 3 THEN NULL ELSE (i % 100)::\(type) END AS x FROM range(5000) AS t(i)")
        let values = try table.doubles(0)
        #expect(table.rowCount == 5000)
        for (row, value) in values.enumerated() {
            if row % 7 == 3 { #expect(value.isNaN) } else { #expect(value == Double(row % 100)) }
        }
    }

    @Test func readsDatesAndBooleans() throws {
        let table = try table("SELECT DATE '1970-01-02' AS day, i % 3 = 0 AS third FROM range(3000) AS t(i)")
        #expect(try table.doubles(0).allSatisfy { $0 == 1 })
        #expect(try table.doubles(1) == (0..<3000).map { $0 % 3 == 0 ? 1 : 0 })
    }

    @Test func knowsItsColumns() throws {
        let table = try table("SELECT 1::DOUBLE AS a, 'x' AS b")
        #expect(table.columns.map(\.name) == ["a", "b"])
        #expect(table.columns.map(\.isNumeric) == [true, false])
        #expect(table.index(of: "b") == 1)
        #expect(throws: ArrowError.self) { try table.doubles(1) }
        #expect(throws: ArrowError.self) { _ = try table.stream(columns: [1]) }
    }

    @Test func noRows() throws {
        let table = try table("SELECT 1::DOUBLE AS a WHERE false")
        #expect(table.rowCount == 0)
        #expect(try table.doubles(0) == [])
    }

    @Test func lendsColumnsInAnyOrderAndAgain() throws {
        let table = try table("SELECT i::DOUBLE AS a, (i * 2)::INTEGER AS b, -i AS c FROM range(10000) AS t(i)")
        for _ in 0..<200 {
            let lent = try ArrowTable.read(table.stream(columns: [2, 0]))
            #expect(lent.columns.map(\.name) == ["c", "a"])
            #expect(lent.rowCount == 10_000)
            #expect(try lent.doubles(0).last == -9999)
            #expect(try lent.doubles(1).last == 9999)
        }
    }

    /// A consumer may keep one child and release the rest, and may outlive the table.
    @Test func aChildMayBeMovedOut() throws {
        var moved: [ArrowArray] = []
        do {
            let stream = try table("SELECT i::DOUBLE AS a, i::DOUBLE + 0.5 AS b FROM range(5000) AS t(i)")
                .stream(columns: [0, 1])
            stream.withUnsafeStream { stream in
                while true {
                    var batch = ArrowArray()
                    #expect(stream.pointee.get_next(stream, &batch) == 0)
                    guard batch.release != nil else { break }
                    moved.append(batch.children[1]!.pointee)
                    batch.children[1]!.pointee.release = nil
                    batch.release(&batch)
                    #expect(batch.release == nil)
                }
            }
        }
        var sum = 0.0
        for index in moved.indices {
            let values = moved[index].buffers[1]!.assumingMemoryBound(to: Double.self)
            for row in 0..<Int(moved[index].length) { sum += values[row] }
            moved[index].release(&moved[index])
        }
        #expect(sum == 4999 * 2500 + 2500)
    }

    @Test func readsTexts() throws {
        let table = try table(
            """
            SELECT CASE WHEN i % 5 = 2 THEN NULL WHEN i % 5 = 3 THEN '' ELSE 'portal ö ' || i END AS id, 1 AS one
            FROM range(5000) AS t(i)
            """)
        let texts = try table.texts(0)
        #expect(texts.count == 5000)
        for (row, text) in texts.enumerated() {
            #expect(text == (row % 5 == 2 ? nil : row % 5 == 3 ? "" : "portal ö \(row)"))
        }
        #expect(throws: ArrowError.self) { try table.texts(1) }
    }

    @Test func aReleasedProducerIsAskedOnlyOnce() throws {
        nonisolated(unsafe) var released = 0
        let counter = ReleaseCounter { released += 1 }
        do {
            let table = try ArrowTable.read(counter.stream(batches: 3))
            let lent = try table.stream(columns: [0])
            #expect(try ArrowTable.read(lent).rowCount == 12)
            #expect(released == 1)
        }
        // The stream and its three batches.
        #expect(released == 4)
    }

    /// Rows of several batches, of any type and NULL among them; they outlive the table.
    @Test func takesRowsInAnyOrder() throws {
        let taken = try {
            let table = try table(
                "SELECT CASE WHEN i % 2 = 0 THEN i END AS a, DATE '1970-01-01' + i::INTEGER AS day FROM range(5000) AS t(i)"
            )
            return (some: try table.rows([4998, 3, 0, 3]), none: try table.rows([]))
        }()
        let values = try ArrowTable.read(taken.some.stream(columns: [1, 0]))
        #expect(values.columns.map(\.name) == ["day", "a"])
        #expect(try values.doubles(0) == [4998, 3, 0, 3])
        let numbers = try values.doubles(1)
        #expect((numbers[0], numbers[2]) == (4998, 0) && numbers[1].isNaN && numbers[3].isNaN)
        #expect((taken.none.rowCount, taken.none.columns.count) == (0, 2))
    }

    @Test func respectsOffsets() throws {
        let table = try ArrowTable.read(ReleaseCounter {}.stream(batches: 1, offset: 1))
        #expect(try table.doubles(0) == [1, 2, 3])
        #expect(try ArrowTable.read(table.stream(columns: [0])).doubles(0) == [1, 2, 3])
    }
}

/// Produces small batches of one float64 column, [0, 1, 2, 3] each, and reports each release.
private final class ReleaseCounter {
    let onRelease: () -> Void
    var remaining = 0
    var offset = 0
    let values = UnsafeMutablePointer<Double>.allocate(capacity: 4)
    let none = UnsafeMutablePointer<UnsafeRawPointer?>.allocate(capacity: 1)
    let buffers = UnsafeMutablePointer<UnsafeRawPointer?>.allocate(capacity: 2)
    let child = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
    let children = UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>.allocate(capacity: 1)
    let childSchema = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: 1)
    let childSchemas = UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>.allocate(capacity: 1)

    init(onRelease: @escaping () -> Void) {
        self.onRelease = onRelease
        for index in 0..<4 { values[index] = Double(index) }
        none.initialize(to: nil)
        buffers[0] = nil
        buffers[1] = UnsafeRawPointer(values)
        child.initialize(to: ArrowArray())
        child.pointee.length = 4
        child.pointee.n_buffers = 2
        child.pointee.buffers = buffers
        children.initialize(to: child)
        childSchema.initialize(to: ArrowSchema())
        childSchema.pointee.format = UnsafePointer(strdup("g"))
        childSchema.pointee.name = UnsafePointer(strdup("x"))
        childSchemas.initialize(to: childSchema)
    }

    func stream(batches: Int, offset: Int = 0) -> ArrowStream {
        remaining = batches
        self.offset = offset
        return ArrowStream(
            owning: ArrowArrayStream(
                get_schema: { stream, out in
                    let producer = producer(stream!.pointee.private_data)
                    out!.pointee = ArrowSchema()
                    out!.pointee.format = UnsafePointer(strdup("+s"))
                    out!.pointee.n_children = 1
                    out!.pointee.children = producer.childSchemas
                    out!.pointee.release = { $0!.pointee.release = nil }
                    return 0
                },
                get_next: { stream, out in
                    let producer = producer(stream!.pointee.private_data)
                    out!.pointee = ArrowArray()
                    guard producer.remaining > 0 else { return 0 }
                    producer.remaining -= 1
                    out!.pointee.length = Int64(4 - producer.offset)
                    out!.pointee.offset = Int64(producer.offset)
                    out!.pointee.n_buffers = 1
                    out!.pointee.buffers = producer.none
                    out!.pointee.n_children = 1
                    out!.pointee.children = producer.children
                    out!.pointee.private_data = Unmanaged.passRetained(producer).toOpaque()
                    out!.pointee.release = { array in
                        let owner = Unmanaged<ReleaseCounter>.fromOpaque(array!.pointee.private_data)
                        owner.takeUnretainedValue().onRelease()
                        array!.pointee.release = nil
                        owner.release()
                    }
                    return 0
                },
                get_last_error: { _ in nil },
                release: { stream in
                    let owner = Unmanaged<ReleaseCounter>.fromOpaque(stream!.pointee.private_data)
                    owner.takeUnretainedValue().onRelease()
                    stream!.pointee.release = nil
                    owner.release()
                },
                private_data: Unmanaged.passRetained(self).toOpaque()))
    }
}

private func producer(_ data: UnsafeMutableRawPointer?) -> ReleaseCounter {
    Unmanaged<ReleaseCounter>.fromOpaque(data!).takeUnretainedValue()
}
