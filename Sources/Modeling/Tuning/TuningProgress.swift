internal import Base
internal import Foundation
internal import Synchronization
internal import Tuning

/// Reports how each trial ended, and which is the best so far.
final class TuningProgress: ProgressReporter {
    private let inner: any ProgressReporter
    private let title: String
    private let metric: TuningMetric
    private let best: Mutex<(value: Double, slot: Int)?>

    init(_ inner: any ProgressReporter, title: String, metric: TuningMetric, study: Study) {
        self.inner = inner
        self.title = title
        self.metric = metric
        best = Mutex(study.best.map { ($0.value!, $0.slot) })
    }

    /// Formats a value with four decimals, more than the folds can resolve.
    static func text(_ value: Double) -> String { Numbers.decimal(value, 4, minus: .hyphen) }

    /// Runs one trial and reports it.
    func follow(_ trial: TrialHandle, _ work: () throws -> Double) throws -> Double {
        let start = ContinuousClock.now
        func say(_ what: String, isBest: Bool = false) {
            let seconds = Numbers.decimal(start.duration(to: .now) / .seconds(1), 1) + " s"
            let best = self.best.withLock { $0 }
            let reference = isBest ? "the best so far" : best.map { "best \(Self.text($0.value)) (trial \($0.slot))" }
            inner.note("trial \(trial.slot): \(what)" + (reference.map { ", \($0)" } ?? "") + " (\(seconds))")
        }
        do {
            let value = try work()
            let isBest = best.withLock { best in
                let isBetter = best.map { metric.isBetterWhenLarger ? value > $0.value : value < $0.value } ?? true
                if isBetter { best = (value, trial.slot) }
                return isBetter
            }
            say("\(metric.title) \(Self.text(value))", isBest: isBest)
            return value
        } catch let error as TrialPruned {
            say("given up")
            throw error
        }
    }

    func begin(_ step: String, total: Int?, unit: String) { inner.begin("tuning \(title)", total: total, unit: unit) }
    func advance(to completed: Int) { inner.advance(to: completed) }
    func note(_ text: String) { inner.note(text) }

    func end(_ summary: String) {
        inner.end(best.withLock { $0 }.map { "best \(metric.title) \(Self.text($0.value))" } ?? summary)
    }
}
