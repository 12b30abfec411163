internal import Charts
internal import Foundation
internal import Pipeline
internal import ProspectCore

/// A run's data as the template `data` takes it.
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
    let charts: [ChartView]

    /// - Parameters:
    ///   - today: the day on which the page is read.
    ///   - runs: the runs to compare volumes with, the latest first.
    init(_ report: RunReport, runs: [RunRecord], today: Day) {
        let day = report.run.asOf.map { "\($0)" } ?? "an unknown Sunday"
        subtitle = "What the run \(report.run.id) read, for \(day)."
        freshness = Self.freshness(report, today: today)
        volumes = Self.volumes(report)
        findings = (report.checks?.findings ?? []).sorted { $0.severity > $1.severity }.map { finding in
            Finding(
                severity: finding.severity.rawValue, isBad: finding.severity >= .warning,
                table: finding.table.rawValue + (finding.column.map { ", column \($0)" } ?? ""),
                message: finding.message,
                examples: finding.examples.map { example in
                    let file = (example.file as NSString).lastPathComponent
                    return "\(file), line \(Words.count(example.line))" + (example.value.map { ": \($0)" } ?? "")
                })
        }
        hasChecks = report.checks != nil
        tables = report.checks.map { checks in
            TableView(
                ChartTable(
                    [.text("Table"), .number("Rows"), .number("Set aside"), .number("Share")],
                    rows: checks.tables.map {
                        [
                            $0.table.rawValue, Words.count($0.rows), Words.count($0.setAside),
                            $0.rows == 0 ? "–" : Words.percent(Double($0.setAside) / Double($0.rows)),
                        ]
                    }), caption: "Rows read, by table")
        }
        balance = report.list.map { TableView(Self.balance($0.reconciliation), caption: "How the portals add up") }
        let past = runs.filter { $0.state == .finished && $0.manifest != nil }.prefix(12)
        history =
            past.isEmpty
            ? nil
            : TableView(
                ChartTable(
                    [
                        .text("Run"), .number("Rows read"), .number("Usage rows"), .number("Snapshots"),
                        .number("Listed"),
                    ],
                    rows: past.map { run in
                        func rows(_ stage: String, _ value: (Int, Int) -> Int) -> String {
                            run.manifest!.stages.first { $0.name.rawValue == stage }
                                .map { Words.count(value($0.rowsIn, $0.rowsOut)) } ?? "–"
                        }
                        return [
                            run.id, rows("check") { first, _ in first }, rows("check") { _, second in second },
                            rows("snapshots") { _, second in second }, rows("rank") { _, second in second },
                        ]
                    }), caption: "Volumes of the last finished runs")
        charts = [Self.weeks(report)].compactMap(\.self).map { ChartView($0) }
    }

    private static func freshness(_ report: RunReport, today: Day) -> [KeyFigure] {
        func ago(_ day: Day) -> String {
            let days = today - day
            return days == 0
                ? "today" : days > 0 ? "\(Words.plural(days, "day")) ago" : "in \(Words.plural(-days, "day"))"
        }
        var figures: [KeyFigure] = []
        if let sunday = report.run.asOf {
            figures.append(KeyFigure(label: "The list’s Sunday", value: "\(sunday)", detail: ago(sunday)))
        }
        if let company = report.company {
            figures.append(
                KeyFigure(label: "Last usage row", value: "\(company.lastUsage)", detail: ago(company.lastUsage)))
            if let close = company.lastClose {
                figures.append(KeyFigure(label: "Last close date", value: "\(close)", detail: ago(close)))
            }
            figures.append(
                KeyFigure(label: "Covered", value: "\(company.firstUsage)", detail: "to \(company.observedThrough)"))
        }
        if let finished = report.run.manifest?.finished {
            figures.append(KeyFigure(label: "Run finished", value: Words.time(finished), detail: nil))
        }
        return figures
    }

    private static func volumes(_ report: RunReport) -> [KeyFigure] {
        var figures: [KeyFigure] = []
        if let company = report.company {
            figures += [
                KeyFigure(label: "Portals", value: Words.count(company.portals), detail: nil),
                KeyFigure(label: "Usage rows", value: Words.count(company.usageRows), detail: company.cadence.rawValue),
            ]
        }
        if let counts = report.snapshots?.counts {
            figures += [
                KeyFigure(
                    label: "Snapshots", value: Words.count(counts.snapshots + counts.coldSnapshots),
                    detail: "\(Words.count(counts.coldSnapshots)) without usage"),
                KeyFigure(label: "Followed by a conversion", value: Words.count(counts.positives), detail: nil),
            ]
        }
        return figures
    }

    private static func balance(_ totals: RankedList.Reconciliation) -> ChartTable {
        var rows = [
            ["Known portals", Words.count(totals.known)], ["of them customers", Words.count(totals.customers)],
            ["of them free", Words.count(totals.free)], ["Free and listed", Words.count(totals.listed)],
        ]
        rows += totals.excluded.map { ["Free and left out: \($0.reason)", Words.count($0.count)] }
        return ChartTable([.text("Portals"), .number("Number")], rows: rows)
    }

    private static func weeks(_ report: RunReport) -> Chart? {
        guard let last = report.weeks.last else { return nil }
        let x = Values.days(report.weeks.map(\.sunday))
        return Chart(
            id: "weeks",
            title: "\(Words.count(last.active)) portals were active in the week to \(last.sunday), of "
                + "\(Words.count(last.portals)) that had ever been",
            note:
                "Portals with a snapshot that have any usage row so far, and those of them with activity in the seven "
                + "days that end with the Sunday.",
            figure: Figure(
                [
                    .line("with usage so far", x: x, y: .counts(report.weeks.map(\.portals)), colour: .muted),
                    .line("active in the week", x: x, y: .counts(report.weeks.map(\.active)), colour: .main),
                ], Layout(x: .date("Sunday"), y: .count("Portals"), showsLegend: true)),
            table: ChartTable(
                [.text("Sunday"), .number("With usage so far"), .number("Active in the week")],
                rows: report.weeks.map { [$0.sunday.description, Words.count($0.portals), Words.count($0.active)] }))
    }
}
