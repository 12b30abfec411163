package import Base
package import Boosting
package import DuckDB
package import Snapshots
internal import Tuning

/// Searches the parameters of the learners on folds inside the training period.
///
/// The search never uses the periods that a run stops early and is tested on. The judgement of a fold never uses the
/// rows that it stops early on. The configured parameters are judged on the same folds. A trial replaces them only if
/// it is better by more than one standard error of the differences. The best of many trials is partly the luckiest, so
/// its value is too good by some of that error.
package struct ModelTuner {
    private let configuration: ModelingSettings
    private let snapshots: SnapshotSet
    private let threads: Int
    private let today: Day
    private let progress: any ProgressReporter
    private let cancellation: Cancellation
    private let features: FeatureSet
    private let folds: [FoldTables]
    private let dataFingerprint: Fingerprint

    /// Reads the rows of the folds.
    ///
    /// - Throws: `ModelingError` if the history is too short for two folds with conversions in each of their periods.
    package init(
        configuration: ModelingSettings, snapshots: SnapshotSet, connection: Connection, threads: Int, today: Day,
        progress: any ProgressReporter, cancellation: Cancellation
    ) throws {
        self.configuration = configuration
        self.snapshots = snapshots
        self.threads = threads
        self.today = today
        self.progress = progress
        self.cancellation = cancellation
        features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let split = try Split.required(settings: configuration.split, snapshots: snapshots)
        let reader = PeriodReader(
            snapshots: snapshots, features: features, connection: connection,
            sample: TrainingSample(configuration), cancellation: cancellation)
        progress.begin("preparing folds", total: nil, unit: "folds")
        folds = try Self.read(inside: split.train, count: configuration.tuning.folds, reader: reader)
        var fingerprint = Fingerprint()
        for fold in folds { try fold.add(to: &fingerprint) }
        dataFingerprint = fingerprint
        progress.end("\(folds.count) inside \(split.train.first) to \(split.train.last)")
    }

    /// Reads as many folds as possible, up to the wanted number.
    private static func read(inside train: SnapshotPeriod, count: Int, reader: PeriodReader) throws -> [FoldTables] {
        var failure: ModelingError?
        for count in stride(from: count, through: 2, by: -1) {
            let horizon = reader.snapshots.horizon
            guard let folds = TuningFolds.make(inside: train, horizon: horizon, count: count) else { continue }
            do {
                return try folds.enumerated().map { try FoldTables($1, number: $0 + 1, reader: reader) }
            } catch let error as ModelingError {
                failure = error
            }
        }
        throw failure
            ?? ModelingError.tooShortToTune(
                weeks: (train.last - train.first) / 7 + 1,
                needed: TuningFolds.weeksNeeded(horizon: reader.snapshots.horizon, count: 2))
    }

    /// Searches the parameters of one member, or continues a search that is in the journal.
    ///
    /// A study is a different one if anything that a trial's value depends on has changed: the data, the folds, the
    /// space, the metric, the seed.
    ///
    /// - Parameter journal: The file with the studies of the member, in Optuna's format.
    /// - Throws: `Interrupted` when cancelled. Finished trials are in the journal.
    package func tune(_ learner: LearnerName, journal path: String) throws -> TuningReport {
        let settings = configuration.tuning
        let space = try SearchSpace(settings.space(of: learner))
        let plan = try MemberPlan(
            learner, configuration: configuration, features: features,
            threads: max(1, threads / settings.parallel))
        let objective = try TrialObjective(
            learner, plan: plan, folds: folds, features: features, settings: settings, cancellation: cancellation)
        progress.begin("judging the configured \(learner.title)", total: nil, unit: "folds")
        let defaults = TunedMember.Score(try objective.judgeDefaults())
        progress.end("\(settings.metric.title) \(TuningProgress.text(defaults.mean))")

        let name = "\(learner.rawValue)-\(studyFingerprint(plan, space, settings))"
        let journal = try StudyJournal(
            path: path, study: name, space: space, direction: settings.metric.isBetterWhenLarger ? .maximize : .minimize
        )
        let before = try journal.study
        let display = TuningProgress(progress, title: learner.title, metric: settings.metric, study: before)
        let runner = StudyRunner(
            pruner: settings.pruning ? MedianPruner() : nil, seed: UInt64(configuration.seed), progress: display,
            cancellation: cancellation)
        let study = try runner.optimize(journal, trials: settings.trials, parallel: settings.parallel) { trial in
            try display.follow(trial) { try objective(trial) }
        }
        return try report(
            study, resumed: before, learner, objective: objective, defaults: defaults, journal: path)
    }

    private func report(
        _ study: Study, resumed: Study, _ learner: LearnerName, objective: TrialObjective, defaults: TunedMember.Score,
        journal: String
    ) throws -> TuningReport {
        guard let best = study.best else { throw ModelingError.noCompleteTrial(learner) }
        let parameters = study.parameters(of: best).mapValues(\.description)
        // Only the mean of a trial from an earlier process is stored, so the trial is fitted again. It gives the same
        // values.
        let values = try objective.values(inSlot: best.slot) ?? objective.judge(parameters)
        let complete = study.trials.filter { $0.state == .complete && $0.value != nil }
        let member = TunedMember(
            name: learner, study: study.name, asOf: snapshots.asOf, date: today,
            metric: configuration.tuning.metric, folds: folds.map(\.fold),
            trials: study.trials.count { !$0.isInterrupted },
            bestTrial: best.number, best: .init(values), defaults: defaults, parameters: parameters,
            earlyStopping: configuration.tuning.earlyStopping, features: features.features.map(\.name),
            fingerprint: features.fingerprint)
        let sign = configuration.tuning.metric.isBetterWhenLarger ? -1.0 : 1.0
        let ranking = complete.sorted { (sign * $0.value!, $0.number) < (sign * $1.value!, $1.number) }.map { trial in
            let values = trial.number == best.number ? values : objective.values(inSlot: trial.slot)
            return TuningReport.Trial(
                number: trial.number, value: trial.value!,
                standardError: values.map { TunedMember.Score($0).standardError })
        }
        return TuningReport(
            member: member, ranking: ranking, pruned: study.trials.count { $0.state == .pruned },
            resumed: resumed.trials.count { $0.state.isFinished && !$0.isInterrupted },
            foldsWanted: configuration.tuning.folds, journal: journal)
    }

    /// Returns a fingerprint of everything that a trial's value depends on, and of what determines which points are
    /// tried.
    private func studyFingerprint(_ plan: MemberPlan, _ space: SearchSpace, _ settings: TuningSettings) -> String {
        var fingerprint = dataFingerprint
        fingerprint.add(features.fingerprint)
        for entry in plan.parameters.entries where !["num_threads"].contains(entry.name) {
            fingerprint.add(entry.name)
            fingerprint.add(entry.value)
        }
        fingerprint.add(plan.learner.version)
        fingerprint.add(space)
        fingerprint.add(settings.metric.rawValue)
        for number in [settings.parallel, settings.pruning ? 1 : 0, settings.earlyStopping, configuration.seed] {
            fingerprint.add(number)
        }
        return fingerprint.text
    }
}

extension Split {
    /// Returns the split of a run.
    ///
    /// - Throws: `ModelingError` if the history is too short for it.
    static func required(settings: SplitSettings, snapshots: SnapshotSet) throws(ModelingError) -> Split {
        let split = Split.shrunk(
            settings: settings, firstSunday: snapshots.firstSunday, labelsThrough: snapshots.labelsThrough,
            horizon: snapshots.horizon)
        guard let split else {
            throw .historyTooShort(
                weeks: (snapshots.asOf - snapshots.firstSunday) / 7 + 1,
                needed: 3 * ((snapshots.horizon + 6) / 7) + 1)
        }
        return split
    }
}
