internal import CDuckDB

/// One row of a small result.
///
/// Read a value by the name of its column:
///
///     try connection.rows("SELECT id, rank FROM list") { try ($0.string("id")!, $0.int("rank")!) }
///
/// Read by place only where the columns have no names of their own: the sums of a list of expressions, or the one value
/// of a count.
package struct Row {
    let chunk: DataChunk
    let index: Int

    /// A whole number of any width, a boolean as 0 or 1, or a date as days since 1970-01-01; nil for NULL.
    package func int(_ column: Int) -> Int? {
        guard !chunk.isNull(column, index) else { return nil }
        func value<Number: BinaryInteger>(_ type: Number.Type) -> Int {
            Int(truncatingIfNeeded: chunk.values(column, as: type)[index])
        }
        switch chunk.columns.types[column] {
        case 1, 6: return value(UInt8.self)
        case 2: return value(Int8.self)
        case 3: return value(Int16.self)
        case 4, 13: return value(Int32.self)
        case 5: return value(Int64.self)
        case 7: return value(UInt16.self)
        case 8: return value(UInt32.self)
        case 9: return value(UInt64.self)
        case 16: return value(Int128.self)
        default:
            preconditionFailure("Column \(column) is not a whole number but of type \(chunk.columns.types[column]).")
        }
    }

    /// A number; nil for NULL.
    package func double(_ column: Int) -> Double? {
        guard !chunk.isNull(column, index) else { return nil }
        switch chunk.columns.types[column] {
        case 10: return Double(chunk.values(column, as: Float.self)[index])
        case 11: return chunk.values(column, as: Double.self)[index]
        default: return int(column).map(Double.init)
        }
    }

    /// A text; nil for NULL.
    package func string(_ column: Int) -> String? {
        guard !chunk.isNull(column, index) else { return nil }
        precondition(chunk.columns.types[column] == DUCKDB_TYPE_VARCHAR.rawValue, "Column \(column) is not a text.")
        return chunk.string(column, index)
    }
}
