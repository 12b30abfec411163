internal import Base
internal import Charts
internal import Foundation
internal import Pipeline
internal import Ranking
internal import Reporting
internal import Snapshots
internal import Sources

/// A run's data in the form of the template `data`.
struct DataPage {
    struct Finding {
        let severity: String
        let isBad: Bool
        let table: String
        let message: String
        let examples: [String]
    }

    let subtitle: String
    let freshness: [KeyFigure]
    let volumes: [KeyFigure]
    let findings: [Finding]
    let hasChecks: Bool
    let tables: TableView?
    let balance: TableView?
    let history: TableView?
    /// Section 4 of the report.
    let explored: [ChartView]
    let hasCharts: Bool

    /// Makes the page.
    ///
    /// - Parameters:
    ///   - today: The current day.
    ///   - runs: The runs to compare volumes with, latest first.
    init(_ report: RunReport, runs: [RunRecord], today: Day) {
        let day = report.run.asOf?.withWeekday ?? "an unknown day"
        subtitle = "What the run \(report.run.id) read, for \(day)."
        freshness = Self.freshness(report, today: today)
        volumes = Self.volumes(report)
        findings = (report.checks?.findings ?? []).sorted { $0.severity > $1.severity }.map { finding in
            Finding(
                severity: finding.severity.rawValue, isBad: finding.severity >= .warning,
                table: finding.table.rawValue + (finding.column.map { ", \(ColumnTitle.described($0))" } ?? ""),
                message: finding.message,
                examples: finding.examples.map { example in
                    let file = (example.file as NSString).lastPathComponent
                    return "\(file), line \(Numbers.count(example.line))" + (example.value.map { ": \($0)" } ?? "")
                })
        }
        hasChecks = report.checks != nil
        tables = report.checks.map { checks in
            TableView(
                ResultTable(
                    [.text("Table"), .number("Rows"), .number("Set aside"), .number("Share")],
                    rows: checks.tables.map {
                        [
                            $0.table.rawValue, Numbers.count($0.rows), Numbers.count($0.setAside),
                            $0.rows == 0 ? "–" : Numbers.percent(Double($0.setAside) / Double($0.rows)),
                        ]
                    }), caption: "Rows read, by table")
        }
        balance = report.lists.primary.map {
            TableView(Self.balance($0.reconciliation), caption: "How the portals add up")
        }
        let past = runs.filter { $0.state == .finished && $0.manifest != nil }.prefix(12)
        history =
            past.isEmpty
            ? nil
            : TableView(
                ResultTable(
                    [
                        .text("Run"), .number("Rows read"), .number("Usage rows"), .number("Snapshots"),
                        .number("Listed"),
                    ],
                    rows: past.map { run in
                        func rows(_ stage: String, _ value: (Int, Int) -> Int) -> String {
                            run.manifest!.stages.first { $0.name.rawValue == stage }
                                .map { Numbers.count(value($0.rowsIn, $0.rowsOut)) } ?? "–"
                        }
                        return [
                            run.id, rows("check") { first, _ in first }, rows("check") { _, second in second },
                            rows("snapshots") { _, second in second }, rows("rank") { _, second in second },
                        ]
                    }), caption: "Volumes of the last finished runs")
        explored = ExplorationSection(report.exploration).charts.map { ChartView($0) }
        hasCharts = !explored.isEmpty
    }

    private static func freshness(_ report: RunReport, today: Day) -> [KeyFigure] {
        func ago(_ day: Day) -> String {
            let days = today - day
            return days == 0
                ? "today" : days > 0 ? "\(Numbers.count(days, "day")) ago" : "in \(Numbers.count(-days, "day"))"
        }
        var figures: [KeyFigure] = []
        if let sunday = report.run.asOf {
            figures.append(
                KeyFigure(label: "The list is for", value: "\(sunday)", note: "\(sunday.weekday.name), \(ago(sunday))"))
        }
        if let clocks = report.run.manifest?.clocks ?? report.company?.clocks {
            figures.append(
                KeyFigure(
                    label: "Usage through", value: "\(clocks.usageThrough)", note: ago(clocks.usageThrough)))
            figures.append(
                KeyFigure(
                    label: "Outcomes through", value: "\(clocks.outcomesThrough)", note: ago(clocks.outcomesThrough)))
        }
        if let company = report.company {
            figures.append(
                KeyFigure(label: "Last usage row", value: "\(company.lastUsage)", note: ago(company.lastUsage)))
            if let close = company.lastClose {
                figures.append(KeyFigure(label: "Last close date", value: "\(close)", note: ago(close)))
            }
            figures.append(KeyFigure(label: "First usage row", value: "\(company.firstUsage)"))
        }
        if let finished = report.run.manifest?.finished {
            figures.append(KeyFigure(label: "Run finished", value: Words.time(finished)))
        }
        return figures
    }

    private static func volumes(_ report: RunReport) -> [KeyFigure] {
        var figures: [KeyFigure] = []
        if let company = report.company {
            if report.exploration == nil {
                figures.append(KeyFigure(label: "Portals", value: Numbers.count(company.portals)))
            }
            figures.append(
                KeyFigure(label: "Usage rows", value: Numbers.count(company.usageRows), note: company.cadence.rawValue))
        }
        return figures + ExplorationSection(report.exploration).figures
    }

    private static func balance(_ totals: RankedList.Reconciliation) -> ResultTable {
        var rows = [
            ["Known portals", Numbers.count(totals.known)], ["of them customers", Numbers.count(totals.customers)],
            ["of them free", Numbers.count(totals.free)], ["Free and listed", Numbers.count(totals.listed)],
        ]
        rows += totals.excluded.map { ["Free and left out: \($0.reason)", Numbers.count($0.count)] }
        return ResultTable([.text("Portals"), .number("Number")], rows: rows)
    }
}
