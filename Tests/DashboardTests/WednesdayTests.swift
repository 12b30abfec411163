import Foundation
import TestSupport
import Testing

@testable import Dashboard

/// Every name, title and text follows the configured weekday, horizon and windows; nothing speaks of revenue.
@Suite struct WednesdayTests {
    /// What is written of another company than this one.
    private static let foreign = ["Sunday", "sunday", "30 days", "_30D", "_30d", "evenue"]

    private func foreign(in text: String) -> [String] { Self.foreign.filter(text.contains) }

    /// The text without names that never change: the files of the models and the day's field in JSON.
    private func spoken(_ page: String) -> String {
        page.replacing(/sunday_ranked_prospects[a-z_]*\.csv/, with: "").replacing("backtest-sundays", with: "")
            // Keys of the settings as they are spelled: `columns.revenue` is one of them, whatever a company has.
            .replacing("columns.revenue", with: "").replacing(/checks.highest\\?_revenue/, with: "")
    }

    @Test func theListIsNamedAfterTheHorizon() throws {
        let fixture = try WednesdayFixture.shared.get()
        let header = try #require(try fixture.file("results/list.csv").split(separator: "\n").first)
        #expect(header.hasPrefix("rank,id,DATE,P_CONVERT_60D,status,band,fit,intent,reason_1,"))
        let playbooks = try fixture.file("results/sunday_ranked_prospects_enriched_taxonomy.csv")
        #expect(playbooks.hasPrefix("id,DATE,P_CONVERT_60D,"))
        #expect(foreign(in: String(header)).isEmpty)
    }

    @Test func theListIsThatOfThePrimaryModel() throws {
        let fixture = try WednesdayFixture.shared.get()
        let list = try fixture.file("results/list.csv")
        #expect(list == (try fixture.file("results/sunday_ranked_prospects_logreg.csv")))
        #expect(list == (try fixture.file("runs/\(fixture.runs[1])/list.csv")))
    }

    @Test func theReportAndTheCardSayWednesdays() throws {
        let fixture = try WednesdayFixture.shared.get()
        let report = try fixture.file("runs/\(fixture.runs[1])/report.md")
        #expect(report.hasPrefix("# Prospects for Wednesday \(WednesdayFixture.wednesday)\n"))
        #expect(report.contains("Conversions expected within 60 days"))
        #expect(report.contains("All models on past Wednesdays"))
        #expect(report.contains("User-weeks in 28 days"))
        #expect(report.contains("The whole list is in list.csv."))
        #expect(foreign(in: spoken(report)).isEmpty)
        let card = try fixture.file("runs/\(fixture.runs[1])/model-card.md")
        #expect(card.hasPrefix("# Model card, Wednesday \(WednesdayFixture.wednesday)\n\nUsage through "))
        #expect(card.contains("| user-weeks in 28 days |"))
        #expect(foreign(in: spoken(card)).isEmpty)
    }

    @Test func baselinesAreNamedAfterTheLongestWindow() throws {
        let fixture = try WednesdayFixture.shared.get()
        for name in ["metrics.json", "backtest.json"] {
            let text = try fixture.file("runs/\(fixture.runs[1])/\(name)")
            #expect(text.contains("\"user_weeks_28d\""), "\(name)")
            #expect(!text.contains("user_weeks_30d"), "\(name)")
        }
    }

    @Test func everyPageSaysWednesday() async throws {
        let fixture = try WednesdayFixture.shared.get()
        let (first, last) = (fixture.runs[0], fixture.runs[1])
        try await DashboardClient.with(output: fixture.output) { client in
            let list = try await client.get("/api/v1/list?per_page=1").json
            #expect(list["horizon"] as? Int == 60)
            #expect(list["expected_revenue"] == nil)
            let row = try #require((list["rows"] as? [[String: Any]])?.first)
            #expect(row["expected_revenue"] == nil)
            let id = DashboardClient.encoded(try #require(row["id"] as? String))
            for page in [
                "/", "/?run=\(first)", "/portals/\(id)", "/model", "/data", "/runs", "/runs/\(last)",
                "/runs/compare?a=\(first)&b=\(last)",
            ] {
                let text = try await client.get(page).text
                #expect(text.contains("This week’s list is for Wednesday \(WednesdayFixture.wednesday)."), "\(page)")
                #expect(foreign(in: spoken(text)).isEmpty, "\(page)")
            }
            let start = try await client.get("/").text
            #expect(start.contains("most likely first to become a customer within 60 days"))
            let portal = try await client.get("/portals/\(id)").text
            #expect(portal.contains("<th scope=\"col\">Wednesday</th>"))
            #expect(try await client.get("/list.csv").text.hasPrefix("rank,id,DATE,P_CONVERT_60D,"))
            let metrics = try await client.get("/api/v1/metrics").json
            let backtest = try #require(metrics["backtest"] as? [String: Any])
            let models = try #require(backtest["models"] as? [[String: Any]]).compactMap { $0["model"] as? String }
            #expect(models == ["logistic", "user_weeks_28d", "recency", "last_week", "random"])
        }
    }
}
