internal import CArrow

extension ArrowTable {
    /// Returns the values of a numeric column as float64. NaN stands for NULL.
    ///
    /// Dates are days since 1970-01-01, booleans 0 and 1. Whole numbers beyond 2^53 are rounded.
    ///
    /// - Throws: `ArrowError` if the column is not numeric.
    package func doubles(_ column: Int) throws(ArrowError) -> [Double] {
        guard let format = NumericFormat(rawValue: columns[column].format) else { throw .notNumeric(columns[column]) }
        var values: [Double] = []
        values.reserveCapacity(rowCount)
        for batch in batches {
            let array = batch.column(column)
            withExtendedLifetime(batch) { append(array, format, to: &values) }
        }
        return values
    }

    /// Returns the values of a text column. nil stands for NULL.
    ///
    /// - Throws: `ArrowError` if the column does not hold texts with 32-bit offsets.
    package func texts(_ column: Int) throws(ArrowError) -> [String?] {
        guard columns[column].format == "u" else { throw .notTexts(columns[column]) }
        var values: [String?] = []
        values.reserveCapacity(rowCount)
        for batch in batches {
            let array = batch.column(column)
            withExtendedLifetime(batch) {
                let isSparse = array.null_count != 0 && array.buffers[0] != nil
                let first = Int(array.offset)
                let offsets = array.buffers[1]!.assumingMemoryBound(to: Int32.self)
                for row in 0..<Int(array.length) {
                    guard !isSparse || bit(row, of: array, buffer: 0) else {
                        values.append(nil)
                        continue
                    }
                    let (start, end) = (Int(offsets[first + row]), Int(offsets[first + row + 1]))
                    let bytes = UnsafeRawBufferPointer(start: array.buffers[2].map { $0 + start }, count: end - start)
                    values.append(String(decoding: bytes, as: UTF8.self))
                }
            }
        }
        return values
    }

    /// Returns the values of a numeric column in some of the rows, whatever batches they are in, like `doubles(_:)`.
    package func doubles(_ column: Int, rows: Range<Int>) throws(ArrowError) -> [Double] {
        guard let format = NumericFormat(rawValue: columns[column].format) else { throw .notNumeric(columns[column]) }
        var values: [Double] = []
        values.reserveCapacity(rows.count)
        var first = 0
        for batch in batches {
            defer { first += batch.rowCount }
            let part = rows.clamped(to: first..<first + batch.rowCount)
            guard !part.isEmpty else { continue }
            var array = batch.column(column)
            array.offset += Int64(part.lowerBound - first)
            if part.count < batch.rowCount, array.null_count != 0 { array.null_count = -1 }
            array.length = Int64(part.count)
            withExtendedLifetime(batch) { append(array, format, to: &values) }
        }
        return values
    }
}

private func append(_ array: ArrowArray, _ format: NumericFormat, to values: inout [Double]) {
    let first = values.count
    func integers<Number: BinaryInteger>(_ type: Number.Type) {
        for value in buffer(of: array, as: type) { values.append(Double(value)) }
    }
    switch format {
    case .boolean: for row in 0..<Int(array.length) { values.append(bit(row, of: array, buffer: 1) ? 1 : 0) }
    case .int8: integers(Int8.self)
    case .uint8: integers(UInt8.self)
    case .int16: integers(Int16.self)
    case .uint16: integers(UInt16.self)
    case .int32, .date32: integers(Int32.self)
    case .uint32: integers(UInt32.self)
    case .int64: integers(Int64.self)
    case .uint64: integers(UInt64.self)
    case .float32: for value in buffer(of: array, as: Float.self) { values.append(Double(value)) }
    case .float64: values.append(contentsOf: buffer(of: array, as: Double.self))
    }
    guard array.null_count != 0, array.buffers[0] != nil else { return }
    for row in 0..<Int(array.length) where !bit(row, of: array, buffer: 0) { values[first + row] = .nan }
}

private func buffer<Value>(of array: ArrowArray, as type: Value.Type) -> UnsafeBufferPointer<Value> {
    guard array.length > 0, let start = array.buffers[1] else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(
        start: start.assumingMemoryBound(to: type) + Int(array.offset), count: Int(array.length))
}

/// Returns one bit of a bitmap, least significant first. In buffer 0, 1 means that the value exists.
private func bit(_ row: Int, of array: ArrowArray, buffer: Int) -> Bool {
    let position = row + Int(array.offset)
    return array.buffers[buffer]!.assumingMemoryBound(to: UInt8.self)[position >> 3] >> UInt8(position & 7) & 1 == 1
}
