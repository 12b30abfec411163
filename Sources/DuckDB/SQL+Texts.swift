/// Names and values as text, for SQL that is put together as text; it reaches a connection through `SQL(unsafe:)`.
extension SQL {
    /// The text of a fragment that binds no values.
    package var text: String {
        let (text, values) = statement
        precondition(values.isEmpty, "A fragment that binds values cannot be put together as text.")
        return text
    }

    /// A column or table name in double quotes.
    package static func identifier(_ name: String) -> String { SQL(name: name).text }

    /// A string in single quotes.
    package static func literal(_ text: String) -> String { SQL(literal: text).text }

    /// Names in double quotes, joined by commas.
    package static func identifiers(_ names: some Sequence<String>) -> String {
        names.map(identifier).joined(separator: ", ")
    }

    /// Strings in single quotes as a list value.
    package static func list(_ texts: some Sequence<String>) -> String { SQL(list: texts).text }

    /// A text expression made safe for a spreadsheet's cell; see `SQL(safeCell:)`.
    package static func safeCell(_ expression: String) -> String { SQL(safeCell: SQL(unsafe: expression)).text }
}
