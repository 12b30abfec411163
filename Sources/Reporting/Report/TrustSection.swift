internal import Base
internal import Charts
internal import Modeling
internal import Sources

/// The report's section on trust: what past Sundays say about the list, and what the audit found.
package struct TrustSection {
    private let content: ReportContent

    package init(_ content: ReportContent) { self.content = content }

    package var section: ReportDocument.Section {
        .init(id: "trust", title: "Can it be trusted?", blocks: losses + backtest + audit + test)
    }

    /// The cases in which the list or its models do worse than a baseline: in the backtest, or in the test period if
    /// there was no backtest.
    private var losses: [ReportDocument.Block] {
        let isMeasured = content.backtest != nil || content.metrics.map { $0.period.positives > 0 } ?? false
        guard isMeasured, let weaknesses = content.backtest?.weaknesses ?? content.metrics?.weaknesses else {
            return []
        }
        let judged = content.backtest == nil ? "on the test period" : "in the backtest"
        let own = weaknesses.filter { $0.model == content.judgedModel }
        let excluded = content.primary?.excluded ?? []
        var sentences = own.map(\.sentence)
        sentences += excluded.map { "\(Titles.sentence($0.model.inText)) has no part in the list: \($0.reason)." }
        guard !sentences.isEmpty else {
            return [.text("No baseline does better than the list \(judged), neither at its head nor as a whole.")]
        }
        return [.text("Where the list loses \(judged): " + sentences.joined(separator: " "))]
    }

    private var backtest: [ReportDocument.Block] {
        guard let report = content.backtest, let model = content.judgedModel else {
            return [.text(content.notBacktested ?? "There is no backtest in this run.")]
        }
        var blocks: [ReportDocument.Block] = [
            .text(
                "A backtest makes the lists of past \(report.weekday.plural) again, with nothing known that came later, and looks at what "
                    + "happened in the \(Titles.days(content.horizon)) after each. Conversions are few, so intervals are wide: a "
                    + "difference inside of them means nothing.")
        ]
        let charts = [
            SundaysChart.chart(report, model: model), GainsChart.chart(report, model: model),
            LiftChart.chart(report, model: model), PrecisionChart.chart(report, model: model),
            content.listCalibration.flatMap(CalibrationChart.chart),
            content.listCalibration.flatMap(ExpectedChart.chart),
        ]
        blocks += charts.compactMap { $0.map { .chart($0) } }
        if let calibration = content.listCalibration {
            blocks.append(
                .text(
                    "Calibration: \(calibration.calibration.method.rawValue). \(Titles.sentence(calibration.reason))"
                        + (calibration.reason.hasSuffix(".") ? "" : ".")
                        + (calibration.overConfident.isEmpty
                            ? ""
                            : " The ranks \(calibration.overConfident.joined(separator: " and ")) held fewer conversions than listed.")
                ))
        }
        blocks.append(
            .table(title: "All models on past \(report.weekday.plural)", note: pooledNote(report), pooled(report)))
        return blocks
    }

    private func pooledNote(_ report: BacktestReport) -> String {
        "\(Titles.conversions(report)); 90% intervals from \(Numbers.count(report.draws)) bootstrap "
            + "draws over portals. \(Titles.sentence(report.choice.model.inText)) is what it speaks for: \(report.choice.reason)."
    }

    private func pooled(_ report: BacktestReport) -> ResultTable {
        ResultTable(
            Self.columns + (report.hasRevenue ? [.number("Revenue in the first 100")] : []),
            rows: report.pooled.map { pooled in
                Self.row(pooled.model, pooled.judgement)
                    + (report.hasRevenue ? [pooled.judgement.at("100")?.revenueShare.map(Self.share) ?? "–"] : [])
            })
    }

    private static let columns: [ResultTable.Column] = [
        .text("Ranking"), .number("ROC-AUC"), .number("Average precision"), .number("Log loss"), .number("Brier"),
        .number("Precision at 50"),
    ]

    private static func row(_ name: String, _ judgement: Judgement) -> [String] {
        [
            Titles.ranking(name), Numbers.estimate(judgement.rocAUC, 3),
            Numbers.estimate(judgement.averagePrecision, 3),
            Numbers.estimate(judgement.logLoss, 5), Numbers.estimate(judgement.brier, 5),
            judgement.at("50")?.precision.map(share) ?? "–",
        ]
    }

    private static func share(_ estimate: Estimate) -> String {
        Numbers.interval(estimate.value, estimate.low, estimate.high)
    }

    // MARK: The audit

    private var audit: [ReportDocument.Block] {
        guard let audit = content.audit else {
            return [
                .text(
                    content.isQuick
                        ? "There is no audit: it was left out, as `--quick` and `prospect rank` do."
                        : "There is no audit in this run.")
            ]
        }
        let counts = AuditCheck.Status.allCases.compactMap { status -> String? in
            let count = audit.checks.count { $0.status == status }
            guard count > 0 else { return nil }
            switch status {
            case .passed, .note: return "\(count) passed"
            case .skipped: return "\(count) not judged"
            case .warning: return "\(count) with warnings"
            case .failed: return "\(count) failed"
            }
        }
        let rows = audit.checks.flatMap { check in
            [[check.name.rawValue, check.status.rawValue, check.summary]]
                + check.findings.map {
                    ["", $0.status.rawValue, "\(named($0)) \($0.advice.replacing("`", with: ""))"]
                }
        }
        return [
            .table(
                title: title(audit.status),
                note:
                    "The list was made again from cut, shuffled and renamed tables. Checks: \(counts.joined(separator: ", ")).",
                ResultTable([.text("Check"), .text("Result"), .text("What was done, and what came of it")], rows: rows))
        ]
    }

    /// Returns the sentence of a finding, with its subject if the sentence does not name it.
    private func named(_ finding: AuditCheck.Finding) -> String {
        finding.text.contains(finding.subject) ? finding.text : "\(finding.subject): \(finding.text)"
    }

    private func title(_ status: AuditCheck.Status) -> String {
        switch status {
        case .failed: "The audit failed: look at its findings before you act on the list"
        case .warning: "The audit did not fail, but look at its warnings"
        case .passed, .note, .skipped: "The audit found no future data in the list"
        }
    }

    // MARK: The test period

    private var test: [ReportDocument.Block] {
        guard let metrics = content.metrics, !metrics.intervals.isEmpty else { return [] }
        let period = metrics.period
        let names = Baseline.ordered(metrics.intervals.keys)
        return [
            .table(
                title: "The test period of this run's models",
                note:
                    "\(Numbers.count(period.sundays, period.last.weekday.name)) from \(period.first) to \(period.last), "
                    + "\(Numbers.count(period.snapshots, "snapshot")), \(Numbers.count(period.positives)) of them followed by a "
                    + "conversion, of \(Numbers.count(period.convertedPortals, "portal")). Models fitted before it; 90% intervals.",
                ResultTable(Self.columns, rows: names.map { Self.row($0, metrics.intervals[$0]!) }))
        ]
    }
}
