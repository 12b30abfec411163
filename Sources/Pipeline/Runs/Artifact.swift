package import Playbooks
package import ProspectCore

/// A file or a folder that a stage leaves in the folder of its run, and what it holds.
///
/// A name is spelled here and nowhere else. The manifest has the SHA-256 of each, and `RunFiles` compares it before anything
/// is read.
package struct Artifact<Value>: Hashable, Sendable {
    /// Within the run's folder.
    package let path: String

    package init(_ path: String) { self.path = path }
}

/// What a Parquet file holds: rows that DuckDB reads.
package enum Table {}

/// What a folder holds: Parquet files, or the files of the members.
package enum Folder {}

extension Artifact<CheckReport> {
    /// What the checks of the three tables found.
    package static var checks: Self { Self("checks.json") }
}

extension Artifact<CompanyTables> {
    package static var company: Self { Self("company.json") }
}

extension Artifact<SnapshotSet> {
    /// What the snapshots are; its paths are within the run's folder.
    package static var snapshotSet: Self { Self("snapshots.json") }
}

extension Artifact<ExplorationReport> {
    package static var exploration: Self { Self("exploration.json") }
}

extension Artifact<TrainedModel> {
    /// The model as it was trained.
    package static var trainedModel: Self { Self("model/model.json") }
    /// The model as it is listed, where members were excluded.
    package static var listedModel: Self { Self("listed-model.json") }
}

extension Artifact<RevenueModel> {
    package static var revenueModel: Self { Self("model/revenue.json") }
}

extension Artifact<TestMetrics> {
    package static var metrics: Self { Self("metrics.json") }
}

extension Artifact<BacktestReport> {
    package static var backtest: Self { Self("backtest.json") }
}

extension Artifact<CalibrationReport> {
    package static var calibration: Self { Self("calibration.json") }
}

extension Artifact<[RankedList]> {
    /// What the lists promise; their files are named within the run's folder.
    package static var lists: Self { Self("lists.json") }
}

extension Artifact<AuditReport> {
    package static var audit: Self { Self("audit.json") }
}

extension Artifact<PlaybookReport> {
    package static var playbooks: Self { Self("playbooks.json") }
}

extension Artifact<[PlaybookRow]> {
    /// The playbook of each of the best prospects.
    package static var playbookRows: Artifact<[PlaybookRow]> { Self("playbook-rows.json") }
}

extension Artifact<Table> {
    /// Every portal's close date and revenue as known on the run's Sunday.
    package static var portals: Self { Self("portals.parquet") }
    /// The probabilities of every free portal.
    package static var scores: Self { Self("scores.parquet") }
    /// What each signal adds to each listed probability.
    package static var reasons: Self { Self("reasons.parquet") }
    /// Fit and intent of each portal.
    package static var axes: Self { Self("axes.parquet") }
    /// The list of the primary model, with the ids as the tables have them.
    package static var list: Self { Self("list.parquet") }
    /// The list of another model.
    package static func list(_ model: ModelName) -> Self { Self(model.tableFile) }
    /// A list as it is published.
    package static func exportedList(_ model: ModelName) -> Self { Self(model.listFile) }
    /// The playbooks as they are published.
    package static var exportedPlaybooks: Self { Self(PlaybookList.file) }
}

extension Artifact<Folder> {
    package static var snapshots: Self { Self("snapshots") }
    package static var dormant: Self { Self("dormant") }
    package static var cold: Self { Self("cold") }
    /// The members' files, in their libraries' own formats, and what they are.
    package static var model: Self { Self("model") }
}
