internal import ArgumentParser
internal import Base
internal import Boosting
internal import Foundation
internal import Modeling
internal import Pipeline

struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "Make the lists of past weeks as they would have been then, and judge them.",
        discussion: """
            On each past Sunday, or other day that snapshots.weekday names, the members are fitted on what had \
            matured by then, and every portal that was free on it is scored. Intervals (90%) are from a bootstrap over portals.

            EXAMPLES
              prospect backtest
              prospect backtest --every 2w
              prospect backtest --sundays 2019-09-22,2019-10-20 --csv scores.csv
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: CommonOptions.asOfHelp) var asOf: Day?
    @Option(help: "Weeks from one judged list to the next, as 4w.") var every = "4w"
    @Option(help: "The days to judge, separated by commas.") var sundays: String?
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
