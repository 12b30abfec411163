package import Base
internal import CDuckDB

/// A value of a statement.
package enum SQLValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case text(String)
    case day(Day)

    /// The value as DuckDB reads it in a text.
    var literal: String {
        switch self {
        case .null: "NULL"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .double(let value): value.isFinite ? "\(value)" : "'\(value)'::DOUBLE"
        case .text(let value): "'" + value.replacing("'", with: "''") + "'"
        case .day(let value): "DATE '\(value)'"
        }
    }

    /// Binds the value to a parameter.
    ///
    /// A whole number gets the type that DuckDB gives to the same number in a text, so that `day - \(7)` is a day.
    func bind(to index: idx_t, of statement: duckdb_prepared_statement?) -> duckdb_state {
        switch self {
        case .null: return duckdb_bind_null(statement, index)
        case .bool(let value): return duckdb_bind_boolean(statement, index, value)
        case .int(let value):
            if let value = Int32(exactly: value) { return duckdb_bind_int32(statement, index, value) }
            return duckdb_bind_int64(statement, index, Int64(value))
        case .double(let value): return duckdb_bind_double(statement, index, value)
        case .text(var value):
            return value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    duckdb_bind_varchar_length(statement, index, $0.baseAddress, UInt64($0.count))
                }
            }
        case .day(let value): return duckdb_bind_date(statement, index, duckdb_date(days: value.daysSinceEpoch))
        }
    }
}

/// A type whose values can stand in a statement.
package protocol SQLConvertible {
    var sqlValue: SQLValue { get }
}

extension Bool: SQLConvertible { package var sqlValue: SQLValue { .bool(self) } }
extension Int: SQLConvertible { package var sqlValue: SQLValue { .int(self) } }
extension Int32: SQLConvertible { package var sqlValue: SQLValue { .int(Int(self)) } }
extension Double: SQLConvertible { package var sqlValue: SQLValue { .double(self) } }
extension String: SQLConvertible { package var sqlValue: SQLValue { .text(self) } }
extension Day: SQLConvertible { package var sqlValue: SQLValue { .day(self) } }
extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    package var sqlValue: SQLValue { map(\.sqlValue) ?? .null }
}
