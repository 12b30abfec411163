internal import Base
internal import Foundation

/// A backtest as a section of the model card.
struct BacktestSection {
    private let report: BacktestReport

    init(_ report: BacktestReport) { self.report = report }

    var markdown: String {
        let days = report.folds.map(\.sunday)
        return """
            ## Backtest

            \(report.folds.count) past \(report.weekday.plural) from \(days.first!) to \(days.last!), each scored by members \
            that were fitted on what had matured by then. \(report.conversions) conversions, counted once per list, of \
            \(report.convertedPortals) portals that converted. \
            In brackets: 90% intervals, \(report.draws) bootstrap draws over portals.

            | model | ROC-AUC | average precision | Brier | log loss | precision@50 | expected | actual |\(report.hasRevenue ? " revenue@100 |" : "")
            |---|---|---|---|---|---|---|---|\(report.hasRevenue ? "---|" : "")
            \(report.pooled.map(row).joined(separator: "\n"))

            The backtest speaks for \(report.choice.model.inText): \(report.choice.reason).\(revenue)
            """ + ModelCard.weaknesses(report.weaknesses)
    }

    private var revenue: String {
        guard report.hasRevenue else { return "" }
        return
            " Revenue is the share of the monthly revenue of all conversions that the best 100 of each list stand for; "
            + "\(report.revenue.negative) conversions with a negative revenue, \(report.revenue.zero) with none and "
            + "\(report.revenue.missing) without a value count as 0."
    }

    private func row(_ model: BacktestReport.Pooled) -> String {
        let judgement = model.judgement
        let cells =
            [
                ModelName(rawValue: model.model)?.title ?? Baseline.title(model.model) ?? model.model,
                cell(judgement.rocAUC, 3), cell(judgement.averagePrecision, 3), cell(judgement.brier, 5),
                cell(judgement.logLoss, 5), cell(judgement.at("50")?.precision, 3), cell(judgement.expected, 1),
                cell(judgement.actual, 0),
            ] + (report.hasRevenue ? [cell(judgement.at("100")?.revenueShare, 2)] : [])
        return "| \(cells.joined(separator: " | ")) |"
    }

    private func cell(_ estimate: Estimate?, _ places: Int) -> String {
        guard let estimate else { return "–" }
        func number(_ value: Double) -> String { String(format: "%.\(places)f", value) }
        return "\(number(estimate.value)) [\(number(estimate.low)), \(number(estimate.high))]"
    }
}
