/// A chart, what is seen on it, and the numbers behind it.
package struct Chart: Codable, Equatable, Sendable {
    /// Its name in the page: small letters, digits and hyphens; no two of a page are the same.
    package var id: String
    /// What is seen, as a sentence: "Half of all conversions come from the top 8% of the list".
    package var title: String
    /// How to read it: what is counted, of what, and how sure it is.
    package var note: String
    package var figure: Figure
    package var table: ChartTable

    package init(id: String, title: String, note: String, figure: Figure, table: ChartTable) {
        precondition(id.allSatisfy { $0 == "-" || $0.isASCII && ($0.isLowercase || $0.isNumber) }, "An id of its own.")
        self.id = id
        self.title = title
        self.note = note
        self.figure = figure
        self.table = table
    }
}

/// Numbers as a table, for people who cannot or do not want to see the chart.
package struct ChartTable: Codable, Equatable, Sendable {
    package struct Column: Codable, Equatable, Sendable {
        package var title: String
        /// Whether its cells are numbers, which stand at the right.
        package var isNumber: Bool

        package static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        package static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    package var columns: [Column]
    /// Cells as they are shown.
    package var rows: [[String]]

    package init(_ columns: [Column], rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }
}
