internal import Pipeline
internal import Synchronization

/// The reports of the most recently viewed runs.
final class ReportStore: Sendable {
    private static let most = 6

    private let output: String
    private let workbench: Workbench
    private let kept = Mutex<[(run: String, stamp: FileStamp?, report: RunReport)]>([])

    init(output: String, workbench: Workbench) {
        self.output = output
        self.workbench = workbench
    }

    func report(of run: RunRecord) async throws -> RunReport {
        if let known = kept.withLock({ $0.first { $0.run == run.id && $0.stamp == run.stamp } }) { return known.report }
        let report = try await workbench.query { RunReport(run, connection: $0) }
        // What an unfinished run has written so far is of no use later.
        guard run.state != .running else { return report }
        kept.withLock { kept in
            kept.removeAll { $0.run == run.id }
            if kept.count >= Self.most { kept.removeFirst() }
            kept.append((run.id, run.stamp, report))
        }
        return report
    }

    func tuning() async throws -> TuningHistory {
        try await workbench.run { [output] in TuningHistory(output: output) }
    }
}
