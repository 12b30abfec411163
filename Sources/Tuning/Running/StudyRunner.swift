package import Base

/// Makes the trials of a study, side by side where wanted.
///
/// **What a trial sees.** With `parallel` = w, trial number n (its slot, to be exact) is suggested from the finished
/// trials 0 … n-w and from the points of the w-1 trials in between, which count as running whether or not they have
/// ended; its pruner compares with the complete ones of the trials 0 … n-w. It draws from a generator of its own,
/// seeded by (seed, n). So what is tried depends on the seed and w and not on timing, on threads, or on whether the
/// study was interrupted and resumed. With w = 1 each trial sees all earlier ones.
///
/// Trial n begins when the trials 0 … n-w have ended, on a thread of its own: an objective may block.
package struct StudyRunner: Sendable {
    package var sampler: any Sampler
    /// Ends trials early; nil: none.
    package var pruner: MedianPruner?
    package var seed: UInt64
    package var progress: any ProgressReporter
    package var cancellation: Cancellation

    package init(
        sampler: any Sampler = TPESampler(), pruner: MedianPruner? = nil, seed: UInt64,
        progress: any ProgressReporter = SilentProgress(), cancellation: Cancellation = Cancellation()
    ) {
        self.sampler = sampler
        self.pruner = pruner
        self.seed = seed
        self.progress = progress
        self.cancellation = cancellation
    }

    /// The value of one point. Called from several threads.
    ///
    /// Returning NaN marks the trial as failed, and the study goes on. Throwing `TrialPruned` marks it as pruned.
    package typealias Objective = @Sendable (TrialHandle) throws -> Double

    /// Makes trials until the study has so many. Blocks the calling thread; do not call it from an async function's.
    ///
    /// - Parameters:
    ///   - study: Where to begin; its finished trials are not made again.
    ///   - trials: The number that the study is to have in all, failed and pruned ones included.
    ///   - parallel: Trials that may run at the same time.
    /// - Returns: The study with its new trials.
    /// - Throws: The error of the objective in the earliest trial that threw one: that trial is marked as failed and no
    ///   further one is begun. `Interrupted` when cancelled.
    package func optimize(
        _ study: Study, trials: Int, parallel: Int = 1, objective: @escaping Objective
    ) throws -> Study {
        try StudySession(study, journal: nil, runner: self, width: parallel, objective: objective).run(trials: trials)
    }

    /// Makes trials until the study of a journal has so many, each on the disk as soon as it has ended.
    ///
    /// As the function above. A study that was cut off goes on where it was: trials that had not ended are made again,
    /// at the same points.
    package func optimize(
        _ journal: StudyJournal, trials: Int, parallel: Int = 1, objective: @escaping Objective
    ) throws -> Study {
        try StudySession(journal.study, journal: journal, runner: self, width: parallel, objective: objective)
            .run(trials: trials)
    }
}
