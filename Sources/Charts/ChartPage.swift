package import Base
internal import Foundation
internal import Mustache

/// The parts of a page with charts, shared by the report file and the dashboard.
package enum ChartPage {
    /// A script that draws every `div.plot` of a page once plotly.js is loaded, in the colour scheme that the reader
    /// prefers, and on paper in the light one. It sets `data-charts="drawn"` on the root element when it is done.
    package static let script = String(decoding: PackageResources.charts_js, as: UTF8.self)
    /// The styles of charts and tables. Colours are variables, so that a page can set its own.
    package static let styles = String(decoding: PackageResources.charts_css, as: UTF8.self)

    /// Templates that pages can use as partials: `chart` on a `ChartView`, `table` on a `TableView`.
    package static let templates = [
        "chart": String(decoding: PackageResources.chart_mustache, as: UTF8.self),
        "table": String(decoding: PackageResources.table_mustache, as: UTF8.self),
    ]

    private static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for (name, text) in templates {
            do { try library.register(text, named: name) } catch { preconditionFailure("Template \(name): \(error)") }
        }
        return library
    }()

    /// Returns a chart as HTML: a `figure` with its title, the place where it is drawn, and its numbers as a table.
    package static func html(_ chart: Chart) -> String { library.render(ChartView(chart), withTemplate: "chart")! }

    /// Returns a table as HTML.
    package static func html(_ table: ResultTable) -> String {
        library.render(TableView(table), withTemplate: "table")!
    }

    /// Returns a value as JSON for a `script` element of type `application/json`. No character of it can end the
    /// element or begin a comment.
    package static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data: Data
        do { data = try encoder.encode(value) } catch { preconditionFailure("A chart is not valid JSON: \(error)") }
        return String(decoding: data, as: UTF8.self)
            .replacing("&", with: "\\u0026").replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
            .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
    }
}

/// A chart in the form of the template `chart`.
package struct ChartView {
    package let id: String
    package let title: String
    package let note: String
    package let figure: String
    package let table: TableView

    package init(_ chart: Chart) {
        id = chart.id
        title = chart.title
        note = chart.note
        figure = ChartPage.json(chart.figure)
        table = TableView(chart.table, caption: chart.title)
    }
}

/// A table in the form of the template `table`.
package struct TableView {
    package struct Cell {
        package let text: String
        package let isNumber: Bool
        /// Whether the cell is in a column of sentences, which take the available width.
        package let isLong: Bool
        package let isHeader: Bool
    }

    /// The maximum number of characters of a cell that need not be broken into lines.
    private static let shortest = 30

    package struct Row {
        package let cells: [Cell]
    }

    package let caption: String?
    package let columns: [Cell]
    package let rows: [Row]

    /// Makes a view.
    ///
    /// - Parameter caption: The content of the table for screen readers, or nil if text beside it says so.
    package init(_ table: ResultTable, caption: String? = nil) {
        self.caption = caption
        let texts = table.texts()
        let isLong = table.columns.indices.map { column in
            !table.columns[column].isNumber && texts.contains { $0[column].count > Self.shortest }
        }
        columns = zip(table.columns, isLong).map {
            Cell(text: $0.title, isNumber: $0.isNumber, isLong: $1, isHeader: true)
        }
        rows = texts.map { row in
            Row(
                cells: row.enumerated().map { index, text in
                    Cell(
                        text: text, isNumber: table.columns[index].isNumber, isLong: isLong[index],
                        isHeader: index == 0)
                })
        }
    }
}
