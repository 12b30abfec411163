/// What the checks found in the three tables.
package struct CheckReport: Codable, Equatable, Sendable {
    package var tables: [TableSummary] = []
    package var findings: [Finding] = []
    /// How far usage and outcomes reach; nil where the tables could not be read that far.
    package var clocks: Clocks?

    package init() {}

    package var errors: [Finding] { findings.filter { $0.severity == .error } }
}

/// Rows read, and rows set aside, of one table.
package struct TableSummary: Codable, Equatable, Sendable {
    package var table: SourceName
    package var rows: Int
    /// Rows that were set aside and are listed in `quarantine.csv`.
    package var setAside: Int
}

/// The three tables, by their key under `sources` in the configuration.
package enum SourceName: String, Codable, CaseIterable, Sendable {
    case customers, noncustomers, usage
}

/// One thing that a check has to say about a table.
package struct Finding: Codable, Equatable, Sendable {
    /// How bad it is.
    package enum Severity: String, Codable, CaseIterable, Sendable, Comparable {
        /// Worth knowing.
        case info
        /// The run goes on; the result may suffer.
        case warning
        /// The run stops with exit code 2.
        case error

        package static func < (left: Severity, right: Severity) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// A place in a file. Carries no id.
    package struct Example: Codable, Equatable, Sendable {
        package var file: String
        /// The line in the file, the header being line 1; for Parquet and queries the row, from 1;
        /// 0 where the engine does not know it.
        package var line: Int
        /// The offending text; nil where it would be an id.
        package var value: String?
    }

    /// The name of the check, such as `missing-column`.
    package var check: String
    package var severity: Severity
    package var table: SourceName
    package var column: String?
    /// How many rows (or, where the message says so, values or ids) it is about.
    package var count: Int
    /// A full sentence.
    package var message: String
    /// The first three places.
    package var examples: [Example]

    package init(
        check: String, severity: Severity, table: SourceName, column: String? = nil, count: Int = 0, message: String,
        examples: [Example] = []
    ) {
        self.check = check
        self.severity = severity
        self.table = table
        self.column = column
        self.count = count
        self.message = message
        self.examples = examples
    }
}
