package import Modeling
package import Playbooks
package import Ranking
package import Reporting
package import Snapshots
package import Sources

/// A file or folder that a stage leaves in the folder of its run, and the type of its content.
///
/// Each name is spelled only here. The manifest has the SHA-256 of each artifact, and `RunFiles` compares it before
/// anything is read.
package struct Artifact<Value>: Hashable, Sendable {
    /// The path within the run's folder.
    package let path: String

    package init(_ path: String) { self.path = path }
}

/// The content of a Parquet file: rows that DuckDB reads.
package enum Table {}

/// The content of a folder: Parquet files, or the files of the members.
package enum Folder {}

extension Artifact<CheckReport> {
    /// The findings of the checks of the three tables.
    package static var checks: Artifact<CheckReport> { Self("checks.json") }
}

extension Artifact<CompanyTables> {
    package static var company: Artifact<CompanyTables> { Self("company.json") }
}

extension Artifact<SnapshotSet> {
    /// The description of the snapshots. Its paths are within the run's folder.
    package static var snapshotSet: Artifact<SnapshotSet> { Self("snapshots.json") }
}

extension Artifact<ExplorationReport> {
    package static var exploration: Artifact<ExplorationReport> { Self("exploration.json") }
}

extension Artifact<TrainedModel> {
    /// The model as it was trained.
    package static var trainedModel: Artifact<TrainedModel> { Self("model/model.json") }
    /// The model as it is listed, if members were excluded.
    package static var listedModel: Artifact<TrainedModel> { Self("listed-model.json") }
}

extension Artifact<RevenueModel> {
    package static var revenueModel: Artifact<RevenueModel> { Self("model/revenue.json") }
}

extension Artifact<TestMetrics> {
    package static var metrics: Artifact<TestMetrics> { Self("metrics.json") }
}

extension Artifact<BacktestReport> {
    package static var backtest: Artifact<BacktestReport> { Self("backtest.json") }
}

extension Artifact<CalibrationReport> {
    package static var calibration: Artifact<CalibrationReport> { Self("calibration.json") }
}

extension Artifact<[RankedList]> {
    /// The forecasts of the lists. Their files are named within the run's folder.
    package static var lists: Artifact<[RankedList]> { Self("lists.json") }
}

extension Artifact<AuditReport> {
    package static var audit: Artifact<AuditReport> { Self("audit.json") }
}

extension Artifact<PlaybookReport> {
    package static var playbooks: Artifact<PlaybookReport> { Self("playbooks.json") }
}

extension Artifact<[PlaybookRow]> {
    /// The playbook of each of the best prospects.
    package static var playbookRows: Artifact<[PlaybookRow]> { Self("playbook-rows.json") }
}

extension Artifact<Table> {
    /// Every portal's close date and revenue as known on the run's Sunday.
    package static var portals: Artifact<Table> { Self("portals.parquet") }
    /// The probabilities of every free portal.
    package static var scores: Artifact<Table> { Self("scores.parquet") }
    /// The contribution of each signal to each listed probability.
    package static var reasons: Artifact<Table> { Self("reasons.parquet") }
    /// Fit and intent of each portal.
    package static var axes: Artifact<Table> { Self("axes.parquet") }
    /// The list of the primary model, with the ids as in the tables.
    package static var list: Artifact<Table> { Self("list.parquet") }
    /// The list of another model.
    package static func list(_ model: ModelName) -> Self { Self(model.tableFile) }
    /// A list as it is published.
    package static func exportedList(_ model: ModelName) -> Self { Self(model.listFile) }
    /// The playbooks as they are published.
    package static var exportedPlaybooks: Artifact<Table> { Self(PlaybookList.file) }
}

extension Artifact<Folder> {
    package static var snapshots: Artifact<Folder> { Self("snapshots") }
    package static var dormant: Artifact<Folder> { Self("dormant") }
    package static var cold: Artifact<Folder> { Self("cold") }
    /// The members' files in their libraries' own formats, and their description.
    package static var model: Artifact<Folder> { Self("model") }
}
