internal import CArrow

extension ArrowTable {
    /// The number of record batches.
    package var batchCount: Int { batches.count }

    /// The number of rows of one batch.
    package func rowCount(ofBatch batch: Int) -> Int { batches[batch].rowCount }

    /// Where the values of a column of numbers lie in one batch, for a library that reads them in place.
    ///
    /// - Returns: Addresses that are valid as long as the table.
    /// - Throws: `ArrowError` when the column is not one of numbers.
    package func buffers(of column: Int, batch: Int) throws(ArrowError) -> ArrowBuffers {
        guard let format = columns[column].numericFormat else { throw .notNumeric(columns[column]) }
        let array = batches[batch].column(column)
        let mayHaveNulls = array.null_count != 0
        return ArrowBuffers(
            format: format, offset: Int(array.offset), count: Int(array.length),
            validity: mayHaveNulls ? array.buffers[0] : nil, values: array.buffers[1])
    }
}

/// The memory of one column in one batch.
///
/// Arrow specification, "Columnar format", fixed-size primitive layout.
package struct ArrowBuffers {
    package let format: NumericFormat
    /// The position of the first value in either buffer, counted in values.
    package let offset: Int
    package let count: Int
    /// A bitmap, least significant bit first, 1 where there is a value; nil where there is one everywhere.
    package let validity: UnsafeRawPointer?
    package let values: UnsafeRawPointer?
}
