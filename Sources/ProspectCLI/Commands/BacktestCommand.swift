internal import ArgumentParser
internal import Foundation
internal import Modeling
internal import Pipeline
internal import ProspectCore

struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "Score past Sundays as they would have been scored then, and judge them.",
        discussion: """
            At each Sunday the members are fitted on what had matured by then, and every portal that was free on it
            is scored. Intervals (90%) are from a bootstrap over portals.

            EXAMPLES
              prospect backtest
              prospect backtest --every 2w
              prospect backtest --sundays 2019-09-22,2019-10-20 --csv scores.csv
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "The run's Sunday, as YYYY-MM-DD. Default: the latest that the data covers.") var asOf: Day?
    @Option(help: "Weeks from one judged Sunday to the next, as 4w.") var every = "4w"
    @Option(help: "The Sundays to judge, separated by commas.") var sundays: String?
    @Option(help: "A file for the raw scores: sunday,model,id,probability,converted.") var csv: String?

    func run() throws {
        let chosen: BacktestSundays
        if let sundays {
            chosen = .list(
                try sundays.split(separator: ",").map { text in
                    guard let day = Day(String(text)) else {
                        throw ValidationError("--sundays: '\(text)' is not a day as YYYY-MM-DD.")
                    }
                    return day
                })
        } else {
            guard every.hasSuffix("w"), let weeks = Int(every.dropLast()), weeks > 0 else {
                throw ValidationError("--every takes a number of weeks such as 4w, not '\(every)'.")
            }
            chosen = .every(weeks: weeks)
        }
        let pipeline = try common.pipeline()
        let (outcome, report) = try pipeline.backtest(chosen, asOf: asOf, csv: csv)
        Terminal.print(BacktestText(report).text + "\n\nRun: \(outcome.folder)")
    }
}

/// A backtest as tables.
struct BacktestText {
    let report: BacktestReport

    init(_ report: BacktestReport) { self.report = report }

    var text: String {
        var pooled = TextTable([
            ("all Sundays", .left), ("ROC-AUC", .right), ("avg. precision", .right), ("log loss", .right),
            ("expected", .right),
        ])
        for model in report.pooled {
            pooled.add(
                title(model.model), estimate(model.rocAUC, 3), estimate(model.averagePrecision, 3),
                estimate(model.logLoss, 4), model.expected.map { Text.decimal($0, 1) } ?? "–")
        }
        var means = TextTable([
            ("mean of Sundays", .left), ("ROC-AUC", .right), ("avg.prec.", .right), ("log loss", .right),
            ("prec@10", .right), ("prec@50", .right), ("lift@1%", .right),
        ])
        for model in report.pooled {
            let folds = report.folds.compactMap { $0.models[model.model] }
            func mean(_ value: (Evaluation) -> Double?, _ places: Int) -> String {
                let values = folds.compactMap(value)
                return values.isEmpty ? "–" : Text.decimal(values.reduce(0, +) / Double(values.count), places)
            }
            means.add(
                title(model.model), mean(\.rocAUC, 3), mean(\.averagePrecision, 3), mean(\.logLoss, 5),
                mean({ $0.at("10")?.precision }, 3), mean({ $0.at("50")?.precision }, 3),
                mean({ $0.at("1%")?.lift }, 1))
        }
        let days = report.folds.map(\.sunday)
        return """
            \(report.folds.count) Sundays from \(days.first.map(\.description) ?? "–") to \
            \(days.last.map(\.description) ?? "–"); \(Text.count(report.conversions)) conversions, of \
            \(Text.count(report.convertedPortals)) portals.
            In brackets: 90% intervals, \(report.draws) bootstrap draws over portals.

            \(pooled.text())

            \(means.text())
            """
    }

    private func title(_ name: String) -> String { ModelName(rawValue: name)?.title ?? name }

    private func estimate(_ estimate: BacktestReport.Estimate?, _ places: Int) -> String {
        guard let estimate else { return "–" }
        func number(_ value: Double) -> String {
            let text = Text.decimal(value, places)
            return text.hasPrefix("0.") ? String(text.dropFirst()) : text
        }
        return "\(number(estimate.value)) [\(number(estimate.low)), \(number(estimate.high))]"
    }
}
