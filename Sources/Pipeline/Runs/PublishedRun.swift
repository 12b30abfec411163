package import Base
internal import Foundation
package import Modeling
internal import Snapshots
package import Sources

/// The run whose lists are in `results/`: `results/run.json`.
package struct PublishedRun: Codable, Equatable, Sendable {
    package static let file = "run.json"

    package var run: String
    package var asOf: Day
    /// The model whose list is `list.csv`.
    package var model: ModelName?
    package var clocks: Clocks?
    /// See `Manifest.usage`.
    package var usage: String?

    /// A sentence without its full stop: "The list for 2024-02-25 was published before from the same usage (run
    /// 2024-02-25-a1b2c3)".
    var sentence: String { "The list for \(asOf) was published before from the same usage (run \(run))" }
}

/// The result of `prospect check`.
package struct CheckOutcome: Sendable {
    package let report: CheckReport
    /// The Sunday of a run with these sources, or nil if an error was found.
    package let asOf: Day?
    /// The age of the usage, or nil if usage could not be read.
    package let freshness: Freshness?
}

extension Pipeline {
    /// Returns the run whose lists are published, or nil if there is none or it is unknown.
    func published() -> PublishedRun? {
        try? JSON.decode(PublishedRun.self, at: "\(output)/results/\(PublishedRun.file)")
    }

    /// Returns what a reader must know first about a run.
    ///
    /// - Parameter published: The run whose lists were published when this one began.
    func notices(_ manifest: Manifest, published: PublishedRun?) -> [String] {
        var notices: [String] = []
        if let warning = manifest.clocks?.freshness(today: today, warn: configuration.freshness.warn).warning {
            notices.append(warning)
        }
        if let published, published.asOf == manifest.asOf, published.run != manifest.id, let usage = manifest.usage,
            published.usage == usage
        {
            notices.append("\(published.sentence): no new usage has arrived.")
        }
        return notices
    }
}
