internal import CArrow
internal import Foundation

extension ArrowTable {
    /// Returns some columns, in the given order, as a stream of its own, without copying values.
    ///
    /// The reader of the stream receives arrays that it must release, as with any other stream. Each of them keeps its
    /// batch alive, so they may outlive the stream and the table.
    ///
    /// - Throws: `ArrowError` if a column is not numeric.
    package func stream(columns indices: [Int]) throws(ArrowError) -> ArrowStream {
        for index in indices where !columns[index].isNumeric { throw .notNumeric(columns[index]) }
        let state = LentStream(table: self, columns: indices)
        return ArrowStream(
            owning: ArrowArrayStream(
                get_schema: { stream, out in
                    out!.pointee = lentSchema(of: lentStream(stream).lentColumns)
                    return 0
                },
                get_next: { stream, out in
                    out!.pointee = lentStream(stream).next()
                    return 0
                },
                get_last_error: { _ in nil },
                release: { stream in
                    guard let stream, let data = stream.pointee.private_data else { return }
                    Unmanaged<LentStream>.fromOpaque(data).release()
                    stream.pointee.private_data = nil
                    stream.pointee.release = nil
                },
                private_data: Unmanaged.passRetained(state).toOpaque()))
    }
}

/// A borrower's position in the table.
private final class LentStream {
    private let table: ArrowTable
    private let columns: [Int]
    private var position = 0

    init(table: ArrowTable, columns: [Int]) {
        self.table = table
        self.columns = columns
    }

    var lentColumns: [ArrowColumn] { columns.map { table.columns[$0] } }

    /// Returns the next batch. At the end, it is a released one (`release` is null).
    func next() -> ArrowArray {
        guard position < table.batches.count else { return ArrowArray() }
        defer { position += 1 }
        return lentArray(of: table.batches[position], columns: columns)
    }
}

private func lentStream(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> LentStream {
    Unmanaged<LentStream>.fromOpaque(stream!.pointee.private_data).takeUnretainedValue()
}

/// The memory of a struct array or of its schema: the children, the pointers to them, and one absent buffer.
final class Children<Child> {
    let items: UnsafeMutableBufferPointer<Child>
    let pointers: UnsafeMutableBufferPointer<UnsafeMutablePointer<Child>?>
    let buffers: UnsafeMutableBufferPointer<UnsafeRawPointer?>

    init(_ children: [Child]) {
        items = .allocate(capacity: children.count)
        _ = items.initialize(from: children)
        pointers = .allocate(capacity: children.count)
        let base = items.baseAddress
        _ = pointers.initialize(from: children.indices.map { index in base.map { $0 + index } })
        buffers = .allocate(capacity: 1)
        buffers.initialize(repeating: nil)
    }

    deinit {
        items.deallocate()
        pointers.deallocate()
        buffers.deallocate()
    }
}

private func lentArray(of batch: ArrowBatch, columns: [Int]) -> ArrowArray {
    let children = Children(
        columns.map { index in
            var child = batch.column(index)
            // The batch keeps the buffers, and each child keeps the batch alive, so that it can be moved out alone.
            child.private_data = Unmanaged.passRetained(batch).toOpaque()
            child.release = { array in
                Unmanaged<ArrowBatch>.fromOpaque(array!.pointee.private_data).release()
                array!.pointee.release = nil
            }
            return child
        })
    return structArray(children, rows: batch.rowCount)
}

/// Returns a record batch of columns that can be released independently.
func structArray(_ children: Children<ArrowArray>, rows: Int) -> ArrowArray {
    ArrowArray(
        length: Int64(rows), null_count: 0, offset: 0, n_buffers: 1, n_children: Int64(children.items.count),
        buffers: children.buffers.baseAddress, children: children.pointers.baseAddress, dictionary: nil,
        release: { array in
            let children = Unmanaged<Children<ArrowArray>>.fromOpaque(array!.pointee.private_data)
            for child in children.takeUnretainedValue().pointers { child?.pointee.release?(child) }
            children.release()
            array!.pointee.release = nil
        },
        private_data: Unmanaged.passRetained(children).toOpaque())
}

private func lentSchema(of columns: [ArrowColumn]) -> ArrowSchema {
    let nullable: Int64 = 2
    let children = Children(
        columns.map { column in
            ArrowSchema(
                format: strdup(column.format), name: strdup(column.name), metadata: nil, flags: nullable,
                n_children: 0, children: nil, dictionary: nil, release: releaseTexts, private_data: nil)
        })
    return ArrowSchema(
        format: strdup("+s"), name: strdup(""), metadata: nil, flags: 0, n_children: Int64(columns.count),
        children: children.pointers.baseAddress, dictionary: nil,
        release: { schema in
            let children = Unmanaged<Children<ArrowSchema>>.fromOpaque(schema!.pointee.private_data)
            for child in children.takeUnretainedValue().pointers { child?.pointee.release?(child) }
            children.release()
            releaseTexts(schema)
        },
        private_data: Unmanaged.passRetained(children).toOpaque())
}

private func releaseTexts(_ schema: UnsafeMutablePointer<ArrowSchema>?) {
    free(UnsafeMutableRawPointer(mutating: schema!.pointee.format))
    free(UnsafeMutableRawPointer(mutating: schema!.pointee.name))
    schema!.pointee.release = nil
}
