internal import Foundation
internal import ProspectCore

/// How many folds fit into memory side by side.
///
/// The rows of all folds are there once, as float64 and in LightGBM's bins, with a weight for each period. A fold has its
/// own as float64 in Arrow, and about as much again while a library takes them and as a learner's own copy. The limit is
/// `resources.memory_limit`; without one, half of the machine's memory.
struct FoldMemory {
    private let bytesPerFold: Double
    private let limit: Double

    /// Copies of a fold's rows at the peak.
    private static let copies = 3.0

    /// - Parameter periods: how many weights each row has.
    init(_ configuration: Configuration, _ snapshots: SnapshotSet, features: Int, periods: Int) {
        let counts = snapshots.counts
        // Two rows of a span at most: with and without a conversion.
        func rows(of snapshots: Int) -> Double {
            Double(min(snapshots + 2 * counts.coldSpans, configuration.training.maxRows))
        }
        bytesPerFold = rows(of: counts.snapshots / configuration.split.every) * Double(features + 2) * 8 * Self.copies
        let shared = rows(of: counts.snapshots) * Double(8 * (features + 1 + periods) + features)
        let all =
            configuration.resources.memoryBytes.map(Double.init)
            ?? Double(ProcessInfo.processInfo.physicalMemory) / 2
        limit = all - shared
    }

    func folds(threads: Int) -> Int { max(1, min(threads, Int(limit / max(bytesPerFold, 1)))) }
}
