extension SQL {
    /// The parts of a literal with interpolations.
    package struct Interpolation: StringInterpolationProtocol {
        var sql = SQL(unsafe: "")

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ text: String) { sql += SQL(unsafe: text) }

        /// A value, bound as a parameter.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            sql += SQL(value: value.sqlValue)
        }

        /// Another piece of SQL, text and values.
        package mutating func appendInterpolation(_ fragment: SQL) { sql += fragment }

        /// A column or table name in double quotes.
        package mutating func appendInterpolation(name: String) { sql += SQL(name: name) }

        /// Names in double quotes, joined by commas.
        package mutating func appendInterpolation(names: some Sequence<String>) {
            sql += names.map { SQL(name: $0) }.joined(separator: ", ")
        }

        /// A value written out and escaped, where DuckDB takes no parameter or should know the constant.
        package mutating func appendInterpolation<Value: SQLConvertible>(literal value: Value?) {
            sql += SQL(literal: value)
        }

        /// Texts written out and escaped as a list.
        package mutating func appendInterpolation(list texts: some Sequence<String>) { sql += SQL(list: texts) }

        /// Raw text. Whoever writes it answers for it.
        package mutating func appendInterpolation(unsafe text: some CustomStringConvertible) {
            sql += SQL(unsafe: text.description)
        }
    }
}
