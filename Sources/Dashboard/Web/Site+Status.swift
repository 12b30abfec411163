internal import Base
internal import CoreMetrics
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Pipeline
internal import Ranking
internal import Snapshots
internal import Sources

extension Site {
    /// Adds the routes for monitoring: whether the process is alive, whether it can answer, and its metrics.
    func addStatusRoutes(to router: Router<DashboardContext>) {
        router.get("/healthz") { _, _ in Self.text("ok\n") }
        router.get("/readyz") { _, _ -> Response in
            let current = try await lists.current()
            var response = Self.text(current.index == nil ? "no list yet\n" : "ready\n")
            if current.index == nil { response.status = .serviceUnavailable }
            return response
        }
        router.get("/metrics") { _, _ -> Response in
            let text = try await scrape()
            return Self.text(text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// The metrics as they are now, for Prometheus.
    private func scrape() async throws -> String {
        let catalog = try await lists.watcher.catalog()
        let index = try await lists.current().index
        let clocks = index.map { $0.run.manifest?.clocks ?? $0.snapshots.clocks }
        func gauge(_ name: String, _ value: Double?, _ dimensions: [(String, String)] = []) {
            let gauge = Gauge(label: name, dimensions: dimensions, factory: metrics)
            if let value { gauge.record(value) } else { gauge.destroy() }
        }
        func gauge(_ name: String, _ day: Day?) { gauge(name, day.map { Double($0.daysSinceEpoch) * 86_400 }) }
        gauge("prospect_info", 1, [("version", Pipeline.version)])
        for state in RunRecord.State.allCases {
            gauge("prospect_runs", Double(catalog.runs.count { $0.state == state }), [("state", state.rawValue)])
        }
        gauge("prospect_list_portals", Double(index?.count ?? 0))
        gauge("prospect_list_expected_conversions", index?.expected ?? 0)
        gauge("prospect_list_sunday_seconds", index?.list.asOf)
        gauge("prospect_list_usage_through_seconds", clocks?.usageThrough)
        gauge("prospect_list_outcomes_through_seconds", clocks?.outcomesThrough)
        let freshness = clocks?.freshness(today: settings.today(), warn: settings.freshnessWarn)
        gauge("prospect_list_usage_age_days", freshness.map { Double($0.age) })
        gauge("process_start_time_seconds", started.timeIntervalSince1970)
        gauge("process_resident_memory_bytes", Self.residentBytes().map(Double.init))
        return metrics.text
    }

    /// What the metrics say, in the order in which they are shown.
    static let metricHelps = [
        ("prospect_info", "The version of the program."),
        ("prospect_runs", "Runs of the output folder by state."),
        ("prospect_list_portals", "Portals of this week's list."),
        ("prospect_list_expected_conversions", "Conversions that this week's list expects."),
        (
            "prospect_list_sunday_seconds",
            "The day of this week's list, a Sunday unless snapshots.weekday is another, as Unix time."
        ),
        ("prospect_list_usage_through_seconds", "The last day that usage covers, as Unix time."),
        (
            "prospect_list_outcomes_through_seconds",
            "The last day for which close dates are known, as Unix time."
        ),
        ("prospect_list_usage_age_days", "Days from the last day that usage covers to today."),
        ("process_start_time_seconds", "When the process began, as Unix time."),
        ("process_resident_memory_bytes", "Memory that the process holds."),
        (Frame.durations, "Time from a request's head to its answer, by route."),
    ]

    /// Returns the resident memory, or nil if the system does not report it.
    private static func residentBytes() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}
