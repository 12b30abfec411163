internal import Pipeline

/// A stage of the weekly job. A job that runs through a stage also runs the stages before it.
///
/// ```swift
/// try await WeeklyJob(configuration).run(through: .rank)
/// ```
public enum Stage: String, CaseIterable, Codable, Sendable {
    /// Reads and checks the three tables.
    case check
    /// Walks the usage of every portal and writes a snapshot for each Sunday.
    case snapshots
    /// Measures the distribution of each feature and how well it separates the portals that convert.
    case explore
    /// Fits the members of the ensemble.
    case train
    /// Fits models and makes lists for past Sundays, and compares them with what happened.
    case backtest
    /// Ranks every free portal by its probability, with reasons.
    case rank
    /// Checks the data and the models for leaks.
    case audit
    /// Chooses playbooks and writes messages for the best portals.
    case segment
    /// Writes the report.
    case report

    var name: StageName { StageName(rawValue: rawValue)! }
}
