/// The name and type of one column.
package struct ArrowColumn: Equatable, Sendable {
    package let name: String
    /// The type in the notation of the Arrow C data interface, such as `g` for a float64.
    package let format: String

    /// The type of the numbers, or nil for a column of anything else.
    package var numericFormat: NumericFormat? { NumericFormat(rawValue: format) }

    /// Whether the values are numbers: a boolean, a whole number of up to 64 bits, a float, or a date in days.
    package var isNumeric: Bool { NumericFormat(rawValue: format) != nil }

    /// Whether the values are dates, in days since 1970-01-01.
    package var isDate: Bool { NumericFormat(rawValue: format) == .date32 }
}

/// The formats of flat columns of numbers.
///
/// Arrow specification, "The Arrow C data interface", data type description.
package enum NumericFormat: String, Sendable {
    case boolean = "b"
    case int8 = "c"
    case uint8 = "C"
    case int16 = "s"
    case uint16 = "S"
    case int32 = "i"
    case uint32 = "I"
    case int64 = "l"
    case uint64 = "L"
    case float32 = "f"
    case float64 = "g"
    /// Days since 1970-01-01.
    case date32 = "tdD"
}
