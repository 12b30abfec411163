internal import Base
package import Charts
internal import Snapshots
internal import Sources

/// The report's section on the data: the exploratory analysis.
package struct ExplorationSection {
    private let exploration: ExplorationReport?

    /// Makes the section.
    ///
    /// - Parameter exploration: The exploration, or nil if the snapshots were not explored.
    package init(_ exploration: ExplorationReport?) { self.exploration = exploration }

    package var section: ReportDocument.Section {
        .init(
            id: "data", title: "The data",
            blocks: exploration.map { [.figures(figures($0))] + charts.map { .chart($0) } + [findings($0)] }
                ?? [.text("The snapshots of this run were not explored.")])
    }

    /// The figures on the amount of data.
    package var figures: [KeyFigure] { exploration.map(figures) ?? [] }

    /// The charts, in order.
    package var charts: [Chart] {
        guard let exploration else { return [] }
        var charts: [Chart?] = [
            MonthChart.chart(exploration), WeekChart.chart(exploration), MissingChart.chart(exploration),
        ]
        charts += exploration.breakdowns.map { BreakdownChart.chart($0, horizon: exploration.horizon) }
        charts += exploration.distributions.enumerated().map { DistributionChart.chart($1, place: $0 + 1) }
        charts.append(CorrelationChart.chart(exploration.correlations))
        return charts.compactMap(\.self)
    }

    private func figures(_ exploration: ExplorationReport) -> [KeyFigure] {
        let weekday = exploration.asOf.weekday
        let horizon = Titles.days(exploration.horizon)
        var figures: [KeyFigure] = [
            .init(
                label: "Snapshots", value: Numbers.count(exploration.snapshots),
                note:
                    "one for each free portal and \(weekday.name); \(Numbers.count(exploration.coldSnapshots)) before any usage"
            ),
            .init(
                label: "Portals", value: Numbers.count(exploration.portals),
                note:
                    "\(Numbers.count(exploration.convertedPortals)) of them converted within \(horizon) of a matured snapshot"
            ),
            .init(
                label: weekday.plural, value: Numbers.count(exploration.weeks.count),
                note: "\(exploration.firstSunday) to \(exploration.asOf)"
                    + (exploration.lastMatured.map { ", matured to \($0)" } ?? ", none matured")),
        ]
        if let target = exploration.target {
            figures.append(
                .init(
                    label: "Matured snapshots followed by a conversion", value: Numbers.count(target.conversions),
                    note: "\(Numbers.interval(target.rate, target.low, target.high)) of "
                        + "\(Numbers.count(target.snapshots, "matured snapshot")); within \(horizon)"))
        }
        return figures
    }

    private func findings(_ exploration: ExplorationReport) -> ReportDocument.Block {
        guard !exploration.findings.isEmpty else {
            return .text("The checks of the three tables found nothing to remark on.")
        }
        return .table(
            title: "What the checks found in the three tables", note: "",
            ResultTable(
                [.text("Table"), .text("Severity"), .text("Column"), .text("Finding")],
                rows: exploration.findings.map {
                    [$0.table.rawValue, $0.severity.rawValue, $0.column.map(ColumnTitle.described) ?? "–", $0.message]
                }))
    }
}
