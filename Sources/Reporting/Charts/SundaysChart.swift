internal import Base
package import Charts
package import Modeling

/// The results that the past lists would have had, list by list.
package enum SundaysChart {
    private static let cut = "50"

    package static func chart(_ report: BacktestReport, model: ModelName) -> Chart? {
        let folds = report.folds.filter { $0.models[model.rawValue] != nil }
        guard !folds.isEmpty else { return nil }
        let judgements = folds.map { $0.models[model.rawValue]! }
        let found = judgements.map { $0.at(cut)?.positives?.value ?? 0 }
        let all = folds.map { Double($0.conversions) }
        let days = Values.days(folds.map(\.sunday))
        var layout = Layout(x: .date("Day of the list"), y: .count("Conversions"), showsLegend: true)
        layout.barmode = "stack"
        layout.hovermode = "x unified"
        return Chart(
            id: "backtest-sundays",
            title: "\(Numbers.decimal(found.reduce(0, +), 0)) of \(Numbers.count(report.conversions)) conversions were "
                + "among the first \(cut) of their list",
            note:
                "The lists of \(Titles.past(folds.count, report.weekday)), each ranked by models that had seen nothing "
                + "later. \(Numbers.count(report.convertedPortals, "portal")) converted; one that converted soon after two "
                + "lists counts on both.",
            figure: Figure(
                [
                    .bars("among the first 50", x: days, y: .numbers(found), colour: .main, hover: "%{y:.0f}"),
                    .bars(
                        "further down", x: days, y: .numbers(zip(all, found).map { $0 - $1 }),
                        colour: .muted.faint(0.55), hover: "%{y:.0f}"),
                ], layout),
            table: ResultTable(
                [
                    .text(report.weekday.name), .number("Portals"), .number("Conversions"),
                    .number("Among the first \(cut)"),
                    .number("ROC-AUC"),
                ],
                rows: zip(folds, judgements).map { fold, judgement in
                    [
                        fold.sunday.description, Numbers.count(fold.portals), Numbers.count(fold.conversions),
                        Numbers.decimal(judgement.at(cut)?.positives?.value ?? 0, 0),
                        Numbers.estimate(judgement.rocAUC, 3),
                    ]
                }))
    }
}
