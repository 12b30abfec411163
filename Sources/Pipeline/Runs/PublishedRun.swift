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

    /// "The list for 2024-02-25 was published before from the same usage (run 2024-02-25-a1b2c3)", without a full stop.
    var sentence: String { "The list for \(asOf) was published before from the same usage (run \(run))" }
}

/// What `prospect check` found.
package struct CheckOutcome: Sendable {
    package let report: CheckReport
    /// The Sunday that a run would be for; nil where an error was found.
    package let asOf: Day?
    /// The age of the usage; nil where it could not be read.
    package let freshness: Freshness?
}

extension Pipeline {
    /// The run whose lists are published; nil where there is none, or where it is not known.
    func published() -> PublishedRun? {
        try? JSON.decode(PublishedRun.self, at: "\(output)/results/\(PublishedRun.file)")
    }

    /// What has to be said of a run before anything else.
    ///
    /// - Parameter published: the run whose lists were published when this one began.
    func notices(_ manifest: Manifest, published: PublishedRun?) -> [String] {
        var notices: [String] = []
        if let warning = manifest.clocks?.freshness(today: today, warn: configuration.freshness.warn).warning {
            notices.append(warning)
        }
        if let published, published.asOf == manifest.asOf, published.run != manifest.id, let usage = manifest.usage,
            published.usage == usage
        {
            notices.append("\(published.sentence): nothing new came.")
        }
        return notices
    }
}
