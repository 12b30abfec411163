internal import Base
internal import Boosting
internal import Modeling
internal import Pipeline
internal import Ranking
internal import Snapshots
internal import Sources

/// The results of a run, for the terminal.
struct RunText {
    let outcome: RunOutcome
    /// The model whose list is shown. nil: the first.
    let model: ModelName?

    init(_ outcome: RunOutcome, model: ModelName? = nil) {
        self.outcome = outcome
        self.model = model
    }

    var all: String {
        [notices, basis, snapshots, training, backtest, list, audit, playbooks, report, stages].filter { !$0.isEmpty }
            .joined(separator: "\n\n")
    }

    /// The notice that usage is old, or that nothing new came. It is always the first line.
    var notices: String { outcome.notices.joined(separator: " ") }

    var snapshots: String {
        guard let set = outcome.snapshots else { return "" }
        let counts = set.counts
        let all = counts.snapshots + counts.coldSnapshots
        var lines = [
            Text.wrapped(
                "\(Text.count(all)) snapshots from \(set.firstSunday) to \(set.asOf). "
                    + "\(Text.count(counts.positives)) are known to be followed by a conversion within "
                    + "\(Text.days(set.horizon)); that counts those whose \(Text.days(set.horizon)) are not over yet.")
        ]
        if counts.coldSpans > 0 {
            lines.append(
                "\(Text.count(counts.coldSnapshots)) of the snapshots are of portals before any usage, kept as "
                    + "\(Text.count(counts.coldSpans)) spans.")
        }
        if let dormant = set.dormant {
            lines.append(
                "\(Text.count(dormant.snapshots)) are of portals long after their last usage, kept as "
                    + "\(Text.count(dormant.spans)).")
        }
        return (lines + ["Usage is \(set.cadence.rawValue). \(outcome.folder)/snapshots"]).joined(separator: "\n")
    }

    /// What the list is based on.
    private var basis: String { outcome.model?.basis.map { Text.wrapped($0.text) } ?? "" }

    /// What replaced the configured members, for runs of earlier versions, which do not record their basis.
    private var fallback: String {
        outcome.model?.basis != nil ? "" : outcome.model?.fallback.map { Text.wrapped($0.sentence) } ?? ""
    }

    private var backtest: String {
        if let report = outcome.backtest { return BacktestText(report).summary }
        return outcome.manifest.notBacktested.map { Text.wrapped($0) } ?? ""
    }

    var training: String {
        guard let metrics = outcome.manifest.metrics else { return fallback }
        var table = ResultTable(
            [
                .text("model"), .decimal("ROC-AUC", 3), .decimal("avg.prec.", 3), .decimal("Brier", 5),
                .decimal("log loss", 5), .decimal("prec@10", 3), .decimal("prec@50", 3), .decimal("lift@1%", 1),
            ])
        for name in Baseline.ordered(metrics.models.keys) {
            guard let metric = metrics.models[name] else { continue }
            table.add(
                Text.ranking(name), metric.rocAUC, metric.averagePrecision, metric.brier, metric.logLoss,
                metric.at("10")?.precision, metric.at("50")?.precision, metric.at("1%")?.lift)
        }
        let period = metrics.period
        let weekdays = period.last.weekday.plural
        return """
            Test on the \(period.sundays) \(weekdays) from \(period.first) to \(period.last):

            \(table.text())

            \(Text.count(period.snapshots)) snapshots, \(Text.count(period.positives)) of them followed by a conversion; \
            those are of \(Text.count(period.convertedPortals)) portals,
            so differences this small are within noise. Top-of-list figures are means
            over the \(weekdays); the base rate is \(Text.percent(Double(period.positives) / Double(max(period.snapshots, 1)), 2)). 90% intervals are in
            metrics.json and model-card.md.

            \((weaknesses + [fallback, parameters]).filter { !$0.isEmpty }.joined(separator: "\n"))
            """
    }

    /// The cases in which the model of the list did worse than something simpler on the test period. The backtest has
    /// its own.
    private var weaknesses: [String] {
        guard outcome.backtest == nil, let primary = outcome.manifest.primary else { return [] }
        return WeaknessText.sentences(outcome.manifest.metrics?.weaknesses, of: primary.model).map { Text.wrapped($0) }
    }

    /// The origin of the members' parameters.
    private var parameters: String {
        let members = outcome.model?.members ?? []
        if outcome.model?.activity != nil { return "" }
        guard members.contains(where: { $0.origin != .configured }) else { return "Parameters: as configured." }
        let parts = members.map { member in
            let title = ModelName(member.name).title
            switch member.origin {
            case .configured: return "\(title) as configured"
            case .tuned: return "\(title) tuned (study \(member.study ?? "unknown"))"
            case .configuredAfterTuning:
                return "\(title) as configured, since tuning found nothing better (study \(member.study ?? "unknown"))"
            }
        }
        return "Parameters: " + parts.joined(separator: ";\n            ") + "."
    }

    var list: String {
        guard let list = outcome.list(model) else { return "" }
        let horizon = list.horizon ?? 30
        let window = outcome.snapshots.map { " \($0.longestWindow)d" } ?? ""
        let title = list.model == outcome.lists.primary?.model ? "The list" : "Another list"
        var table = ResultTable(
            [
                .number("rank"), .text("id"), .percent("P(\(Text.days(horizon)))"), .text("status"),
                .count("actions\(window)"), .text("firmographics"),
            ])
        for row in list.top {
            table.add(
                row.rank, row.id, row.probability, row.status.rawValue, row.actions,
                row.firmographics.map { $0 ?? "–" }.joined(separator: ", "))
        }
        let totals = list.reconciliation
        var lines = ["\(title) for \(list.asOf.withWeekday) by \(list.model.title), best first:"]
        if let clocks = outcome.manifest.clocks { lines.append("\(clocks.phrase).") }
        lines += ["", table.text(), ""]
        if let why = why(list) { lines += [why, ""] }
        lines += [
            "\(Text.count(totals.known)) portals = \(Text.count(totals.customers)) customers + "
                + "\(Text.count(totals.free)) free",
            "\(Text.count(totals.free)) free = \(Text.count(totals.listed)) listed + "
                + "\(Text.count(totals.free - totals.listed)) excluded",
        ]
        for excluded in totals.excluded {
            lines.append("  excluded: \(Text.count(excluded.count)) (\(excluded.reason))")
        }
        let statuses = PortalStatus.allCases.map { "\(Text.count(list.statuses[$0] ?? 0)) \($0.rawValue)" }
        lines.append("Listed: \(statuses.joined(separator: ", ")).")
        if let primary = outcome.manifest.primary {
            lines.append(Text.wrapped("The list is ranked by \(primary.model.inText): \(primary.reason)."))
        }
        lines += ForecastText(forecast: list.forecast, horizon: horizon, weekday: list.asOf.weekday).lines
        lines.append("")
        if let results = outcome.results {
            lines.append("List:  \(results)/\(RankedList.fileName)")
            lines.append("       beside it the list of each model:")
            lines += outcome.lists.map { "       \($0.model.listFile) (\($0.model.title))" }
        }
        lines.append("Run:   \(outcome.folder)")
        return lines.joined(separator: "\n")
    }

    var audit: String { outcome.audit.map { AuditText($0).section } ?? "" }

    var playbooks: String { outcome.playbooks.map { PlaybookText($0).text } ?? "" }

    /// The path of the report.
    var report: String { outcome.reportPage.map { "Report: \($0)" } ?? "" }

    /// Returns the strongest reason of each of the first rows, or nil if none is explained.
    private func why(_ list: RankedList) -> String? {
        var table = ResultTable([.number("rank"), .text("id"), .text("strongest reason")])
        for row in list.top.prefix(5) {
            if let reason = row.reasons.first { table.add(row.rank, row.id, reason) }
        }
        return table.rows.isEmpty ? nil : table.text()
    }

    var stages: String {
        let width = outcome.manifest.stages.map(\.name.rawValue.count).max() ?? 0
        let lines = outcome.manifest.stages.map { stage in
            let name = stage.name.rawValue + String(repeating: " ", count: width - stage.name.rawValue.count)
            return "  \(name)  \(Text.seconds(stage.seconds)), \(Text.bytes(stage.peakMemory))"
        }
        return (["Time and peak memory:"] + lines).joined(separator: "\n")
    }
}
