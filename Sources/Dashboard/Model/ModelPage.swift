internal import Charts
internal import Pipeline
internal import ProspectCore

/// A run's models as the template `model` takes them.
struct ModelPage {
    struct Check {
        let name: String
        let status: String
        let isBad: Bool
        let summary: String
        let findings: [String]
    }

    struct Member {
        let name: String
        let rounds: String
        let origin: String
        let features: String
    }

    let heading: String
    let subtitle: String
    let choice: String?
    let notBacktested: String?
    let metrics: TableView?
    let metricsNote: String
    let charts: [ChartView]
    let members: [Member]
    let trained: String?
    let checks: [Check]
    let hasAudit: Bool
    let audited: String

    init(_ report: RunReport, tuning: TuningHistory) {
        let day = report.run.asOf.map { "\($0)" } ?? "an unknown Sunday"
        heading = "Model"
        subtitle = "The models of the run \(report.run.id), for \(day)."
        choice = report.run.manifest?.primary.map {
            "Later stages use the list by the \($0.model.title) model: \($0.reason)."
        }
        notBacktested = report.backtest == nil ? report.run.manifest?.notBacktested : nil
        metrics = report.metrics.map { TableView(Self.table($0), caption: "Test metrics by model") }
        metricsNote = report.metrics.map(Self.note) ?? ""
        charts = ModelCharts(report: report, tuning: tuning).all.map { ChartView($0) }
        members = (report.model?.members ?? []).map { member in
            Member(
                name: ModelName(member.name).title, rounds: Words.count(member.rounds),
                origin: Words.title(member.origin.rawValue), features: Words.count(member.features.count))
        }
        trained = report.model.map { model in
            "Fitted on \(Words.plural(model.snapshots, "snapshot")) of the Sundays from \(model.trainedOn.first) to "
                + "\(model.trainedOn.last), \(Words.count(model.positives)) of them followed by a conversion."
        }
        checks = (report.audit?.checks ?? []).map { check in
            Check(
                name: Words.title(check.name.rawValue), status: check.status.rawValue,
                isBad: check.status >= .warning, summary: check.summary,
                findings: check.findings.map { "\($0.text) \($0.advice)" })
        }
        hasAudit = report.audit != nil
        audited = report.audit.map { "The audit has \($0.status == .failed ? "failed" : "not failed")." } ?? ""
    }

    private static func note(_ metrics: TestMetrics) -> String {
        let period = metrics.period
        return "Measured on the \(period.sundays) Sundays from \(period.first) to \(period.last): "
            + "\(Words.plural(period.snapshots, "snapshot")), \(Words.count(period.positives)) of them followed by a "
            + "conversion, of \(Words.plural(period.convertedPortals, "portal")); so small differences mean nothing. "
            + "In brackets 90% intervals over portals."
    }

    private static func table(_ metrics: TestMetrics) -> ChartTable {
        let order = ModelName.allCases.map(\.rawValue) + BacktestReport.baselines
        let names = order.filter { metrics.models[$0] != nil }
        let rows = names.map { name -> [String] in
            let evaluation = metrics.models[name]!
            let judgement = metrics.intervals[name]
            func cell(_ value: Double?, _ estimate: Estimate?, _ places: Int) -> String {
                if let estimate { return ModelCharts.interval(estimate, places) }
                return value.map { Words.decimal($0, places) } ?? "–"
            }
            return [
                ModelCharts.title(name), cell(evaluation.rocAUC, judgement?.rocAUC, 3),
                cell(evaluation.averagePrecision, judgement?.averagePrecision, 3),
                evaluation.brier.map { Words.decimal($0, 5) } ?? "–",
                evaluation.logLoss.map { Words.decimal($0, 5) } ?? "–",
                cell(evaluation.at("50")?.precision, judgement?.at("50")?.precision, 3),
                cell(evaluation.at("1%")?.lift, judgement?.at("1%")?.lift, 1),
            ]
        }
        return ChartTable(
            [
                .text("Model"), .number("ROC-AUC"), .number("Average precision"), .number("Brier"), .number("Log loss"),
                .number("Precision, first 50"), .number("Lift, first 1%"),
            ], rows: rows)
    }
}
