package import Base
package import Foundation
package import Modeling
package import Playbooks
package import Ranking
package import Sources

/// What a run was made from, what it did, and how far it got: `manifest.json` in its folder.
package struct Manifest: Codable, Sendable {
    package enum State: String, Codable, Sendable {
        case running, finished, failed
        /// Crashed: the process ended without recording a result. The next command that looks notices it.
        case died
    }

    package struct Input: Codable, Equatable, Sendable {
        package var path: String
        package var bytes: Int
        package var sha256: String
        /// The table that the file belongs to. nil for other files and in manifests of earlier versions.
        package var table: SourceName?
    }

    package struct Stage: Codable, Equatable, Sendable {
        package var name: StageName
        package var seconds: Double
        /// The peak memory of the process during the stage, in bytes.
        package var peakMemory: Int
        package var rowsIn: Int
        package var rowsOut: Int
    }

    package var id: String
    package var state: State
    /// Whether the run skips the backtest. nil in manifests of earlier versions means no.
    package var quick: Bool?
    /// The Sunday of the run. Until the sources have been read, it is the requested one, if any.
    package var asOf: Day?
    /// The day on which the run began. nil in manifests of earlier versions.
    package var today: Day?
    /// How far usage and outcomes reach, or nil until the sources have been read.
    package var clocks: Clocks?
    /// Identifies the usage that the run read. Runs with the same value have the same usage rows.
    package var usage: String?
    package var process: Int32
    package var started: Date
    package var finished: Date?
    /// Why the run failed, in one sentence.
    package var failure: String?
    /// Every key of the configuration with its value, in the order of the reference.
    package var configuration: [ConfigurationEntry]
    package var inputs: [Input]
    /// The artifacts of the stages, by path within the folder.
    package var files: [String: FileSeal]
    package var versions: [String: String]
    package var seed: Int
    package var stages: [Stage]
    package var reconciliation: RankedList.Reconciliation?
    /// The results of the model and the baselines on the test period, or nil before training.
    package var metrics: TestMetrics?
    /// Why there was no backtest, in one sentence.
    package var notBacktested: String?
    /// The model whose list later stages use, and why.
    package var primary: BacktestReport.Choice?

    /// The results and the cost of the playbooks, or nil before they were written.
    package var playbooks: PlaybookReport?

    package struct ConfigurationEntry: Codable, Equatable, Sendable {
        package var key: String
        package var value: String
    }
}

/// The stages of a run, in order.
package enum StageName: String, Codable, CaseIterable, Sendable {
    case check, snapshots, explore, train, backtest, rank, audit, segment, report, tune

    /// The stages of the weekly job, in order.
    package static let weekly: [StageName] = [
        .check, .snapshots, .explore, .train, .backtest, .rank, .audit, .segment, .report,
    ]

    /// The stages of a run that ends with this stage. A search needs only the snapshots, and only the report needs the
    /// exploration.
    var path: [StageName] {
        let last: StageName = self == .tune ? .explore : self
        let before = StageName.weekly.prefix { $0 != last }
        return (self == .report ? Array(before) : before.filter { $0 != .explore }) + [self]
    }
}
