internal import Base
package import Modeling
package import Playbooks
package import Ranking
package import Snapshots
package import Sources

/// The content of a report: the results of a run's stages, as plain values.
package struct ReportContent: Sendable {
    /// A file that was read.
    package struct Input: Equatable, Sendable {
        /// The name without its folder.
        package var name: String
        package var bytes: Int
        package var sha256: String

        package init(name: String, bytes: Int, sha256: String) {
            self.name = name
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// A key of the configuration, or a library.
    package struct Setting: Equatable, Sendable {
        package var key: String
        package var value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    package var snapshots: SnapshotSet
    /// The age of usage on the day of the run, or nil if that day is unknown.
    package var freshness: Freshness?
    /// The exploration, or nil if the snapshots were not explored.
    package var exploration: ExplorationReport?
    package var lists: [RankedList]
    package var model: TrainedModel?
    /// The model whose list later stages use, and why.
    package var primary: BacktestReport.Choice?
    /// Whether the run was told to skip backtest and audit.
    package var isQuick = false
    /// Why there was no backtest, in one sentence.
    package var notBacktested: String?
    package var backtest: BacktestReport?
    package var calibration: CalibrationReport?
    package var audit: AuditReport?
    package var metrics: TestMetrics?
    package var playbooks: PlaybookReport?
    /// The changes, or nil if there was no earlier list to compare with.
    package var changes: ListChanges?
    /// The influences of the primary list's model, most important first.
    package var influences: [SignalInfluence] = []
    package var settings: [Setting] = []
    package var inputs: [Input] = []
    package var versions: [Setting] = []
    package var seed = 0

    package init(
        snapshots: SnapshotSet, exploration: ExplorationReport?, lists: [RankedList], model: TrainedModel? = nil
    ) {
        self.snapshots = snapshots
        self.exploration = exploration
        self.lists = lists
        self.model = model
    }

    var asOf: Day { snapshots.asOf }
    var horizon: Int { snapshots.horizon }
    var list: RankedList? { lists.primary }

    /// The model that the report is about: that of the primary list, or the one that would make the list if there is
    /// none.
    package var judgedModel: ModelName? { list?.model ?? primary?.model ?? backtest?.choice.model }

    /// The calibration of that model.
    var listCalibration: ModelCalibration? { judgedModel.flatMap { calibration?.of($0) } }
}
