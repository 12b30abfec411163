internal import Base
internal import Boosting
internal import Charts
internal import Modeling
internal import Reporting
internal import Tuning

/// The trials of a search for better parameters.
enum TrialsChart {
    static func chart(_ member: TuningHistory.Member) -> Chart? {
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
        let metric = member.found.map { $0.metric == .rocAUC ? "ROC-AUC" : Titles.name($0.metric.rawValue) } ?? "Value"
        let title = LearnerName(rawValue: member.name).map { ModelName($0).title } ?? member.name
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
            note: "\(Numbers.count(trials.count, "trial")). "
                + (member.found.map {
                    "Best: \(Numbers.decimal($0.best.mean, 4)), configured: \(Numbers.decimal($0.defaults.mean, 4)), "
                        + "gain \(Numbers.decimal($0.gain.mean, 4)) with a standard error of "
                        + "\(Numbers.decimal($0.gain.standardError, 4)) over \(Numbers.count($0.folds.count, "fold"))."
                } ?? ""),
            figure: Figure(
                [
                    points("complete", .complete, .main, "circle"),
                    points("pruned, as last reported", .pruned, .muted, "x"),
                    .line("best so far", x: .counts(trials.map(\.number)), y: .numbers(best), colour: .second),
                ],
                Layout(height: 300, x: Layout.Axis("Trial"), y: Layout.Axis(PlotText(data: metric)), showsLegend: true)),
            table: ResultTable(
                [.number("Trial"), .text("State"), .number(metric)],
                rows: trials.map {
                    ["\($0.number)", $0.state == .complete ? "complete" : "pruned", Numbers.decimal($0.value!, 4)]
                }))
    }
}
