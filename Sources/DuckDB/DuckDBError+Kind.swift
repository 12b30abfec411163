internal import CDuckDB

extension DuckDBError {
    /// The kind of an error, as DuckDB tells kinds apart. The raw value is DuckDB's name for it.
    package enum Kind: String, Sendable, CaseIterable {
        case outOfMemory = "Out of Memory"
        case interrupt = "INTERRUPT"
        case conversion = "Conversion"
        case invalidInput = "Invalid Input"
        case outOfRange = "Out of Range"
        case io = "IO"
        case http = "HTTP"
        case permission = "Permission"
        case catalog = "Catalog"
        case binder = "Binder"
        case parser = "Parser"
        case constraint = "Constraint"
        case transaction = "TransactionContext"
        case notImplemented = "Not implemented"
        case missingExtension = "Missing Extension"
        case fatal = "FATAL"
        case `internal` = "INTERNAL"
        /// Every other kind, and what DuckDB did not say itself.
        case other = ""

        /// Returns the kind of a result that failed.
        init(_ type: duckdb_error_type) {
            self =
                switch type {
                case DUCKDB_ERROR_OUT_OF_MEMORY: .outOfMemory
                case DUCKDB_ERROR_INTERRUPT: .interrupt
                case DUCKDB_ERROR_CONVERSION: .conversion
                case DUCKDB_ERROR_INVALID_INPUT: .invalidInput
                case DUCKDB_ERROR_OUT_OF_RANGE: .outOfRange
                case DUCKDB_ERROR_IO: .io
                case DUCKDB_ERROR_HTTP: .http
                case DUCKDB_ERROR_PERMISSION: .permission
                case DUCKDB_ERROR_CATALOG: .catalog
                case DUCKDB_ERROR_BINDER: .binder
                case DUCKDB_ERROR_PARSER: .parser
                case DUCKDB_ERROR_CONSTRAINT: .constraint
                case DUCKDB_ERROR_TRANSACTION: .transaction
                case DUCKDB_ERROR_NOT_IMPLEMENTED: .notImplemented
                case DUCKDB_ERROR_MISSING_EXTENSION: .missingExtension
                case DUCKDB_ERROR_FATAL: .fatal
                case DUCKDB_ERROR_INTERNAL: .internal
                default: .other
                }
        }

        /// Returns the kind that a message names at its beginning, as in "Binder Error: ...".
        ///
        /// The C API has a number for the kind of a failed result only. A statement that cannot be parsed or prepared, a
        /// result that fails before it is there, and a database that cannot be opened have a message and nothing else.
        /// DuckDB begins each with the name of the kind. No other place reads that name.
        init(message: String) {
            let end = message.firstRange(of: " Error: ")?.lowerBound
            self = end.flatMap { Kind(rawValue: String(message[..<$0])) } ?? .other
        }
    }

    /// DuckDB's message without the name of its kind: what stands after "Binder Error: ".
    package var message: String {
        guard let colon = problem.firstRange(of: ": "), problem[..<colon.lowerBound].hasSuffix("Error") else {
            return problem
        }
        return String(problem[colon.upperBound...])
    }
}
