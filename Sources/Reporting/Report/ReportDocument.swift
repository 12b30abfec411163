package import Base
package import Charts
internal import Snapshots
internal import Sources

/// The content of a report before it is written. HTML and Markdown are made from the same values.
package struct ReportDocument: Sendable {
    package enum Block: Sendable {
        case text(String)
        case figures([KeyFigure])
        case chart(Chart)
        case table(title: String, note: String, ResultTable)
    }

    package struct Section: Sendable {
        /// The name in the page.
        package var id: String
        package var title: String
        package var blocks: [Block]
    }

    package var title: String
    /// The first sentence if usage is old: "Usage ends on 2022-01-02, 330 days ago: this list is old."
    package var warning: String?
    /// How far usage and outcomes reach.
    package var clocks: String
    /// What a reader should know first.
    package var summary: String
    package var sections: [Section]

    package init(_ content: ReportContent) {
        title = "Prospects for \(content.asOf.withWeekday)"
        warning = content.freshness?.warning
        clocks = content.snapshots.clocks.phrase + "."
        summary = ReportSummary(content).text
        sections = [
            GlanceSection(content).section, TrustSection(content).section, WhySection(content).section,
            ExplorationSection(content.exploration).section, SettingsSection(content).section,
        ].enumerated().map { place, section in
            Section(id: section.id, title: "\(place + 1). \(section.title)", blocks: section.blocks)
        }
    }

    /// The charts, in order.
    package var charts: [Chart] {
        sections.flatMap(\.blocks).compactMap { block in
            if case .chart(let chart) = block { chart } else { nil }
        }
    }
}
