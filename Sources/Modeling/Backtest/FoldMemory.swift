internal import Foundation
internal import ProspectCore

/// How many folds fit into memory side by side.
///
/// A fold holds its rows as float64 in Arrow, and about as much again while a library bins them and as a learner's own
/// copy. The limit is `resources.memory_limit`; without one, half of the machine's memory.
struct FoldMemory {
    private let bytesPerFold: Double
    private let limit: Double

    /// Copies of a fold's rows at the peak.
    private static let copies = 3.0

    init(_ configuration: Configuration, _ snapshots: SnapshotSet, features: Int) {
        let counts = snapshots.counts
        // Two rows of a span at most: with and without a conversion.
        let rows = Double(counts.snapshots / configuration.split.every + 2 * counts.coldSpans)
        bytesPerFold = min(rows, Double(configuration.training.maxRows)) * Double(features + 2) * 8 * Self.copies
        limit =
            configuration.resources.memoryBytes.map(Double.init)
            ?? Double(ProcessInfo.processInfo.physicalMemory) / 2
    }

    func folds(threads: Int) -> Int { max(1, min(threads, Int(limit / max(bytesPerFold, 1)))) }
}
