internal import Base
internal import Foundation

/// The model card's section on the backtest.
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

            \(table.plainMarkdown())

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

    private var table: ResultTable {
        var table = ResultTable(
            [
                .text("model"), .decimal("ROC-AUC", 3), .decimal("average precision", 3), .decimal("Brier", 5),
                .decimal("log loss", 5), .decimal("precision@50", 3), .decimal("expected", 1), .decimal("actual", 0),
            ] + (report.hasRevenue ? [.decimal("revenue@100", 2)] : []))
        for model in report.pooled {
            let judgement = model.judgement
            var cells: [any TableValue] = [
                ModelName(rawValue: model.model)?.title ?? Baseline.title(model.model) ?? model.model,
                judgement.rocAUC, judgement.averagePrecision, judgement.brier, judgement.logLoss,
                judgement.at("50")?.precision, judgement.expected, judgement.actual,
            ]
            if report.hasRevenue { cells.append(judgement.at("100")?.revenueShare) }
            table.add(cells)
        }
        return table
    }
}
