internal import Charts
package import Foundation
internal import Mustache

/// A report as a single HTML file. It contains everything it needs and loads nothing.
package struct ReportPage {
    /// The mark in the template for plotly.js, whose five megabytes need not pass through the template.
    private static let place = "/* plotly.js */"

    private static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        let templates = BlockView.templates.merging(
            ["report": String(decoding: PackageResources.report_mustache, as: UTF8.self)]) { first, _ in first }
        for (name, text) in templates {
            do { try library.register(text, named: name) } catch { preconditionFailure("Template \(name): \(error)") }
        }
        return library
    }()

    private let document: ReportDocument

    package init(_ document: ReportDocument) { self.document = document }

    /// Returns the page.
    ///
    /// - Parameter plotly: The text of plotly.js.
    package func html(plotly: Data) -> Data {
        let text = Self.library.render(PageView(document), withTemplate: "report")!
        // The last occurrence is the mark, because a text of the data may contain the same characters.
        let range = text.range(of: Self.place, options: .backwards)!
        var data = Data(capacity: text.utf8.count + plotly.count)
        data.append(contentsOf: text[..<range.lowerBound].utf8)
        data.append(plotly)
        data.append(contentsOf: text[range.upperBound...].utf8)
        return data
    }
}

/// A report in the form of its template.
private struct PageView {
    struct Section {
        let id: String
        let title: String
        let blocks: [BlockView]
    }

    let title: String
    let warning: String?
    let clocks: String
    let summary: String
    let sections: [Section]
    let styles = BlockView.styles + String(decoding: PackageResources.report_css, as: UTF8.self)
    let script = ChartPage.script

    init(_ document: ReportDocument) {
        title = document.title
        warning = document.warning
        clocks = document.clocks
        summary = document.summary
        sections = document.sections.map { section in
            Section(id: section.id, title: section.title, blocks: section.blocks.map(BlockView.init))
        }
    }
}
