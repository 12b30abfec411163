internal import Arrow

/// Some rows of a table's columns as XGBoost reads them: a JSON list with the address and type of each; sole owner of the
/// memory.
///
/// NumPy, "The array interface protocol", version 3.
struct ArrayInterface: ~Copyable {
    let json: String
    private let copies: [UnsafeMutableBufferPointer<Float>]

    /// Some rows of columns, copied to float32, which is what XGBoost makes of any number.
    ///
    /// - Parameters:
    ///   - columns: The positions of the columns, all of them numbers.
    ///   - categories: The known codes of those that are categories; other codes become missing.
    ///   - rows: nil: all.
    init(
        copying table: ArrowTable, columns: [Int], categories: [CategoryCodes?], rows: Range<Int>? = nil
    ) throws {
        var copies: [UnsafeMutableBufferPointer<Float>] = []
        var parts: [String] = []
        for (column, known) in zip(columns, categories) {
            let values = try table.doubles(column, rows: rows ?? 0..<table.rowCount)
            let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
            for (row, value) in values.enumerated() {
                copy.initializeElement(at: row, to: known?.contains(value) == false ? .nan : Float(value))
            }
            copies.append(copy)
            parts.append(Self.floats(UnsafeBufferPointer(copy)))
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

    private static func array(_ start: UnsafeRawPointer, type: String, count: Int) -> String {
        """
        {"data":[\(UInt(bitPattern: start)),true],"typestr":"\(type)","version":3,"strides":null,\
        "shape":[\(count)],"mask":null}
        """
    }
}
