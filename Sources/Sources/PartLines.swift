internal import DuckDB

/// Finds the line of its file in which each row of a part begins.
///
/// DuckDB reports where a rejected row begins, in bytes, but not where accepted rows begin. Blank lines, line breaks in
/// quotes and rejected rows all stand between a row's number and its line. The file is therefore read once more by
/// lines. Only a table with problems needs this.
struct PartLines {
    let part: SourceTable.Part
    /// The table with the rows that DuckDB rejected from this part, or nil if it keeps none.
    let rejects: String?
    let connection: Connection
    /// The prefix of the tables that `index()` makes.
    let name: String

    private var physical: String { "\(name)_physical" }
    private var records: String { "\(name)_records" }
    private var places: String { "\(name)_places" }
    private var undecoded: String { "\(name)_undecoded" }
    /// The line and message of each rejected row, after `index()`.
    var rejected: String { "\(name)_rejected" }

    /// Returns a select with `line` added. The given select has a column `place`, the row's number from 1.
    func located(_ select: String) -> String {
        part.hasLines
            ? "SELECT l.line, s.* FROM (\(select)) s JOIN \(places) l USING (place)"
            : "SELECT s.place AS line, s.* FROM (\(select)) s"
    }

    /// Reads the file by lines. Call it before `located` and `rejected`.
    func index() throws {
        guard part.hasLines else { return }
        try readPhysicalLines()
        let stretches = try continued()
        let isContinued = "EXISTS (SELECT 1 FROM \(name)_continued c WHERE p.line BETWEEN c.first AND c.last)"
        // Windows without an order stream over the lines in the order of the file.
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE \(unsafe: records) AS
            SELECT count(*) FILTER (line > \(unsafe: part.headerLines)) OVER (\(unsafe: stretches == 0 ? "" : "ORDER BY line ")
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS record, line, start FROM (
                SELECT line, is_blank, sum(size + lineBreak) OVER (
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)::BIGINT - size - lineBreak
                    + \(unsafe: part.bytesBefore + 1) AS start
                FROM (SELECT *, \(unsafe: try lineBreak()) AS lineBreak FROM \(unsafe: physical))) p
            WHERE NOT (\(unsafe: part.skipsBlankLines) AND is_blank)\(unsafe: stretches == 0 ? "" : " AND NOT \(isContinued)")
            """)
        if let rejects {
            try connection.execute(
                """
                CREATE OR REPLACE TEMP TABLE \(unsafe: rejected) AS
                SELECT r.line, arg_min(message, (position, place)) AS message FROM (
                    SELECT byte_position::BIGINT AS position, row_number() OVER () AS place,
                        \(unsafe: RejectedRows.message) AS message FROM \(unsafe: rejects)) x
                ASOF JOIN \(unsafe: records) r ON x.position >= r.start GROUP BY r.line
                """)
        } else {
            try connection.execute("CREATE OR REPLACE TEMP TABLE \(unsafe: rejected) (line BIGINT, message VARCHAR)")
        }
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE \(unsafe: places) AS SELECT row_number() OVER (ORDER BY record) AS place, line
            FROM \(unsafe: records) WHERE line > \(unsafe: part.headerLines) AND line NOT IN (SELECT line FROM \(unsafe: rejected))
            """)
    }

    func drop() throws {
        for table in [physical, records, places, rejected, "\(name)_continued", undecoded, "\(undecoded)_scan"] {
            try connection.execute("DROP TABLE IF EXISTS \(unsafe: table)")
        }
    }

    /// Whether row n begins in the n-th line below the header, as in most files.
    func areConsecutive(rows: Int) throws -> Bool {
        guard part.hasLines else { return true }
        let text = part.textLines(rejects: nil, bufferSize: SourceTable.Part.smallBuffer)
        let lines = try connection.row("SELECT count(*) FROM \(unsafe: text)") { $0.int(0)! }
        return lines == rows + part.headerLines
    }

    /// Reads the size of each line in bytes, and the text of lines with a quote. Lines that are not UTF-8 are read as
    /// far as possible.
    private func readPhysicalLines() throws {
        let columns = "size, is_blank, quoted"
        func described(_ text: String) -> String {
            "coalesce(strlen(\(text)), 0) AS size, \(text) IS NULL AS is_blank, "
                + "CASE WHEN contains(\(text), '\"') THEN \(text) END AS quoted"
        }
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE \(unsafe: physical) AS
            SELECT row_number() OVER () AS line, \(unsafe: described("text")) FROM \(unsafe: part.textLines(rejects: undecoded))
            """)
        let bad = try connection.row("SELECT count(*) FROM \(unsafe: undecoded)") { $0.int(0)! }
        guard bad > 0 else { return }
        let good = try connection.row("SELECT count(*) FROM \(unsafe: physical)") { $0.int(0)! }
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE \(unsafe: physical) AS
            SELECT n.line, \(unsafe: columns) FROM \(unsafe: physical) p JOIN (
                SELECT row_number() OVER (ORDER BY line) AS place, line FROM range(1, \(unsafe: good + bad + 1)) t(line)
                WHERE line NOT IN (SELECT line::BIGINT FROM \(unsafe: undecoded))) n ON p.line = n.place
            UNION ALL SELECT line::BIGINT, \(unsafe: described("ltrim(csv_line, chr(10) || chr(13))")) FROM \(unsafe: undecoded)
            ORDER BY 1
            """)
    }

    /// Returns the number of bytes of the line break that DuckDB found in the file.
    private func lineBreak() throws -> Int {
        guard let rejects else { return 1 }
        let breaks = try connection.rows("SELECT newline_delimiter FROM \(unsafe: rejects)_scan LIMIT 1") {
            $0.string(0) ?? ""
        }
        return breaks.first == "\\r\\n" ? 2 : 1
    }

    /// Finds the lines that begin inside quotes. Only lines with a quote can begin or end such a stretch.
    ///
    /// - Returns: The number of such stretches.
    private func continued() throws -> Int {
        try connection.execute("CREATE OR REPLACE TEMP TABLE \(unsafe: name)_continued (first BIGINT, last BIGINT)")
        guard case .csv(_, let header) = part else { return 0 }
        var state = QuoteState(delimiter: header.delimiter)
        var opened = 0
        var stretches: [String] = []
        let lines = try connection.rows(
            "SELECT line, quoted FROM \(unsafe: physical) WHERE quoted IS NOT NULL ORDER BY line"
        ) {
            (number: $0.int(0)!, text: $0.string(1)!)
        }
        for line in lines {
            let wasQuoted = state.isQuoted
            state.read(line.text)
            // The stretch ends with the line that closes the quote, even if that line opens another.
            if wasQuoted { stretches.append("(\(opened + 1), \(line.number))") }
            if state.isQuoted { opened = line.number }
        }
        if state.isQuoted { stretches.append("(\(opened + 1), \(Int.max))") }
        for first in stride(from: 0, to: stretches.count, by: 1_000) {
            let values = stretches[first..<min(first + 1_000, stretches.count)].joined(separator: ", ")
            try connection.execute("INSERT INTO \(unsafe: name)_continued VALUES \(unsafe: values)")
        }
        return stretches.count
    }
}

/// Tracks the quotes of a CSV file from line to line, as in RFC 4180.
private struct QuoteState {
    let delimiter: UInt8
    private(set) var isQuoted = false

    init(delimiter: Character) { self.delimiter = delimiter.asciiValue! }

    /// Reads one whole line. A quote that it leaves open continues in the next line.
    mutating func read(_ line: String) {
        var isFieldStart = !isQuoted
        var mayClose = false
        for byte in line.utf8 {
            if isQuoted {
                guard mayClose else {
                    mayClose = byte == UInt8(ascii: "\"")
                    continue
                }
                mayClose = false
                // A doubled quote stands for one quote. Any other character ends the quotes.
                if byte == UInt8(ascii: "\"") { continue }
                isQuoted = false
                isFieldStart = byte == delimiter
            } else if byte == UInt8(ascii: "\""), isFieldStart {
                isQuoted = true
                isFieldStart = false
            } else {
                isFieldStart = byte == delimiter
            }
        }
        if mayClose { isQuoted = false }
    }
}
