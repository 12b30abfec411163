package import Base
package import Foundation
package import Modeling
package import Playbooks
package import Ranking
package import Sources

/// What a run was made from, what it did, and how far it came: `manifest.json` in its folder.
package struct Manifest: Codable, Sendable {
    package enum State: String, Codable, Sendable {
        case running, finished, failed
        /// The process ended without a word; found out by the next command that looks.
        case died
    }

    package struct Input: Codable, Equatable, Sendable {
        package var path: String
        package var bytes: Int
        package var sha256: String
        /// The table that the file belongs to; nil for others, and in manifests of before.
        package var table: SourceName?
    }

    package struct Stage: Codable, Equatable, Sendable {
        package var name: StageName
        package var seconds: Double
        /// The most memory that the process held during the stage, in bytes.
        package var peakMemory: Int
        package var rowsIn: Int
        package var rowsOut: Int
    }

    package var id: String
    package var state: State
    /// Whether the run leaves the backtest out; nil, in manifests of before, says no.
    package var quick: Bool?
    /// The Sunday of the run; until the sources have been read, the one that was asked for, if any.
    package var asOf: Day?
    /// The day on which the run was begun; nil in manifests of earlier versions.
    package var today: Day?
    /// How far usage and outcomes reach; nil until the sources have been read.
    package var clocks: Clocks?
    /// Identifies the usage that the run has read; two runs with the same one have the same usage rows.
    package var usage: String?
    package var process: Int32
    package var started: Date
    package var finished: Date?
    /// Why it failed, in one sentence.
    package var failure: String?
    /// Every key of the configuration with its value, in the order of the reference.
    package var configuration: [ConfigurationEntry]
    package var inputs: [Input]
    /// The artifacts that the stages have left, by path within the folder.
    package var files: [String: FileSeal]
    package var versions: [String: String]
    package var seed: Int
    package var stages: [Stage]
    package var reconciliation: RankedList.Reconciliation?
    /// How the model and the baselines did on the test period; nil before they were trained.
    package var metrics: TestMetrics?
    /// Why there was no backtest, in one sentence.
    package var notBacktested: String?
    /// The model whose list later stages use, and why.
    package var primary: BacktestReport.Choice?

    /// What the playbooks came to and cost; nil before they were written.
    package var playbooks: PlaybookReport?

    package struct ConfigurationEntry: Codable, Equatable, Sendable {
        package var key: String
        package var value: String
    }
}

/// The stages of a run, in their order.
package enum StageName: String, Codable, CaseIterable, Sendable {
    case check, snapshots, explore, train, backtest, rank, audit, segment, report, tune

    /// The stages of the weekly job, in their order.
    package static let weekly: [StageName] = [
        .check, .snapshots, .explore, .train, .backtest, .rank, .audit, .segment, .report,
    ]

    /// The stages of a run that ends with this one; a search needs the snapshots alone, and only the report needs the
    /// exploration.
    var path: [StageName] {
        let last: StageName = self == .tune ? .explore : self
        let before = StageName.weekly.prefix { $0 != last }
        return (self == .report ? Array(before) : before.filter { $0 != .explore }) + [self]
    }
}
