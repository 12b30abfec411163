package import Base

/// Runs the trials of a study, side by side if wanted.
///
/// **What a trial sees.** With `parallel` = w, trial number n (more exactly, its slot) is suggested from the finished
/// trials 0 … n-w and from the points of the w-1 trials in between, which count as running whether or not they have
/// ended. Its pruner compares with the complete ones of the trials 0 … n-w. It draws from a generator of its own,
/// seeded by (seed, n). What is tried therefore depends on the seed and w, and not on timing, on threads, or on whether
/// the study was interrupted and resumed. With w = 1, each trial sees all earlier ones.
///
/// Trial n begins when the trials 0 … n-w have ended, on a thread of its own, because an objective may block.
package struct StudyRunner: Sendable {
    package var sampler: any Sampler
    /// Ends trials early, or nil for no pruning.
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

    /// Returns the value of one point. Called on several threads.
    ///
    /// A result of NaN marks the trial as failed, and the study continues. Throwing `TrialPruned` marks it as pruned.
    package typealias Objective = @Sendable (TrialHandle) throws -> Double

    /// Runs trials until the study has a given number of them. Blocks the calling thread, so do not call it in an async
    /// function.
    ///
    /// - Parameters:
    ///   - study: The study to continue. Its finished trials are not repeated.
    ///   - trials: The total number of trials that the study should have, including failed and pruned ones.
    ///   - parallel: The number of trials that may run at the same time.
    /// - Returns: The study with its new trials.
    /// - Throws: The error of the objective in the earliest trial that threw one. That trial is marked as failed and no
    ///   further one begins. `Interrupted` when cancelled.
    package func optimize(
        _ study: Study, trials: Int, parallel: Int = 1, objective: @escaping Objective
    ) throws -> Study {
        try StudySession(study, journal: nil, runner: self, width: parallel, objective: objective).run(trials: trials)
    }

    /// Runs trials until the study of a journal has a given number of them. Each is on disk as soon as it has ended.
    ///
    /// Otherwise like the function above. A study that was cut off continues where it was: trials that had not ended
    /// are repeated at the same points.
    package func optimize(
        _ journal: StudyJournal, trials: Int, parallel: Int = 1, objective: @escaping Objective
    ) throws -> Study {
        try StudySession(journal.study, journal: journal, runner: self, width: parallel, objective: objective)
            .run(trials: trials)
    }
}
