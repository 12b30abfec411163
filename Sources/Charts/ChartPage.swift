package import Base
internal import Foundation
internal import Mustache

/// What a page with charts is made of: the parts are the same for the report file and for the dashboard.
package enum ChartPage {
    /// Draws every `div.plot` of a page once plotly.js is there, in the colours that the reader prefers; on paper in the
    /// light ones. Sets `data-charts="drawn"` on the root element when it is done.
    package static let script = String(decoding: PackageResources.charts_js, as: UTF8.self)
    /// Styles of charts and tables; colours are variables, so that a page can set its own.
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

    /// A chart as HTML: a `figure` with its title, the place where it is drawn, and its numbers as a table.
    package static func html(_ chart: Chart) -> String { library.render(ChartView(chart), withTemplate: "chart")! }

    /// A table as HTML.
    package static func html(_ table: ResultTable) -> String {
        library.render(TableView(table), withTemplate: "table")!
    }

    /// A value as JSON that can stand in a `script` element of type `application/json`: no character of it can end
    /// the element or begin a comment.
    package static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data: Data
        do { data = try encoder.encode(value) } catch { preconditionFailure("A chart is no JSON: \(error)") }
        return String(decoding: data, as: UTF8.self)
            .replacing("&", with: "\\u0026").replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
            .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
    }
}

/// A chart as the template `chart` takes it.
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

/// A table as the template `table` takes it.
package struct TableView {
    package struct Cell {
        package let text: String
        package let isNumber: Bool
        /// Whether it stands in a column of sentences, which take the width that there is.
        package let isLong: Bool
        package let isHeader: Bool
    }

    /// The most characters of a cell that need not be broken into lines.
    private static let shortest = 30

    package struct Row {
        package let cells: [Cell]
    }

    package let caption: String?
    package let columns: [Cell]
    package let rows: [Row]

    /// - Parameter caption: what is in the table, for those who hear it; nil where text beside it says so.
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
