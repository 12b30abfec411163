internal import ArgumentParser
internal import Base
internal import Boosting
internal import Modeling
internal import Pipeline

struct TuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune", abstract: "Search better parameters for the boosters.",
        discussion: """
            Judges parameters on rolling folds inside the training period, never on the periods that a run \
            stops early and is tested on. Where the best trial is not better than the configured parameters \
            by more than the standard error, those are kept. The result is tuned.json in the output folder; \
            runs use it with models.tuned: true.

            The studies are kept in Optuna's journal format under studies/: optuna-dashboard shows them, and \
            a study that was stopped goes on where it was. Another search space, metric, seed or other data \
            begin a new study.

            EXAMPLES
              prospect tune
              prospect tune --trials 50 --model xgboost
              prospect tune --metric average-precision
              prospect tune --set 'tuning.xgboost.max_depth={low: 2, high: 6}'
              prospect tune && prospect run --set models.tuned=true
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "Trials for each member. Default: tuning.trials.") var trials: Int?
    @Option(help: "The member to tune: xgboost or lightgbm. Default: tuning.members.") var model: LearnerName?
    @Option(help: "What trials are judged by: roc-auc, average-precision or log-loss. Default: tuning.metric.")
    var metric: TuningMetric?
    @Option(help: CommonOptions.asOfHelp) var asOf: Day?

    func validate() throws {
        if let trials, trials < 1 { throw ValidationError("--trials must be 1 or more.") }
    }

    func run() throws {
        var common = common
        if let trials { common.set.append("tuning.trials=\(trials)") }
        if let model { common.set.append("tuning.members=[\(model.rawValue)]") }
        if let metric { common.set.append("tuning.metric=\(metric.rawValue)") }
        let outcome = try common.pipeline().explained(common) { try $0.run(through: .tune, asOf: asOf) }
        Terminal.print(outcome.tuning.map { TuningText($0).text }.joined(separator: "\n\n\n"))
        Terminal.print("\n" + TuningText.next(outcome.tuning))
    }
}
