/// The findings of the checks of the three tables.
package struct CheckReport: Codable, Equatable, Sendable {
    package var tables: [TableSummary] = []
    package var findings: [Finding] = []
    /// How far usage and outcomes reach, or nil if the tables could not be read that far.
    package var clocks: Clocks?

    package init() {}

    package var errors: [Finding] { findings.filter { $0.severity == .error } }
}

/// The numbers of rows of one table that were read and set aside.
package struct TableSummary: Codable, Equatable, Sendable {
    package var table: SourceName
    package var rows: Int
    /// The number of rows that were set aside. They are listed in `quarantine.csv`.
    package var setAside: Int
}

/// The three tables, by their key under `sources` in the configuration.
package enum SourceName: String, Codable, CaseIterable, Sendable {
    case customers, noncustomers, usage
}

/// One finding of a check about one table.
package struct Finding: Codable, Equatable, Sendable {
    /// The severity of a finding.
    package enum Severity: String, Codable, CaseIterable, Sendable, Comparable {
        /// Good to know.
        case info
        /// The run goes on, but the result may suffer.
        case warning
        /// The run stops with exit code 2.
        case error

        package static func < (left: Severity, right: Severity) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// A place in a file. It contains no id.
    package struct Example: Codable, Equatable, Sendable {
        package var file: String
        /// The line in the file, where the header is line 1. For Parquet and queries, the row, starting at 1. 0 if the
        /// engine does not know it.
        package var line: Int
        /// The offending text, or nil if it would be an id.
        package var value: String?
    }

    /// The name of the check, such as `missing-column`.
    package var check: String
    package var severity: Severity
    package var table: SourceName
    package var column: String?
    /// The number of affected rows (or values or ids, if the message says so).
    package var count: Int
    /// The finding in a full sentence.
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
