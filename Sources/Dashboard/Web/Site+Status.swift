internal import Base
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Pipeline
internal import Ranking
internal import Snapshots
internal import Sources

extension Site {
    /// For those who watch over the process: is it alive, can it answer, how does it do.
    func addStatusRoutes(to router: Router<DashboardContext>) {
        router.get("/healthz") { _, _ in Self.text("ok\n") }
        router.get("/readyz") { _, _ -> Response in
            let current = try await lists.current()
            var response = Self.text(current.index == nil ? "no list yet\n" : "ready\n")
            if current.index == nil { response.status = .serviceUnavailable }
            return response
        }
        router.get("/metrics") { _, _ -> Response in
            let text = try await metrics()
            return Self.text(text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Prometheus's text format.
    private func metrics() async throws -> String {
        let catalog = try await lists.watcher.catalog()
        let index = try await lists.current().index
        var text = PrometheusText()
        text.add("prospect_info", "The version of the program.", "gauge", [([("version", Pipeline.version)], 1)])
        text.add(
            "prospect_runs", "Runs of the output folder by state.", "gauge",
            RunRecord.State.allCases.map { state in
                ([("state", state.rawValue)], Double(catalog.runs.count { $0.state == state }))
            })
        text.add("prospect_list_portals", "Portals of this week's list.", "gauge", [([], Double(index?.count ?? 0))])
        text.add(
            "prospect_list_expected_conversions", "Conversions that this week's list expects.", "gauge",
            [([], index?.expected ?? 0)])
        if let index {
            let day = Double(index.list.asOf.daysSinceEpoch) * 86_400
            text.add(
                "prospect_list_sunday_seconds",
                "The day of this week's list, a Sunday unless snapshots.weekday is another, as Unix time.", "gauge",
                [([], day)])
            let clocks = index.run.manifest?.clocks ?? index.snapshots.clocks
            func seconds(_ day: Day) -> Double { Double(day.daysSinceEpoch) * 86_400 }
            text.add(
                "prospect_list_usage_through_seconds", "The last day that usage covers, as Unix time.", "gauge",
                [([], seconds(clocks.usageThrough))])
            text.add(
                "prospect_list_outcomes_through_seconds",
                "The last day for which close dates are known, as Unix time.", "gauge",
                [([], seconds(clocks.outcomesThrough))])
            let freshness = clocks.freshness(today: settings.today(), warn: settings.freshnessWarn)
            text.add(
                "prospect_list_usage_age_days", "Days from the last day that usage covers to today.", "gauge",
                [([], Double(freshness.age))])
        }
        text.add(
            "process_start_time_seconds", "When the process began, as Unix time.", "gauge",
            [([], started.timeIntervalSince1970)])
        if let bytes = PrometheusText.residentBytes() {
            text.add("process_resident_memory_bytes", "Memory that the process holds.", "gauge", [([], Double(bytes))])
        }
        text.addRequests(counters.all)
        return text.text
    }
}

/// Lines of Prometheus's text exposition format, version 0.0.4.
struct PrometheusText {
    private(set) var text = ""

    mutating func add(
        _ name: String, _ help: String, _ type: String, _ samples: [(labels: [(String, String)], value: Double)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        for sample in samples { add(name, sample.labels, sample.value) }
    }

    private mutating func add(_ name: String, _ labels: [(String, String)], _ value: Double) {
        let inside = labels.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
        text += "\(name)\(inside.isEmpty ? "" : "{\(inside)}") \(value)\n"
    }

    mutating func addRequests(_ all: [(key: RequestCounters.Key, tally: RequestCounters.Tally)]) {
        let name = "prospect_http_request_duration_seconds"
        text += "# HELP \(name) Time from a request's head to its answer, by route.\n# TYPE \(name) histogram\n"
        for (key, tally) in all {
            let labels = [("method", key.method), ("route", key.route), ("status", "\(key.status)")]
            var below = 0
            for (end, count) in zip(RequestCounters.buckets, tally.buckets) {
                below += count
                add(name + "_bucket", labels + [("le", "\(end)")], Double(below))
            }
            add(name + "_bucket", labels + [("le", "+Inf")], Double(tally.count))
            add(name + "_sum", labels, tally.seconds)
            add(name + "_count", labels, Double(tally.count))
        }
    }

    /// nil where the system does not say it.
    static func residentBytes() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}
