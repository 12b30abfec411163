internal import CArrow

extension ArrowTable {
    /// Returns some rows as a table of their own, with all columns as float64. NaN stands for NULL.
    ///
    /// - Parameter chosen: The positions of the rows, in the wanted order.
    /// - Throws: `ArrowError` if a column is not numeric.
    package func rows(_ chosen: [Int]) throws(ArrowError) -> ArrowTable {
        var values: [[Double]] = []
        for column in columns.indices { values.append(try doubles(column)) }
        return ArrowTable(names: columns.map(\.name), columns: values, rows: chosen)
    }

    /// Makes a table with float64 columns.
    ///
    /// - Parameters:
    ///   - names: One for each column.
    ///   - columns: The values of each column, all of the same number. NaN stands for NULL.
    ///   - chosen: The positions of the values that become rows, in the wanted order. nil: all.
    package convenience init(names: [String], columns: [[Double]], rows chosen: [Int]? = nil) {
        precondition(names.count == columns.count, "There is not one name for each column.")
        let all = columns.first?.count ?? 0
        precondition(columns.allSatisfy { $0.count == all }, "The columns do not have the same number of values.")
        let named = names.map { ArrowColumn(name: $0, format: NumericFormat.float64.rawValue) }
        let count = chosen?.count ?? all
        guard count > 0 else {
            self.init(columns: named, batches: [])
            return
        }
        let children = columns.map { column in
            (chosen.map { OwnedColumn($0.lazy.map { column[$0] }) } ?? OwnedColumn(column)).array
        }
        self.init(
            columns: named, batches: [ArrowBatch(owning: structArray(Children(children), rows: count))])
    }
}

/// The memory of a numeric column: the values, without validity bits.
private final class OwnedColumn {
    private let values: UnsafeMutableBufferPointer<Double>
    private let buffers: UnsafeMutableBufferPointer<UnsafeRawPointer?>

    init(_ source: some Collection<Double>) {
        values = .allocate(capacity: source.count)
        _ = values.initialize(from: source)
        buffers = .allocate(capacity: 2)
        _ = buffers.initialize(from: [nil, UnsafeRawPointer(values.baseAddress)])
    }

    deinit {
        values.deallocate()
        buffers.deallocate()
    }

    /// The column as an array that keeps this object alive until it is released.
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
