internal import Base
internal import Reporting
internal import Snapshots
internal import Sources
internal import Tuning

/// The exploratory analysis as tables of 80 columns.
struct ExplorationText {
    /// Maximum number of rows of a distribution.
    private static let mostBins = 14

    private let report: ExplorationReport

    init(_ report: ExplorationReport) { self.report = report }

    var all: String {
        ([overview, months, weeks, missing] + report.breakdowns.map(breakdown) + report.distributions.map(distribution)
            + [correlations, findings]).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// The weekday of the snapshots: "Sundays".
    private var days: String { report.asOf.weekday.plural }

    private var overview: String {
        var lines = [
            "\(Text.count(report.snapshots)) snapshots of \(Text.count(report.portals)) portals on "
                + "\(Text.count(report.weeks.count)) \(days), \(report.firstSunday) to \(report.asOf).",
            "\(Text.count(report.coldSnapshots)) of them are of portals before any usage.",
        ]
        if let target = report.target, let last = report.lastMatured {
            lines.append(
                Text.wrapped(
                    "\(Text.count(target.snapshots)) have matured, to \(last); \(Text.count(target.conversions)) of those were "
                        + "followed by a conversion within \(Text.days(report.horizon)): \(interval(target)). Behind them are "
                        + "\(Text.count(report.convertedPortals)) portals that converted."))
        } else {
            lines.append("None has matured: the horizon of \(Text.days(report.horizon)) is longer than the history.")
        }
        return (lines + ["In brackets: 90% intervals; a portal's \(days) count together."]).joined(separator: "\n")
    }

    private func interval(_ rate: ExplorationReport.Rate) -> String {
        "\(Text.percent(rate.rate, 2)) [\(Text.percent(rate.low, 2)), \(Text.percent(rate.high, 2))]"
    }

    private func rates(_ title: String, _ rows: [(String, ExplorationReport.Rate)]) -> String {
        guard !rows.isEmpty else { return "" }
        var table = ResultTable([
            .text(title), .count("snapshots"), .count("portals"), .count("conversions"), .number("rate"),
        ])
        for (name, rate) in rows {
            table.add(
                name.count > 24 ? name.prefix(23) + "…" : name, rate.snapshots, rate.portals, rate.conversions,
                interval(rate))
        }
        return table.text()
    }

    private var months: String { rates("month", report.months.map { ($0.name ?? "", $0.rate) }) }

    private var weeks: String {
        var table = ResultTable([
            .text(report.asOf.weekday.name), .count("after the first usage"), .count("before any usage"),
        ])
        // The table shows the last week, every `step`-th before it, and the first week.
        let step = max(1, (report.weeks.count + 9) / 10)
        for (index, week) in report.weeks.enumerated()
        where (report.weeks.count - 1 - index) % step == 0 || index == 0 {
            table.add(week.sunday.description, week.withUsage, week.cold)
        }
        return step > 1 ? table.text() + "\nEvery \(step)th of \(report.weeks.count) \(days)." : table.text()
    }

    private var missing: String {
        var table = ResultTable([.text("column"), .count("missing"), .percent("share")])
        for column in report.missing {
            table.add(ColumnTitle(column.column).text, column.missing, column.share)
        }
        return table.text() + "\nThe \(Text.count(report.completeColumns)) columns of counts are never missing."
    }

    private func breakdown(_ breakdown: ExplorationReport.Breakdown) -> String {
        rates(
            breakdown.title.lowercased(),
            breakdown.groups.map { ($0.name ?? "unknown", $0.rate) }
                + (breakdown.others.map { [("\(Text.count(breakdown.otherValues)) others", $0.rate)] } ?? []))
    }

    private func distribution(_ distribution: ExplorationReport.Distribution) -> String {
        var table = ResultTable([
            .text(distribution.title), .count("snapshots"), .percent("share"), .count("matured"),
            .count("conversions"), .percent("rate", 2),
        ])
        let total = Double(max(1, distribution.snapshots))
        for bin in shown(distribution.bins) + distribution.apart {
            table.add(
                bin.name, bin.snapshots, Double(bin.snapshots) / total, bin.matured, bin.conversions,
                bin.matured > 0 ? Double(bin.conversions) / Double(bin.matured) : nil)
        }
        return table.text()
    }

    /// Joins neighbouring bins if there are more than fit on a screen.
    private func shown(_ bins: [ExplorationReport.Bin]) -> [ExplorationReport.Bin] {
        let step = (bins.count + Self.mostBins - 1) / Self.mostBins
        guard step > 1 else { return bins }
        return stride(from: 0, to: bins.count, by: step).map { start in
            let part = bins[start..<min(start + step, bins.count)]
            let last = part.last!
            let low = Text.count(Int(part.first!.low ?? 0))
            return .init(
                name: last.high.map { "\(low)–\(Text.count(Int($0) - 1))" } ?? "\(low) and more", low: part.first!.low,
                high: last.high, snapshots: part.reduce(0) { $0 + $1.snapshots },
                matured: part.reduce(0) { $0 + $1.matured }, conversions: part.reduce(0) { $0 + $1.conversions })
        }
    }

    private var correlations: String {
        let rows = report.correlations.withTarget.compactMap { row in row.value.map { (row.name, $0) } }
        guard !rows.isEmpty else { return "" }
        var table = ResultTable([.text("correlation with a conversion"), .decimal("r", 3)])
        for (name, value) in rows.sorted(by: { abs($0.1) > abs($1.1) }) { table.add(name, value) }
        return table.text() + "\nCounts, company size and web rank as logarithms. exploration.json has all pairs."
    }

    private var findings: String {
        guard !report.findings.isEmpty else { return "The checks of the tables found nothing to remark on." }
        var table = ResultTable([.text("table"), .text("severity"), .text("finding")])
        for finding in report.findings { table.add(finding.table.rawValue, finding.severity.rawValue, finding.message) }
        return table.text()
    }
}
