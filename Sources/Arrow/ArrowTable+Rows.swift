internal import CArrow

extension ArrowTable {
    /// Some rows as a table of their own, all columns as float64; NaN stands for NULL.
    ///
    /// - Parameter chosen: the positions of the rows, in the order that they are to have.
    /// - Throws: `ArrowError` when a column is not one of numbers.
    package func rows(_ chosen: [Int]) throws(ArrowError) -> ArrowTable {
        var values: [[Double]] = []
        for column in columns.indices { values.append(try doubles(column)) }
        let children = Children(
            values.map { column in OwnedColumn(chosen.lazy.map { column[$0] }, count: chosen.count).array })
        return ArrowTable(
            columns: columns.map { ArrowColumn(name: $0.name, format: NumericFormat.float64.rawValue) },
            batches: chosen.isEmpty ? [] : [ArrowBatch(owning: structArray(children, rows: chosen.count))])
    }
}

/// The memory of a column of numbers: no bits of validity, and the values.
private final class OwnedColumn {
    private let values: UnsafeMutableBufferPointer<Double>
    private let buffers: UnsafeMutableBufferPointer<UnsafeRawPointer?>

    init(_ source: some Sequence<Double>, count: Int) {
        values = .allocate(capacity: count)
        _ = values.initialize(from: source)
        buffers = .allocate(capacity: 2)
        _ = buffers.initialize(from: [nil, UnsafeRawPointer(values.baseAddress)])
    }

    deinit {
        values.deallocate()
        buffers.deallocate()
    }

    /// The column as an array that holds it until it is released.
    var array: ArrowArray {
        ArrowArray(
            length: Int64(values.count), null_count: 0, offset: 0, n_buffers: 2, n_children: 0,
            buffers: buffers.baseAddress, children: nil, dictionary: nil,
            release: { array in
                Unmanaged<OwnedColumn>.fromOpaque(array!.pointee.private_data).release()
                array!.pointee.release = nil
            },
            private_data: Unmanaged.passRetained(self).toOpaque())
    }
}
