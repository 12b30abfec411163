internal import Base
internal import Boosting
internal import Modeling

/// Describes where a model does worse than something simpler, for the terminal.
enum WeaknessText {
    /// Maximum number of sentences. The files have all of them.
    private static let most = 3

    /// Returns the sentences. Clear weaknesses come first, then those that may be chance.
    static func sentences(_ weaknesses: [Weakness]?, of model: ModelName) -> [String] {
        let own = (weaknesses ?? []).filter { $0.model == model }
        return (own.filter(\.isClear) + own.filter { !$0.isClear }).prefix(most).map(\.sentence)
    }
}

/// A backtest as tables.
struct BacktestText {
    let report: BacktestReport

    init(_ report: BacktestReport) { self.report = report }

    var text: String {
        [heading, ranking, probabilities, top, differences, bands, choice].joined(separator: "\n\n")
    }

    /// What a weekly run prints about its backtest.
    var summary: String { [heading, ranking, probabilities, choice].joined(separator: "\n\n") }

    private var weekdays: String { report.weekday.plural }

    private var heading: String {
        let days = report.folds.map(\.sunday)
        var lines = [
            Text.wrapped(
                "Backtest of the lists of \(report.folds.count) \(weekdays), \(days[0]) to \(days[days.count - 1]): "
                    + "\(Text.count(report.conversions)) conversions, counted once per list, of "
                    + "\(Text.count(report.convertedPortals)) portals that converted. All figures rest on these. In "
                    + "brackets: 90% intervals, \(report.draws) bootstrap draws over portals. \"Last week\" is "
                    + "last week's list by \(report.lastWeekModel.inText).")
        ]
        if !report.skipped.isEmpty {
            lines.append(
                "Left out, with too few conversions by then: "
                    + report.skipped.map(\.sunday.description).joined(separator: ", ") + ".")
        }
        let late = report.folds.filter(\.tuningSawLater)
        if let last = late.last, let search = report.searches.max(by: { $0.last < $1.last }) {
            lines.append(
                Text.wrapped(
                    "The search for parameters saw the \(weekdays) \(search.first) to \(search.last), and so later labels "
                        + "than \(late.count) of these lists, up to \(last.sunday): that favours the tuned members."))
        }
        return lines.joined(separator: "\n")
    }

    private var ranking: String {
        var table = ResultTable([
            .text("ranking"), .number("ROC-AUC"), .number("avg. precision"), .number("precision@50"),
        ])
        for model in report.pooled {
            let judgement = model.judgement
            table.add(
                title(model.model), estimate(judgement.rocAUC, 3), estimate(judgement.averagePrecision, 3),
                estimate(judgement.at("50")?.precision, 3))
        }
        return table.text()
    }

    private var probabilities: String {
        var table = ResultTable([
            .text("probability"), .number("log loss"), .number("Brier x 1000"),
            .number("expected (\(Text.count(report.conversions)) actual)"),
        ])
        for model in report.pooled where model.judgement.logLoss != nil {
            let judgement = model.judgement
            table.add(
                title(model.model), estimate(judgement.logLoss, 4), estimate(judgement.brier, 3, factor: 1000),
                estimate(judgement.expected, 1))
        }
        return table.text()
    }

    private var top: String {
        var table = ResultTable(
            [
                .text("top of the list"), .number("precision@10"), .number("recall@100"), .number("lift@1%"),
            ] + (report.hasRevenue ? [.number("revenue@100")] : []))
        for model in report.pooled {
            let judgement = model.judgement
            table.add(
                [
                    title(model.model), estimate(judgement.at("10")?.precision, 2),
                    estimate(judgement.at("100")?.recall, 2), estimate(judgement.at("1%")?.lift, 0),
                ] + (report.hasRevenue ? [estimate(judgement.at("100")?.revenueShare, 2)] : []))
        }
        let revenue = report.revenue
        let without = [
            (revenue.zero, "of zero"), (revenue.negative, "below zero"), (revenue.missing, "missing"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        guard report.hasRevenue else { return table.text() + "\nMeans over the lists." }
        return table.text() + "\n" + "Means over the lists. Revenue: the share of the conversions' monthly\n"
            + "revenue, \(Text.count(Int(revenue.total))) in all"
            + (without.isEmpty ? "." : "; that of \(without.joined(separator: ", ")) counts as 0.")
    }

    /// Each model against the best by log loss, and the best against the baselines.
    private var differences: String {
        let models = report.pooled.map(\.model).filter { ModelName(rawValue: $0) != nil }
        let loss = { report.judgement(of: $0)?.logLoss?.value ?? .infinity }
        guard let best = models.min(by: { loss($0) < loss($1) }) else { return "" }
        var table = ResultTable([
            .text("\(title(best)) against"), .text("metric"), .number("better by"), .text("winner"),
        ])
        let metrics = [("logLoss", "log loss", 5), ("rocAUC", "ROC-AUC", 3), ("averagePrecision", "avg. precision", 3)]
        for other in models.filter({ $0 != best }) + report.baselines {
            for (index, metric) in metrics.enumerated() {
                guard let difference = report.difference(best, other, metric: metric.0) else { continue }
                table.add(
                    index == 0 || metric.0 == "rocAUC" && report.difference(best, other, metric: "logLoss") == nil
                        ? title(other) : "", metric.1, estimate(difference.estimate, metric.2),
                    difference.hasWinner ? title(difference.winner) : BacktestReport.noWinner)
            }
        }
        return "\(title(best)) has the lowest log loss. Differences on the same draws:\n\n\(table.text())"
    }

    private var bands: String {
        var table = ResultTable([
            .text("conversions"), .number("ranks"), .number("expected"), .number("plausible"), .number("actual"),
            .text(""),
        ])
        for model in report.pooled {
            for (index, band) in model.bands.enumerated() {
                guard let expected = band.expected, let actual = band.actual else { continue }
                table.add(
                    index == 0 ? title(model.model) : "", band.last.map { "\(band.first)–\($0)" } ?? "\(band.first)–",
                    Text.decimal(expected.value, 1), "\(band.plausibleLow)–\(band.plausibleHigh)", estimate(actual, 0),
                    actual.value < Double(band.plausibleLow)
                        ? "too confident" : actual.value > Double(band.plausibleHigh) ? "too shy" : "")
            }
        }
        return "Expected and actual conversions by rank, over all lists; plausible: where the\n"
            + "probabilities are right, 90% of the time.\n\n" + table.text()
    }

    private var choice: String {
        let sentences =
            ["The backtest speaks for \(report.choice.model.inText): \(report.choice.reason)."]
            + WeaknessText.sentences(report.weaknesses, of: report.choice.model)
        return sentences.map { Text.wrapped($0) }.joined(separator: "\n")
    }

    private func title(_ name: String) -> String { Text.ranking(name) }

    private func estimate(_ estimate: Estimate?, _ places: Int, factor: Double = 1) -> String {
        guard let estimate else { return "–" }
        func number(_ value: Double) -> String {
            var text = Text.decimal(value * factor, places)
            if Double(text) == 0, text.hasPrefix("-") { text.removeFirst() }
            return text.replacing(/^(-?)0\./) { "\($0.output.1)." }
        }
        return "\(number(estimate.value)) [\(number(estimate.low)), \(number(estimate.high))]"
    }
}
