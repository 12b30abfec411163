package import Charts
internal import Foundation

/// A block of a report in the form of the template `block`. The report and the dashboard show it in the same way.
package struct BlockView {
    package struct Table {
        package let title: String
        /// The note, or nil if there is nothing to add.
        package let note: String?
        package let table: TableView
    }

    package struct Figures {
        package let items: [KeyFigure]
    }

    package private(set) var text: String?
    package private(set) var figures: Figures?
    package private(set) var chart: ChartView?
    package private(set) var table: Table?

    /// Templates that pages can use as partials: `block` on a `BlockView`, `figure` on a `KeyFigure`, and those of
    /// charts.
    package static let templates = ChartPage.templates.merging([
        "block": String(decoding: PackageResources.block_mustache, as: UTF8.self),
        "figure": String(decoding: PackageResources.figure_mustache, as: UTF8.self),
    ]) { first, _ in first }

    /// The styles of blocks, and of the charts and tables in them.
    package static let styles = ChartPage.styles + String(decoding: PackageResources.blocks_css, as: UTF8.self)

    package init(_ block: ReportDocument.Block) {
        switch block {
        case .text(let text): self.text = Self.plain(text)
        case .figures(let figures): self.figures = Figures(items: figures)
        case .chart(let chart): self.chart = ChartView(chart)
        case .table(let title, let note, let table):
            self.table = Table(
                title: title, note: note.isEmpty ? nil : Self.plain(note), table: TableView(table, caption: title))
        }
    }

    /// Removes the code marks, which are for Markdown.
    private static func plain(_ text: String) -> String { text.replacing("`", with: "") }
}
