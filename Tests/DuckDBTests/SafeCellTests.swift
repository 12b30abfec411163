import Base
import DuckDB
import TestSupport
import Testing

/// A cell is made safe the same way in Swift and in SQL.
@Suite struct SafeCellTests {
    /// Cells, and what becomes of them.
    private static let cells: [(cell: String, safe: String)] = [
        // Formulas.
        ("=1+1", "'=1+1"), ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"), ("+a", "'+a"), ("-a", "'-a"), ("@x", "'@x"),
        ("=", "'="), ("-", "'-"), ("+", "'+"), ("@", "'@"), ("-5a", "'-5a"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("+49 30 901820", "'+49 30 901820"), ("--5", "'--5"), ("-5-5", "'-5-5"), ("=5", "'=5"), ("@5", "'@5"),
        // Formulas in the wide forms of East Asian keyboards.
        ("＝1+1", "'＝1+1"), ("＋1+1", "'＋1+1"), ("－1+1", "'－1+1"), ("＠x", "'＠x"), ("－5", "'－5"), ("-５", "'-５"),
        // Formulas behind what cannot be seen, which some programs trim.
        (" =1+1", "' =1+1"), ("\u{A0}=1", "'\u{A0}=1"), ("\u{3000}=1", "'\u{3000}=1"), ("\u{FEFF}=1", "'\u{FEFF}=1"),
        ("\u{200B}-x", "'\u{200B}-x"), ("\u{202E}=1", "'\u{202E}=1"), ("\u{200F}+x", "'\u{200F}+x"),
        ("\u{1}=1", "' =1"),
        ("\0=1", "' =1"), (" \t @x", "'   @x"), ("\u{85}=1", "' =1"), ("\u{2028}=1", "'\u{2028}=1"),
        // Starts that end a cell or a line.
        ("\tx", "' x"), ("\rx", "' x"), ("\nx", "' x"), ("\r\n", "'  "), ("\t", "' "), ("\t5", "' 5"), ("\n-5", "' -5"),
        // Numbers stay numbers.
        ("-5", "-5"), ("+5", "+5"), ("-0.5", "-0.5"), ("-.5", "-.5"), ("-5.", "-5."), ("-1e5", "-1e5"),
        ("-1E-5", "-1E-5"),
        ("+1.5e+300", "+1.5e+300"), ("-1e999", "-1e999"), (" -5", " -5"), ("-5 ", "-5 "), ("5", "5"), ("1e5", "1e5"),
        // What one of the two languages takes for a number, and a spreadsheet for a formula or a name.
        ("-inf", "'-inf"), ("+Infinity", "'+Infinity"), ("-nan", "'-nan"), ("-0x1p3", "'-0x1p3"), ("-0x10", "'-0x10"),
        ("-1_000", "'-1_000"), ("-1,000", "'-1,000"), ("- 5", "'- 5"), ("-.", "'-."), ("-e5", "'-e5"), ("-5e", "'-5e"),
        ("-5%", "'-5%"), ("-5\u{A0}", "'-5\u{A0}"), ("-5\n", "'-5 "), ("-5\0", "'-5 "), ("-٥", "'-٥"),
        ("-5\u{301}", "'-5\u{301}"),
        // Control characters become spaces.
        ("a\0b\nc", "a b c"), ("a\r\nb", "a  b"), ("a\tb", "a b"), ("a\u{7F}b", "a b"), ("a\u{9F}b", "a b"),
        ("\0", " "),
        ("\u{1B}[31mred", " [31mred"), ("a\u{85}b", "a b"),
        // Everything else stays.
        ("", ""), (" ", " "), ("a", "a"), ("é=1", "é=1"), ("'=1", "'=1"), ("\"=1\"", "\"=1\""), ("a,b", "a,b"),
        (",=1", ",=1"),
        ("\"", "\""), ("''", "''"), ("a=1", "a=1"), ("🙂", "🙂"), ("🙂=1", "🙂=1"), ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("\u{200F}אב", "\u{200F}אב"),
        ("a\u{202E}b", "a\u{202E}b"), ("\u{301}=1", "\u{301}=1"), ("e\u{301}", "e\u{301}"), ("=\u{338}1", "'=\u{338}1"),
        ("−5", "−5"), ("\u{FFFF}", "\u{FFFF}"), (" a ", " a "), ("NULL", "NULL"), ("\u{E000}", "\u{E000}"),
    ]

    private func sql(_ texts: [String]) throws -> [String?] {
        let connection = try Database.open().connect()
        try connection.register(CellTexts(texts), as: "cells")
        return try connection.rows("SELECT \(unsafe: SQL.safeCell("cell")) FROM cells() ORDER BY row") { $0.string(0) }
    }

    /// Equal in every scalar: `==` of two strings looks past the way accents are written.
    private func scalars(_ text: String?) -> [Unicode.Scalar]? { text.map { Array($0.unicodeScalars) } }

    @Test func theTable() throws {
        let fromSQL = try sql(Self.cells.map(\.cell))
        for ((cell, safe), sql) in zip(Self.cells, fromSQL) {
            #expect(scalars(SafeCell.text(cell)) == scalars(safe), "Swift: \(cell.debugDescription)")
            #expect(scalars(sql) == scalars(safe), "SQL: \(cell.debugDescription)")
        }
    }

    /// What is safe stays as it is: a list is written from texts that come from a list.
    @Test func safeTwice() throws {
        for (cell, safe) in Self.cells {
            #expect(scalars(SafeCell.text(safe)) == scalars(safe), "\(cell.debugDescription)")
        }
        #expect(try sql(Self.cells.map(\.safe)).map(scalars) == Self.cells.map { scalars($0.safe) })
    }

    /// Every character of the basic plane and some beyond: alone, before a formula, before a number, and inside.
    @Test func everyCharacter() throws {
        let codes = Array(0...0xFFFF as ClosedRange<UInt32>) + Array(0x1F600...0x1F64F) + [0x10FFFF, 0xE0020, 0x1BCA0]
        let characters = codes.compactMap(Unicode.Scalar.init).map(String.init)
        for form in ["", "=1", "-5", "a"] {
            let texts = characters.map { $0 + form }
            for (text, sql) in zip(texts, try sql(texts)) where scalars(SafeCell.text(text)) != scalars(sql) {
                let codes = text.unicodeScalars.map { String($0.value, radix: 16) }
                Issue.record("\(codes): Swift gives \(SafeCell.text(text)), SQL \(sql ?? "NULL")")
            }
        }
    }

    @Test(arguments: ["=", "a", " ", "\0", "-5", "é"])
    func veryLong(start: String) throws {
        let texts = ["x", "5", "\n", " ", "🙂"].map { start + String(repeating: $0, count: 1_000_000) }
        for (text, sql) in zip(texts, try sql(texts)) {
            let safe = SafeCell.text(text)
            #expect(sql?.utf8.elementsEqual(safe.utf8) == true, "\(text.prefix(3).debugDescription)")
        }
    }

    @Test func nullStaysNull() throws {
        let value = try Database.open().connect().row("SELECT \(unsafe: SQL.safeCell("NULL::VARCHAR"))") {
            $0.string(0)
        }
        #expect(value == nil)
    }

    /// A line of fields is read back as the safe texts.
    @Test func fieldsAreReadBack() throws {
        let folder = try TemporaryFolder()
        let lines = Self.cells.map { "\(SafeCell.field($0.cell)),\(SafeCell.field($0.cell)),end\n" }
        let file = try folder.write("cells.csv", lines.joined())
        let rows = try Database.open().connect().rows(
            """
            SELECT a, b, c FROM read_csv(\(literal: file), header = false, auto_detect = false, delim = ',', quote = '"',
                escape = '"', nullstr = 'no such text', columns = {'a': 'VARCHAR', 'b': 'VARCHAR', 'c': 'VARCHAR'})
            """
        ) { row in (0..<3).map { row.string($0) } }
        #expect(rows.count == Self.cells.count)
        for ((cell, safe), row) in zip(Self.cells, rows) {
            #expect(row.map(scalars) == [safe, safe, "end"].map { scalars($0) }, "\(cell.debugDescription)")
        }
    }

    @Test func quotes() { #expect(SafeCell.field("a, \"b\"") == "\"a, \"\"b\"\"\"") }
}
