import Base
import Foundation
import Pipeline
import SampleCompany
import Sources
import Testing

@testable import Dashboard

/// Both clocks and the age of the data, on pages, in JSON and in the metrics.
@Suite struct ClocksTests {
    private func fixture() throws -> RunsFixture { try RunsFixture.shared.get() }

    private func pages(_ fixture: RunsFixture) -> [String] {
        [
            "/", "/?run=\(fixture.runs[0])", "/portals/%27%3D1%2B1", "/model", "/data", "/runs",
            "/runs/\(fixture.runs[2])", "/runs/compare?a=\(fixture.runs[0])&b=\(fixture.runs[2])", "/nothing",
        ]
    }

    /// The days of this week's list, as its manifest has them.
    private func clocks(_ client: DashboardClient) async throws -> Clocks {
        let list = try await client.get("/api/v1/list?per_page=1").json
        let usage = try #require((list["usage_through"] as? String).flatMap { Day($0) })
        let outcomes = try #require((list["outcomes_through"] as? String).flatMap { Day($0) })
        return Clocks(usageThrough: usage, outcomesThrough: outcomes)
    }

    @Test func everyPageSaysBothClocks() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output) { client in
            let clocks = try await clocks(client)
            let sentence =
                "This week’s list is for Sunday \(RunsFixture.sundays[2]). Usage through \(clocks.usageThrough), "
                + "outcomes through \(clocks.outcomesThrough)."
            for page in pages(fixture) {
                let text = try await client.get(page).text
                #expect(text.contains(sentence), "\(page)")
                // Three days after the last usage nothing is old.
                #expect(!text.contains("this list is old"), "\(page)")
            }
            let run = try await client.get("/api/v1/runs/\(fixture.runs[2])").json
            #expect(run["usage_through"] as? String == clocks.usageThrough.description)
            #expect(run["outcomes_through"] as? String == clocks.outcomesThrough.description)
        }
    }

    @Test func everyPageSaysThatUsageIsOld() async throws {
        let fixture = try fixture()
        let manifest = Pipeline.runs(in: fixture.output).first { $0.id == fixture.runs[2] }
        let today = try #require(manifest?.clocks).usageThrough + 330
        let isLater: (inout DashboardSettings) -> Void = { $0.today = { today } }
        try await DashboardClient.with(output: fixture.output, isLater) { client in
            for page in pages(fixture) {
                let text = try await client.get(page).text
                #expect(
                    text.contains("Usage ends on \(today - 330), 330 days ago: this list is old."), "\(page)")
            }
        }
        // A limit that is off, or above the age, says nothing.
        for warn in [nil, 330] {
            let hasLimit: (inout DashboardSettings) -> Void = {
                $0.today = { today }
                $0.freshnessWarn = warn
            }
            try await DashboardClient.with(output: fixture.output, hasLimit) { client in
                let text = try await client.get("/").text
                #expect(!text.contains("this list is old"))
            }
        }
    }

    @Test func theMetricsHaveTheClocksAndTheAge() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output) { client in
            let clocks = try await clocks(client)
            let metrics = try await client.get("/metrics").text
            func value(_ name: String) -> Double? {
                metrics.split(separator: "\n").first { $0.hasPrefix(name + " ") }
                    .flatMap { Double($0.dropFirst(name.count + 1)) }
            }
            #expect(
                value("prospect_list_usage_through_seconds") == Double(clocks.usageThrough.daysSinceEpoch) * 86_400)
            #expect(
                value("prospect_list_outcomes_through_seconds")
                    == Double(clocks.outcomesThrough.daysSinceEpoch) * 86_400)
            #expect(
                value("prospect_list_usage_age_days")
                    == Double(SampleCompany.defaultUntil + 3 - clocks.usageThrough))
        }
    }

    /// Whoever has not signed in sees no day of the data.
    @Test func theSignInPageSaysNothing() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output, token: "0123456789abcdef0123") { client in
            let text = try await client.get("/login").text
            #expect(!text.contains("Usage through") && !text.contains("This week’s list is for"))
        }
    }
}
