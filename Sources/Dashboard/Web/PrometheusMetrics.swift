internal import CoreMetrics
internal import Synchronization

/// A backend of swift-metrics that is read as Prometheus's text exposition format, version 0.0.4.
///
/// Recorders are gauges, timers are histograms of seconds.
final class PrometheusMetrics: MetricsFactory {
    /// Upper ends of the buckets of durations, in seconds.
    private static let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Key: Hashable {
        let name: String
        let labels: String
    }

    private let helps: [(name: String, help: String)]
    private let series = Mutex<[Key: Series]>([:])

    /// - Parameter helps: The names of all metrics in their order, with what each says.
    init(_ helps: [(name: String, help: String)]) { self.helps = helps }

    var text: String {
        let all = series.withLock { $0 }
        var text = ""
        for (name, help) in helps {
            let series = all.filter { $0.key.name == name }.sorted { $0.key.labels < $1.key.labels }
            guard let type = series.first?.value.type else { continue }
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type.rawValue)\n"
            for (key, series) in series { text += series.lines(name, key.labels) }
        }
        return text
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions, .gauge)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram)
    }

    func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func series(_ name: String, _ dimensions: [(String, String)], _ type: Series.Kind) -> Series {
        let labels = dimensions.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
        return series.withLock { all in
            let key = Key(name: name, labels: labels)
            let series = all[key] ?? Series(type)
            all[key] = series
            return series
        }
    }

    private func remove(_ handler: AnyObject) {
        series.withLock { all in all = all.filter { $0.value !== handler } }
    }

    private final class Series: CounterHandler, RecorderHandler, TimerHandler {
        enum Kind: String { case counter, gauge, histogram }

        private struct State {
            var count = 0
            var value = 0.0
            /// Durations by bucket, the slower ones not counted in.
            var buckets = [Int](repeating: 0, count: PrometheusMetrics.buckets.count)
        }

        let type: Kind
        private let state = Mutex(State())

        init(_ type: Kind) { self.type = type }

        func increment(by amount: Int64) { state.withLock { $0.value += Double(amount) } }
        func reset() { state.withLock { $0.value = 0 } }
        func record(_ value: Int64) { record(Double(value)) }
        func record(_ value: Double) { state.withLock { $0.value = value } }

        func recordNanoseconds(_ duration: Int64) {
            let seconds = Double(duration) * 1e-9
            state.withLock { state in
                state.count += 1
                state.value += seconds
                if let bucket = buckets.firstIndex(where: { seconds <= $0 }) { state.buckets[bucket] += 1 }
            }
        }

        func lines(_ name: String, _ labels: String) -> String {
            func line(_ name: String, _ labels: String, _ value: Double) -> String {
                "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
            }
            let state = state.withLock { $0 }
            guard type == .histogram else { return line(name, labels, state.value) }
            var (text, below) = ("", 0)
            let ends = buckets.map(\.description) + ["+Inf"]
            for (end, count) in zip(ends, state.buckets + [state.count - state.buckets.reduce(0, +)]) {
                below += count
                text += line(name + "_bucket", labels + ",le=\"\(end)\"", Double(below))
            }
            return text + line(name + "_sum", labels, state.value) + line(name + "_count", labels, Double(state.count))
        }
    }
}
