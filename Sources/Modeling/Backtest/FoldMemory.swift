internal import Foundation
internal import Snapshots
internal import Sources

/// How many folds fit into memory side by side, and whether they can share rows.
///
/// Shared rows exist once, as float64, with a weight for each period. A fold that reads its own rows holds them as
/// float64 in Arrow, about as much again while a library reads them, and as the learner's own copy. The limit is
/// `resources.memory_limit`, or half of the machine's memory if that is not set.
struct FoldMemory {
    private let rows: Double
    private let features: Double
    private let bytesPerFold: Double
    private let limit: Double

    /// Copies of a fold's rows at the peak.
    private static let copies = 3.0

    init(_ configuration: ModelingSettings, _ snapshots: SnapshotSet, features: Int) {
        let counts = snapshots.counts
        rows = Double(min(counts.mostRows, configuration.training.maxRows))
        self.features = Double(features)
        let foldRows = min(
            Double(counts.snapshots / snapshots.adapted(configuration.split).every + counts.mostColdRows), rows)
        bytesPerFold = foldRows * Double(features + 2) * 8 * Self.copies
        limit =
            configuration.resources.memoryBytes.map(Double.init)
            ?? Double(ProcessInfo.processInfo.physicalMemory) / 2
    }

    /// Whether rows with weights for some periods can be read within half of the limit. DuckDB groups them with 16
    /// bytes per sum, and then they exist both in Arrow and in the form that is kept.
    func canShare(periods: Int) -> Bool {
        rows * (features * (8 + 8 + 8) + Double(periods) * (16 + 8 + 4)) <= limit / 2
    }

    /// Returns how many folds fit into memory side by side.
    ///
    /// - Parameter sharing: The numbers of shared rows and periods, or nil if nothing is shared.
    func folds(threads: Int, sharing: (rows: Int, periods: Int)?) -> Int {
        let kept = sharing.map { Double($0.rows) * (features * 8 + Double($0.periods) * 4) } ?? 0
        return max(1, min(threads, Int((limit - kept) / max(bytesPerFold, 1))))
    }
}
