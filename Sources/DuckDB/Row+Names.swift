internal import CDuckDB

extension Row {
    /// A whole number of any width, a boolean as 0 or 1, or a date as days since 1970-01-01; nil for NULL.
    ///
    /// - Throws: `DuckDBError` where the result has no such column, or the column has another type.
    package func int(_ column: String) throws(DuckDBError) -> Int? {
        try int(place(of: column, holding: "a whole number", types: ResultColumns.wholeNumbers))
    }

    /// A number; nil for NULL.
    ///
    /// - Throws: `DuckDBError` where the result has no such column, or the column has another type.
    package func double(_ column: String) throws(DuckDBError) -> Double? {
        try double(place(of: column, holding: "a number", types: ResultColumns.numbers))
    }

    /// A text; nil for NULL.
    ///
    /// - Throws: `DuckDBError` where the result has no such column, or the column has another type.
    package func string(_ column: String) throws(DuckDBError) -> String? {
        try string(place(of: column, holding: "a text", types: [DUCKDB_TYPE_VARCHAR.rawValue]))
    }

    private func place(of column: String, holding wanted: String, types: Set<UInt32>) throws(DuckDBError) -> Int {
        let columns = chunk.columns
        guard let place = columns.names.firstIndex(of: column) else {
            let known = columns.names.joined(separator: ", ")
            throw .failed("The result has no column '\(column)'; it has \(known).")
        }
        guard types.contains(columns.types[place]) else {
            throw .failed("The column '\(column)' of the result is not \(wanted).")
        }
        return place
    }
}

/// Names and types of a result's columns, in order.
struct ResultColumns: Sendable {
    let names: [String]
    let types: [UInt32]

    /// Booleans, whole numbers of every width up to 128 bits, and dates.
    static let wholeNumbers = Set<UInt32>(1...9).union([13, 16])
    static let numbers = wholeNumbers.union([DUCKDB_TYPE_FLOAT.rawValue, DUCKDB_TYPE_DOUBLE.rawValue])
}
