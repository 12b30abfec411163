/// Statements and the values that belong to them.
///
///     let id = "it's"
///     try connection.rows("SELECT rank FROM \(name: table) WHERE id = \(id)") { try $0.int("rank") }
///
/// A value in a literal is bound, never spelled into the text. Everything else says what it is:
///
/// | interpolation | becomes |
/// |---|---|
/// | `\(value)` | a parameter with a number, text, truth value, day or NULL |
/// | `\(fragment)` | the text and the values of another `SQL` |
/// | `\(name: column)` | a quoted column or table name; `\(names: columns)` joins several by commas |
/// | `\(literal: value)` | the value written out and escaped |
/// | `\(list: texts)` | a list of texts written out and escaped |
/// | `\(unsafe: text)` | raw text; search for `unsafe:` to find every place that has to be safe by itself |
///
/// DuckDB takes parameters in queries, `CREATE TABLE … AS`, `INSERT`, `COPY … TO`, `SET`, and the arguments of table
/// functions such as `read_parquet`. It takes none in `CREATE VIEW`, `ATTACH`, `LOAD`, `GROUP BY` and types: use
/// `literal:` there.
///
/// Use `literal:` also for the constants of large scans, such as windows, horizons and days. DuckDB folds a written
/// constant and skips the parts of a file that it rules out; it plans a parameter as an unknown value.
///
/// A text may hold several statements. Each takes the values that stand in it.
package struct SQL: ExpressibleByStringInterpolation, Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case text(String)
        case value(SQLValue)
    }

    private(set) var parts: [Part] = []

    init(parts: [Part]) { self.parts = parts }

    package init(stringLiteral text: String) { self.init(unsafe: text) }

    package init(stringInterpolation interpolation: Interpolation) { self.init(parts: interpolation.sql.parts) }

    /// Takes raw text as it is. The caller answers for it.
    package init(unsafe text: String) { if !text.isEmpty { parts = [.text(text)] } }

    /// A column or table name in double quotes.
    package init(name: String) { self.init(unsafe: "\"" + name.replacing("\"", with: "\"\"") + "\"") }

    /// A value written out.
    package init(literal value: some SQLConvertible) { self.init(unsafe: value.sqlValue.literal) }

    package static func + (left: SQL, right: SQL) -> SQL { SQL(parts: left.parts + right.parts) }

    package static func += (left: inout SQL, right: SQL) { left.parts += right.parts }

    package var isEmpty: Bool { parts.isEmpty }

    /// The text, in which the first value is `$value_1`, and the values in order.
    var statement: (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        for part in parts {
            switch part {
            case .text(let more): text += more
            case .value(let value):
                values.append(value)
                // DuckDB numbers `?` in the order in which it reads a statement, which is not that of the text.
                let parameter = "$\(Self.prefix)\(values.count)"
                if case .day = value { text += "CAST(\(parameter) AS DATE)" } else { text += parameter }
            }
        }
        return (text, values)
    }

    /// What the names of parameters begin with, before their number.
    static let prefix = "value_"
}

extension Sequence<SQL> {
    /// The fragments one after another, with a separator between them.
    package func joined(separator: SQL = "") -> SQL {
        var joined = SQL(unsafe: "")
        var isFirst = true
        for fragment in self {
            if !isFirst { joined += separator }
            joined += fragment
            isFirst = false
        }
        return joined
    }
}

extension DefaultStringInterpolation {
    /// Refuses, when the program is compiled, to put `SQL` into a `String`, where it would lose its values.
    @available(*, deprecated, message: "Declare the string as SQL.")
    package mutating func appendInterpolation(_ sql: SQL) { appendLiteral(sql.statement.text) }
}
