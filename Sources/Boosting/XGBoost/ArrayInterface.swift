internal import Arrow

/// Some rows of a table's columns in the form that XGBoost reads: a JSON list with the address and type of each column;
/// sole owner of the memory.
///
/// NumPy, "The array interface protocol", version 3.
struct ArrayInterface: ~Copyable {
    let json: String
    private let copies: [UnsafeMutableBufferPointer<Float>]

    /// Copies some rows of columns to float32, to which XGBoost converts any number.
    ///
    /// - Parameters:
    ///   - columns: The positions of the columns. All of them are numbers.
    ///   - categories: The known codes of category columns. Other codes become missing.
    ///   - rows: The rows. nil: all.
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

    /// Returns a list of float32 values, the form of labels.
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
