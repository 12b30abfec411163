internal import Arrow

/// The columns of one batch as XGBoost reads them in place: a JSON list with the address, type and validity bitmap of
/// each; sole owner of what had to be copied.
///
/// NumPy, "The array interface protocol", version 3, with a bitmap (`t1`) as the mask.
struct ArrayInterface: ~Copyable {
    let json: String
    private let copies: [UnsafeMutableBufferPointer<Float>]

    /// - Parameters:
    ///   - columns: The positions of the columns, all of them numbers.
    ///   - categories: The known codes of those that are categories; other codes become missing.
    init(
        _ table: ArrowTable, batch: Int, columns: [Int], categories: [CategoryCodes?]
    ) throws {
        var copies: [UnsafeMutableBufferPointer<Float>] = []
        var parts: [String] = []
        parts.reserveCapacity(columns.count)
        for (column, known) in zip(columns, categories) {
            let buffers = try table.buffers(of: column, batch: batch)
            let replaced = try known.flatMap { try Self.withoutUnknown($0, in: table.doubles(column, batch: batch)) }
            if replaced == nil, let lent = Self.lent(buffers) {
                parts.append(lent)
            } else {
                let values = try replaced ?? table.doubles(column, batch: batch)
                let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
                for (row, value) in values.enumerated() { copy.initializeElement(at: row, to: Float(value)) }
                copies.append(copy)
                parts.append(Self.array(UnsafeRawPointer(copy.baseAddress!), type: "<f4", count: copy.count))
            }
        }
        json = "[" + parts.joined(separator: ",") + "]"
        self.copies = copies
    }

    /// All batches as one, copied to float32.
    init(copying table: ArrowTable, columns: [Int], categories: [CategoryCodes?]) throws {
        var copies: [UnsafeMutableBufferPointer<Float>] = []
        var parts: [String] = []
        for (column, known) in zip(columns, categories) {
            let values = try table.doubles(column)
            let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
            for (row, value) in values.enumerated() {
                copy.initializeElement(at: row, to: known?.contains(value) == false ? .nan : Float(value))
            }
            copies.append(copy)
            parts.append(Self.array(UnsafeRawPointer(copy.baseAddress!), type: "<f4", count: copy.count))
        }
        json = "[" + parts.joined(separator: ",") + "]"
        self.copies = copies
    }

    deinit {
        for copy in copies { copy.deallocate() }
    }

    /// A list of float32 values, as labels are given.
    static func floats(_ values: UnsafeBufferPointer<Float>) -> String {
        array(UnsafeRawPointer(values.baseAddress!), type: "<f4", count: values.count)
    }

    /// The values with NaN in place of unknown codes; nil when there are none.
    private static func withoutUnknown(_ known: CategoryCodes, in values: [Double]) -> [Double]? {
        guard values.contains(where: { !$0.isNaN && !known.contains($0) }) else { return nil }
        return values.map { known.contains($0) ? $0 : .nan }
    }

    /// The buffers themselves; nil where XGBoost could not read them: single bits, or a bitmap that begins within a
    /// byte.
    private static func lent(_ buffers: ArrowBuffers) -> String? {
        guard let (type, width) = elementType(buffers.format), let values = buffers.values else { return nil }
        guard buffers.validity == nil || buffers.offset % 8 == 0 else { return nil }
        let mask = buffers.validity.map { array($0 + buffers.offset / 8, type: "|t1", count: buffers.count) }
        return array(values + buffers.offset * width, type: type, count: buffers.count, mask: mask ?? "null")
    }

    private static func elementType(_ format: NumericFormat) -> (name: String, bytes: Int)? {
        switch format {
        case .boolean: nil
        case .int8: ("|i1", 1)
        case .uint8: ("|u1", 1)
        case .int16: ("<i2", 2)
        case .uint16: ("<u2", 2)
        case .int32, .date32: ("<i4", 4)
        case .uint32: ("<u4", 4)
        case .int64: ("<i8", 8)
        case .uint64: ("<u8", 8)
        case .float32: ("<f4", 4)
        case .float64: ("<f8", 8)
        }
    }

    private static func array(_ start: UnsafeRawPointer, type: String, count: Int, mask: String = "null") -> String {
        """
        {"data":[\(UInt(bitPattern: start)),true],"typestr":"\(type)","version":3,"strides":null,\
        "shape":[\(count)],"mask":\(mask)}
        """
    }
}
