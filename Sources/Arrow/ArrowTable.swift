internal import CArrow

/// All record batches of a stream, kept in memory as their producer made them.
///
/// The values never move. `stream(columns:)` can lend them any number of times, to several threads if needed. A batch
/// is released when neither the table nor a borrower holds it.
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
    /// - Throws: `ArrowError` with the producer's message if it fails, or if the stream does not consist of rows.
    package static func read(_ stream: consuming ArrowStream) throws(ArrowError) -> ArrowTable {
        let columns = try stream.columns()
        var batches: [ArrowBatch] = []
        while let batch = try stream.nextBatch() {
            if batch.rowCount > 0 { batches.append(batch) }
        }
        return ArrowTable(columns: columns, batches: batches)
    }

    /// Reads on in a stream until there are at least a given number of rows, or to its end.
    ///
    /// - Parameter columns: The columns of the stream.
    /// - Returns: The rows, or nil if none are left.
    /// - Throws: `ArrowError` with the producer's message if it fails.
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

    /// Returns the rows in blocks of equal size, with a shorter last block, whatever batches they came in.
    package func blocks(of size: Int = 65_536) -> [Range<Int>] {
        stride(from: 0, to: rowCount, by: size).map { $0..<min($0 + size, rowCount) }
    }

    /// Returns the position of the column with a name.
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

    /// Returns one column of the batch, cut to the batch's rows. It and its buffers are valid as long as the batch.
    func column(_ index: Int) -> ArrowArray {
        var column = array.children[index]!.pointee
        column.offset += array.offset
        if column.length != array.length { column.null_count = -1 }
        column.length = array.length
        return column
    }
}

extension ArrowStream {
    /// Returns the name and type of each column.
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
                // The format of a dictionary is that of its keys, which are not the values.
                format: child.dictionary == nil ? String(cString: child.format) : "dictionary")
        }
    }

    /// Returns the next rows, or nil at the end.
    borrowing func nextBatch() throws(ArrowError) -> ArrowBatch? {
        var array = ArrowArray()
        let status = withUnsafeStream { $0.pointee.get_next($0, &array) }
        guard status == 0 else { throw .producerFailed(lastError()) }
        return array.release == nil ? nil : ArrowBatch(owning: array)
    }
}
