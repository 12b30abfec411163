package import Base

/// A chart, its message, and the numbers behind it.
package struct Chart: Equatable, Sendable {
    /// The name in the page: lower-case letters, digits and hyphens. It must be unique in a page.
    package var id: String
    /// The message, as a sentence: "Half of all conversions come from the top 8% of the list".
    package var title: String
    /// How to read the chart: what is counted, of what, and how certain it is.
    package var note: String
    package var figure: Figure
    /// The numbers, for people who cannot or do not want to see the chart.
    package var table: ResultTable

    package init(id: String, title: String, note: String, figure: Figure, table: ResultTable) {
        precondition(id.allSatisfy { $0 == "-" || $0.isASCII && ($0.isLowercase || $0.isNumber) }, "An id of its own.")
        self.id = id
        self.title = title
        self.note = note
        self.figure = figure
        self.table = table
    }
}
