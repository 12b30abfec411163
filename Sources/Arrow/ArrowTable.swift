internal import CArrow

/// All record batches of a stream, held in memory as their producer made them.
///
/// Its values never move: `stream(columns:)` lends them again and again, to several threads if need be, and a
/// batch is released when neither the table nor a borrower holds it.
package final class ArrowTable: @unchecked Sendable {
    package let columns: [ArrowColumn]
    package let rowCount: Int
    let batches: [ArrowBatch]

    init(columns: [ArrowColumn], batches: [ArrowBatch]) {
        self.columns = columns
        self.batches = batches
        rowCount = batches.reduce(0) { $0 + $1.rowCount }
    }

    /// Reads a stream to its end.
    ///
    /// - Throws: `ArrowError` with the producer's message when it fails, or when the stream is not one of rows.
    package static func read(_ stream: consuming ArrowStream) throws(ArrowError) -> ArrowTable {
        let columns = try stream.columns()
        var batches: [ArrowBatch] = []
        while let batch = try stream.nextBatch() {
            if batch.rowCount > 0 { batches.append(batch) }
        }
        return ArrowTable(columns: columns, batches: batches)
    }

    /// Reads a stream on until at least so many rows are there, or to its end.
    ///
    /// - Parameter columns: those of the stream.
    /// - Returns: the rows; nil where there are none left.
    /// - Throws: `ArrowError` with the producer's message when it fails.
    package static func read(
        _ stream: borrowing ArrowStream, columns: [ArrowColumn], rows: Int
    ) throws(ArrowError) -> ArrowTable? {
        var batches: [ArrowBatch] = []
        var count = 0
        while count < rows, let batch = try stream.nextBatch() {
            if batch.rowCount > 0 { batches.append(batch) }
            count += batch.rowCount
        }
        return batches.isEmpty ? nil : ArrowTable(columns: columns, batches: batches)
    }

    /// The rows in blocks of an equal number, the last one shorter, whatever batches they came in.
    package func blocks(of size: Int = 65_536) -> [Range<Int>] {
        stride(from: 0, to: rowCount, by: size).map { $0..<min($0 + size, rowCount) }
    }

    /// The position of the column of that name.
    package func index(of name: String) -> Int? {
        columns.firstIndex { $0.name == name }
    }
}

/// One record batch; sole owner of its C array.
final class ArrowBatch {
    private var array: ArrowArray

    init(owning array: ArrowArray) {
        self.array = array
    }

    deinit { array.release?(&array) }

    var rowCount: Int { Int(array.length) }

    /// One column of the batch, cut to the batch's rows. Valid, buffers included, as long as the batch.
    func column(_ index: Int) -> ArrowArray {
        var column = array.children[index]!.pointee
        column.offset += array.offset
        if column.length != array.length { column.null_count = -1 }
        column.length = array.length
        return column
    }
}

extension ArrowStream {
    /// Name and type of each column.
    package borrowing func columns() throws(ArrowError) -> [ArrowColumn] {
        var schema = ArrowSchema()
        let status = withUnsafeStream { $0.pointee.get_schema($0, &schema) }
        guard status == 0 else { throw .producerFailed(lastError()) }
        defer { schema.release?(&schema) }
        let format = String(cString: schema.format)
        guard format == "+s" else { throw .notATable(format: format) }
        return (0..<Int(schema.n_children)).map { index in
            let child = schema.children[index]!.pointee
            return ArrowColumn(
                name: child.name.map { String(cString: $0) } ?? "",
                // A dictionary's own format is that of its keys, which are not the values.
                format: child.dictionary == nil ? String(cString: child.format) : "dictionary")
        }
    }

    /// The next rows; nil at the end.
    borrowing func nextBatch() throws(ArrowError) -> ArrowBatch? {
        var array = ArrowArray()
        let status = withUnsafeStream { $0.pointee.get_next($0, &array) }
        guard status == 0 else { throw .producerFailed(lastError()) }
        return array.release == nil ? nil : ArrowBatch(owning: array)
    }
}
