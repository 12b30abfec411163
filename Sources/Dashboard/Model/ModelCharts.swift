internal import Charts
internal import Foundation
internal import Pipeline
internal import ProspectCore
internal import Tuning

/// The charts of a run's models.
struct ModelCharts {
    let report: RunReport
    let tuning: TuningHistory

    private static let cut = "50"

    var all: [Chart] {
        var charts: [Chart?] = []
        if let backtest = report.backtest, let model = report.primary {
            charts += [sundays(backtest, model), precision(backtest, model), lift(backtest, model)]
        }
        if let model = report.primary { charts.append(calibration(model)) }
        charts.append(importance)
        charts += tuning.members.map(trials)
        return charts.compactMap(\.self)
    }

    private func sundays(_ backtest: BacktestReport, _ model: ModelName) -> Chart? {
        let folds = backtest.folds.filter { $0.models[model.rawValue] != nil }
        guard !folds.isEmpty else { return nil }
        let judgements = folds.map { $0.models[model.rawValue]! }
        let found = judgements.map { $0.at(Self.cut)?.positives?.value ?? 0 }
        let days = Values.days(folds.map(\.sunday))
        var layout = Layout(x: .date("Sunday of the list"), y: .count("Conversions"), showsLegend: true)
        layout.barmode = "stack"
        let rest = zip(folds, found).map { Double($0.conversions) - $1 }
        return Chart(
            id: "backtest",
            title:
                "\(Words.decimal(found.reduce(0, +), 0)) of \(Words.count(backtest.conversions)) conversions were among "
                + "the first \(Self.cut) of their Sunday’s list",
            note: "\(Words.plural(folds.count, "past Sunday")), each ranked by models that had seen nothing later. "
                + "\(Words.plural(backtest.convertedPortals, "portal")) converted; one may count on two Sundays.",
            figure: Figure(
                [
                    .bars("among the first 50", x: days, y: .numbers(found), colour: .main, hover: "%{y:.0f}"),
                    .bars("further down", x: days, y: .numbers(rest), colour: .muted.faint(0.55), hover: "%{y:.0f}"),
                ], layout),
            table: ChartTable(
                [
                    .text("Sunday"), .number("Portals"), .number("Conversions"), .number("Among the first \(Self.cut)"),
                    .number("Expected"), .number("ROC-AUC, 90% interval"),
                ],
                rows: zip(folds, judgements).map { fold, judgement in
                    [
                        fold.sunday.description, Words.count(fold.portals), Words.count(fold.conversions),
                        Words.decimal(judgement.at(Self.cut)?.positives?.value ?? 0, 1),
                        judgement.expected.map { Words.decimal($0.value, 1) } ?? "–",
                        Self.interval(judgement.rocAUC, 3),
                    ]
                }))
    }

    private func rankings(_ backtest: BacktestReport, _ model: ModelName) -> [(name: String, judgement: Judgement)] {
        ([model.rawValue] + BacktestReport.baselines).compactMap { name in
            backtest.judgement(of: name).map { (name, $0) }
        }
    }

    private func precision(_ backtest: BacktestReport, _ model: ModelName) -> Chart? {
        let judged = rankings(backtest, model)
        guard let own = judged.first?.judgement.at(Self.cut)?.precision, judged[0].name == model.rawValue else {
            return nil
        }
        let cuts = judged[0].judgement.atK.map(\.label)
        let x = Values.labels(cuts.map { "first \($0)" })
        let traces = judged.enumerated().map { place, ranking in
            let tops = cuts.map { ranking.judgement.at($0)?.precision }
            return Trace.bars(
                PlotText(data: Self.title(ranking.name)), x: x, y: .numbers(tops.map { $0?.value }),
                colour: ranking.name == "random" ? .muted : .series(place), hover: "%{y:.1%}"
            ).whiskers(values: tops.map { $0?.value }, low: tops.map { $0?.low }, high: tops.map { $0?.high })
        }
        var layout = Layout(height: 340, x: .names(), y: .share("Became customers"), showsLegend: true)
        layout.barmode = "group"
        return Chart(
            id: "precision",
            title: "Of the first \(Self.cut) of a Sunday’s list, \(Words.decimal(own.value * 50, 1)) became customers",
            note: "Means over the Sundays of the backtest, with 90% intervals over portals, beside the baselines.",
            figure: Figure(traces, layout),
            table: ChartTable(
                [.text("Ranking")] + cuts.map { .number("First \($0)") },
                rows: judged.map { ranking in
                    [Self.title(ranking.name)]
                        + cuts.map { Self.percents(ranking.judgement.at($0)?.precision) }
                }))
    }

    private func lift(_ backtest: BacktestReport, _ model: ModelName) -> Chart? {
        let judged = rankings(backtest, model).filter { $0.name != "random" }
        guard let own = judged.first?.judgement.at("1%"), let lift = own.lift else { return nil }
        let cuts = judged[0].judgement.atK.map(\.label)
        let x = Values.labels(cuts.map { "first \($0)" })
        let traces = judged.enumerated().map { place, ranking in
            let lifts = cuts.map { ranking.judgement.at($0)?.lift }
            return Trace.bars(
                PlotText(data: Self.title(ranking.name)), x: x, y: .numbers(lifts.map { $0?.value }),
                colour: .series(place), hover: "%{y:.1f} times"
            ).whiskers(values: lifts.map { $0?.value }, low: lifts.map { $0?.low }, high: lifts.map { $0?.high })
        }
        var layout = Layout(height: 320, x: .names(), y: .count("Lift, times"), showsLegend: true)
        layout.barmode = "group"
        let recall = own.recall.map { ", and they held \(Words.percent($0.value)) of all conversions" } ?? ""
        return Chart(
            id: "lift",
            title:
                "The first 1% converted \(Words.decimal(lift.value, 0)) times as often as the average portal\(recall)",
            note:
                "Lift on the Sundays of the backtest: the rate of the first rows over the rate of all, with 90% intervals.",
            figure: Figure(traces, layout),
            table: ChartTable(
                [.text("Ranking")]
                    + cuts.flatMap { [.number("Lift, first \($0)"), .number("Share of conversions, first \($0)")] },
                rows: judged.map { ranking in
                    [Self.title(ranking.name)]
                        + cuts.flatMap { cut in
                            let top = ranking.judgement.at(cut)
                            return [Self.interval(top?.lift, 1), Self.percents(top?.recall)]
                        }
                }))
    }

    private func calibration(_ model: ModelName) -> Chart? {
        guard let calibration = report.calibration?.of(model) else { return nil }
        let agreement = calibration.calibration == .none ? calibration.raw : calibration.after ?? calibration.raw
        guard !agreement.bands.isEmpty else { return nil }
        let x = Values.labels(agreement.bands.map { "ranks \($0.title)" })
        let expected = agreement.bands.map { Double?($0.expected) }
        let bars = Trace.bars(
            "expected, and where 9 of 10 would lie", x: x, y: .numbers(expected), colour: .main.faint(0.5),
            hover: "%{y:.1f} expected"
        ).whiskers(
            values: expected, low: agreement.bands.map { Double($0.low) }, high: agreement.bands.map { Double($0.high) }
        )
        let points = Trace.points(
            "actual", x: x, y: .counts(agreement.bands.map(\.actual)), colour: .second, size: 11, symbol: "diamond",
            hover: "%{y} actual")
        let total = agreement.total
        let verdict =
            total.isOverConfident ? "were too high" : total.isUnderConfident ? "were too low" : "held"
        return Chart(
            id: "calibration",
            title: "The probabilities \(verdict): \(Words.decimal(total.expected, 0)) conversions were expected, "
                + "\(Words.count(total.actual)) came",
            note: "On Sundays that the calibration had not seen, by rank on their list. \(calibration.reason)",
            figure: Figure(
                [bars, points], Layout(height: 320, x: .names(), y: .count("Conversions"), showsLegend: true)),
            table: ChartTable(
                [
                    .text("Ranks"), .number("Snapshots"), .number("Expected"), .number("90% of the time"),
                    .number("Actual"),
                ],
                rows: (agreement.bands + [total]).enumerated().map { place, band in
                    [
                        place < agreement.bands.count ? band.title : "All", Words.count(band.snapshots),
                        Words.decimal(band.expected, 1), "\(Words.count(band.low)) to \(Words.count(band.high))",
                        Words.count(band.actual),
                    ]
                }))
    }

    private var importance: Chart? {
        let importance = report.importance
        guard let first = importance.first, first.mean > 0, let model = report.primary else { return nil }
        let names = Values.labels(importance.map { Self.name($0.signal) })
        let total = importance.reduce(0) { $0 + $1.mean }
        func bars(_ axis: Signal.Axis, _ name: PlotText, _ colour: Colour) -> Trace {
            .bars(
                name, x: .numbers(importance.map { $0.signal.axis == axis ? $0.mean : nil }), y: names, colour: colour,
                lying: true, hover: "%{x:.3f}<extra></extra>")
        }
        var layout = Layout(
            height: 110 + 26 * Double(importance.count), x: Layout.Axis("Mean absolute contribution, log-odds"),
            y: .names(lying: true), showsLegend: true)
        layout.barmode = "overlay"
        return Chart(
            id: "importance", title: "What moves the list most: \(Self.name(first.signal).lowercased())",
            note:
                "The mean of what each signal adds to the log-odds of a portal, without its sign, over all portals that "
                + "the \(model.title) model explains.",
            figure: Figure([bars(.intent, "intent", .main), bars(.fit, "fit", .second)], layout),
            table: ChartTable(
                [.text("Signal"), .text("Axis"), .number("Mean, log-odds"), .number("Share")],
                rows: importance.map {
                    [
                        Self.name($0.signal), $0.signal.axis.rawValue, Words.decimal($0.mean, 3),
                        Words.percent($0.mean / total),
                    ]
                }))
    }

    private func trials(_ member: TuningHistory.Member) -> Chart? {
        let trials = member.study.trials.filter { $0.value != nil && ($0.state == .complete || $0.state == .pruned) }
        guard !trials.isEmpty else { return nil }
        let isMore = member.study.direction == .maximize
        var best: [Double?] = []
        for trial in trials {
            let before = best.last ?? nil
            guard trial.state == .complete, let value = trial.value else {
                best.append(before)
                continue
            }
            best.append(before.map { isMore ? max($0, value) : min($0, value) } ?? value)
        }
        func points(_ name: PlotText, _ state: TrialState, _ colour: Colour, _ symbol: String) -> Trace {
            let own = trials.filter { $0.state == state }
            return .points(
                name, x: .counts(own.map(\.number)), y: .numbers(own.map(\.value)), colour: colour, symbol: symbol,
                hover: "trial %{x}: %{y:.4f}")
        }
        let metric = member.found?.metric.rawValue ?? "value"
        let title = MemberName(rawValue: member.name).map { ModelName($0).title } ?? member.name
        var verdict = "the search is not finished"
        if let found = member.found {
            verdict =
                found.isBetter
                ? "trial \(found.bestTrial) is clearly better than the configured parameters"
                : "no trial is clearly better than the configured parameters"
        }
        return Chart(
            id: "tuning-" + member.name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) },
            title: "Tuning \(title): \(verdict)",
            note: "\(Words.plural(trials.count, "trial")). "
                + (member.found.map {
                    "Best: \(Words.decimal($0.best.mean, 4)), configured: \(Words.decimal($0.defaults.mean, 4)), "
                        + "gain \(Words.decimal($0.gain.mean, 4)) with a standard error of "
                        + "\(Words.decimal($0.gain.standardError, 4)) over \(Words.plural($0.folds.count, "fold"))."
                } ?? ""),
            figure: Figure(
                [
                    points("complete", .complete, .main, "circle"),
                    points("pruned, as last reported", .pruned, .muted, "x"),
                    .line("best so far", x: .counts(trials.map(\.number)), y: .numbers(best), colour: .second),
                ],
                Layout(height: 300, x: Layout.Axis("Trial"), y: Layout.Axis(PlotText(data: metric)), showsLegend: true)),
            table: ChartTable(
                [.number("Trial"), .text("State"), .number(metric)],
                rows: trials.map {
                    ["\($0.number)", $0.state == .complete ? "complete" : "pruned", Words.decimal($0.value!, 4)]
                }))
    }

    // MARK: Words

    static func title(_ ranking: String) -> String {
        switch ranking {
        case "user_weeks_30d": "User-weeks"
        case "recency": "Recency"
        case "last_week": "Last week’s list"
        case "random": "Random"
        default: ModelName(rawValue: ranking)?.title ?? ranking
        }
    }

    static func name(_ signal: Signal) -> String {
        PortalCharts.short(
            .init(signal: signal, axis: signal.axis, contribution: 0, value: nil, typical: nil, text: ""))
    }

    static func interval(_ estimate: Estimate?, _ places: Int) -> String {
        guard let estimate else { return "–" }
        return "\(Words.decimal(estimate.value, places)) [\(Words.decimal(estimate.low, places)), "
            + "\(Words.decimal(estimate.high, places))]"
    }

    static func percents(_ estimate: Estimate?) -> String {
        guard let estimate else { return "–" }
        return "\(Words.percent(estimate.value)) [\(Words.percent(estimate.low)), \(Words.percent(estimate.high))]"
    }
}
