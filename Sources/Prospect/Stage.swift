internal import Pipeline

/// A stage of the weekly job. A job that runs through a stage runs the stages before it too.
public enum Stage: String, CaseIterable, Codable, Sendable {
    /// Reads and checks the three tables.
    case check
    /// Walks the usage of every portal and writes a snapshot for each Sunday.
    case snapshots
    /// Measures how each feature is distributed, and how it separates the portals that convert.
    case explore
    /// Fits the members of the ensemble.
    case train
    /// Trains and lists anew on past Sundays, and measures what would have happened.
    case backtest
    /// Ranks every free portal by its probability, with reasons.
    case rank
    /// Looks for leaks.
    case audit
    /// Chooses playbooks and writes messages for the best.
    case segment
    /// Writes the report.
    case report

    var name: StageName { StageName(rawValue: rawValue)! }
}
