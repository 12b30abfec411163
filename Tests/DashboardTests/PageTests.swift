import Base
import Boosting
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Dashboard

/// The pages, without a socket.
@Suite struct PageTests {
    private func fixture() throws -> RunsFixture { try RunsFixture.shared.get() }

    @Test func theListIsOnThePageInItsOrder() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output) { client in
            let page = try await client.get("/")
            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.text.contains("This week’s list"))
            #expect(page.text.components(separatedBy: "<tr>").count == 2 + 50)
            let list = try await client.get("/api/v1/list?per_page=50").json
            let rows = try #require(list["rows"] as? [[String: Any]])
            var place = page.text.startIndex
            for row in rows where (row["id"] as? String)?.allSatisfy(\.isNumber) == true {
                let id = try #require(row["id"] as? String)
                let found = try #require(page.text[place...].firstRange(of: ">\(id)</a>"), "\(id)")
                place = found.upperBound
            }
            #expect(list["previous_sunday"] as? String == RunsFixture.sundays[1].description)
        }
    }

    @Test func filtersSortingAndPagesAreInTheAddress() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output) { client in
            let all = try await client.get("/api/v1/list?per_page=500&band=A&band=B&sort=fit&order=asc").json
            let rows = try #require(all["rows"] as? [[String: Any]])
            #expect(rows.allSatisfy { ["A", "B"].contains($0["band"] as? String) })
            let fits = rows.compactMap { $0["fit"] as? Int }
            #expect(fits == fits.sorted())
            let chances = rows.reduce(0.0) { $0 + ($1["probability"] as? Double ?? 0) }
            if all["selected"] as? Int == rows.count {
                #expect(abs(chances - (all["expected_conversions"] as? Double ?? -1)) < 1e-9)
            }
            let page = try await client.get("/?band=A&per_page=25&page=2&sort=fit")
            #expect(page.status == 200)
            #expect(page.text.contains("Page 2 of"))
            #expect(page.text.contains("<option value=\"A\" selected>"))
            #expect(page.text.contains("aria-sort=\"descending\""))
            #expect(page.text.contains("href=\"/?band=A&amp;sort=fit&amp;per_page=25\" rel=\"prev\""))
            let none = try await client.get("/?q=there-is-none-like-it")
            #expect(none.status == 200)
            #expect(none.text.contains("No portal of the list is like that."))
        }
    }

    @Test(arguments: [
        "/?page=0", "/?page=x", "/?per_page=501", "/?sort=password", "/?order=up", "/?nothing=1", "/?q=%zz", "/?q=%ff",
        "/api/v1/list?limit=3", "/model?run=a&x=1",
    ]) func whatIsNotUnderstoodIsRefused(_ address: String) async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output) { client in
            let answer = try await client.get(address)
            #expect(answer.status == 400)
            #expect(!answer.text.contains("%zz"))
        }
    }

    @Test func namesThatTryToBreakOutStayNames() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output) { client in
            let list = try await client.get("/?q=" + DashboardClient.encoded("<b>x"))
            #expect(list.text.contains("&lt;b&gt;x&lt;/b&gt;&quot;&amp;&#39;/../%2e"))
            #expect(!list.text.contains("<b>"))
            #expect(!list.text.contains("<script>alert"))
            let portal = try await client.get("/portals/" + DashboardClient.encoded(RunsFixture.hostile))
            #expect(portal.status == 200)
            #expect(portal.text.contains("Portal &lt;b&gt;x"))
            #expect(!portal.text.contains("<b>"))
            // Inside the charts' JSON too.
            #expect(!portal.text.contains("<script>alert"))
            #expect(portal.text.contains("alert(1)"))
            #expect(portal.text.contains("data-figure=\"actions-figure\""))
            // A portal has the id that the tables give it; the apostrophe of the CSV file is no part of it.
            let quoted = try await client.get("/api/v1/portals/" + DashboardClient.encoded("'" + RunsFixture.formula))
            #expect(quoted.status == 404)
            let formula = try await client.get("/api/v1/portals/" + DashboardClient.encoded(RunsFixture.formula))
            #expect(formula.status == 200)
            #expect((formula.json["reasons"] as? [Any])?.isEmpty == false)
            let usage = try #require(formula.json["usage"] as? [String: Any])
            #expect((usage["sundays"] as? [String])?.last == RunsFixture.sundays[2].description)
        }
    }

    @Test func aPortalHasItsWeeksAndReasons() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output) { client in
            let first = try await client.get("/api/v1/list?per_page=1").json
            let row = try #require((first["rows"] as? [[String: Any]])?.first)
            let id = try #require(row["id"] as? String)
            let answer = try await client.get("/api/v1/portals/" + DashboardClient.encoded(id)).json
            let history = try #require(answer["history"] as? [[String: Any]])
            let days = history.compactMap { $0["as_of"] as? String }
            #expect(days == days.sorted() && days.last == RunsFixture.sundays[2].description)
            #expect(history.last?["rank"] as? Int == 1)
            // The ranks of the past are those of the past lists.
            for standing in history {
                let run = try #require(standing["run"] as? String)
                let past = try await client.get(
                    "/api/v1/portals/\(DashboardClient.encoded(id))?run=\(run)"
                ).json
                let place = try #require(past["row"] as? [String: Any])
                #expect(place["rank"] as? Int == standing["rank"] as? Int)
            }
            let odds = try #require(answer["log_odds"] as? [String: Double])
            let reasons = try #require(answer["reasons"] as? [[String: Any]])
            let sum = reasons.reduce(0.0) { $0 + ($1["contribution"] as? Double ?? 0) }
            #expect(abs(odds["base"]! + sum - odds["total"]!) < 1e-6)
            let probability = try #require(row["probability"] as? Double)
            #expect(abs(log(probability / (1 - probability)) - odds["total"]!) < 1e-6)
            let page = try await client.get("/portals/" + DashboardClient.encoded(id))
            #expect(page.text.contains("Up the list") && page.text.contains("Over the weeks"))
            #expect(page.text.contains("id=\"contributions\""))
        }
    }

    @Test func theDownloadIsTheSelectionWithAllColumns() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output) { client in
            let answer = try await client.get("/list.csv?sort=id&q=" + DashboardClient.encoded("=1"))
            #expect(answer.status == 200)
            #expect(
                answer.headers[.contentDisposition]
                    == "attachment; filename=\"prospects-\(RunsFixture.sundays[2]).csv\"")
            let lines = answer.text.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0].hasPrefix("rank,id,DATE,P_CONVERT_30D,"))
            #expect(
                lines[0].hasSuffix(
                    ",behavior_pattern,likely_stage,playbook_focus,urgency,subject_line,opening_line,segment_source"))
            #expect(lines[1].contains(",'=1+1,"))
            #expect(lines[1].contains("</script><script>alert(1)</script>"))
            let all = try await client.get("/api/v1/list.csv")
            let cells = all.text.split(separator: "\n").map { CSVLines.cells(Data($0.utf8)) }
            #expect(Set(cells.map(\.count)) == [cells[0].count])
            let total = try await client.get("/api/v1/list?per_page=1").json["total"] as? Int
            #expect(cells.count - 1 == total)
            #expect(cells.dropFirst().map { $0[0] } == (1..<cells.count).map(String.init))
            #expect(cells.dropFirst().allSatisfy { row in row.allSatisfy { SafeCell.text($0) == $0 } })
        }
    }

    @Test func everyPageHasItsContent() async throws {
        let fixture = try fixture()
        let (first, second) = (fixture.runs[0], fixture.runs[2])
        try await DashboardClient.with(output: fixture.output) { client in
            let model = try await client.get("/model?run=" + fixture.backtestRun)
            for id in ["backtest-sundays", "gains", "lift", "precision", "calibration"] {
                #expect(model.text.contains("id=\"\(id)\""), "\(id)")
            }
            let importance = try await client.get("/model")
            #expect(importance.text.contains("id=\"importance\""))
            let data = try await client.get("/data")
            #expect(data.text.contains("How fresh it is") && data.text.contains("3 days ago"))
            #expect(data.text.contains("id=\"snapshots-by-week\""))
            let runs = try await client.get("/runs")
            for run in fixture.runs { #expect(runs.text.contains("href=\"/runs/\(run)\"")) }
            let compare = try await client.get("/runs/compare?a=\(first)&b=\(second)")
            #expect(compare.text.contains(first) && compare.text.contains(second))
            #expect(compare.text.contains("All settings are the same."))
            let run = try await client.get("/runs/\(first)")
            #expect(run.text.contains("snapshots.horizon") && run.text.contains("Peak memory"))
            let head = try await client.get("/runs", method: .head)
            #expect(head.status == 200 && head.text.isEmpty)
            for address in [
                "/nothing", "/portals/none", "/runs/none", "/model?run=none", "/?run=none", "/runs/compare?a=x&b=y",
            ] {
                #expect(try await client.get(address).status == 404, "\(address)")
            }
            let metrics = try await client.get("/metrics").text
            #expect(
                metrics.contains(
                    "prospect_http_request_duration_seconds_count{method=\"GET\",route=\"/runs\",status=\"200\"} 1"))
            #expect(metrics.contains("prospect_runs{state=\"finished\"} 4.0"))
            #expect(try await client.get("/readyz").text == "ready\n")
            #expect(try await client.get("/healthz").text == "ok\n")
        }
    }

    @Test func pagesAreStrictMarkup() async throws {
        let fixture = try fixture()
        let (first, last) = (fixture.runs[0], fixture.runs[2])
        try await DashboardClient.with(output: fixture.output) { client in
            for page in [
                "/", "/?band=A&sort=fit", "/?q=there-is-none-like-it", "/portals/%27%3D1%2B1",
                "/portals/" + DashboardClient.encoded(RunsFixture.hostile), "/model?run=" + fixture.backtestRun,
                "/data",
                "/runs", "/runs/" + last, "/runs/compare?a=\(first)&b=\(last)", "/nothing", "/?page=x",
            ] {
                let text = try await client.get(page).text
                #expect(StrictMarkup.problems(inPage: text) == [], "\(page)")
            }
        }
        #expect(StrictMarkup.problems(inPage: "<!DOCTYPE html>\n<html lang=\"en\"><p hidden>x<br></html>") != [])
        #expect(StrictMarkup.problems(inPage: "<!DOCTYPE html>\n<html lang=\"en\"><p hidden>x<br></p></html>") == [])
    }

    @Test(arguments: [
        (Int?.some(60), Int?.some(100), String?.some("intent rose from 60 to 100")),
        (99, 90, "intent fell from 99 to 90"), (97, 99, "intent stayed at about 99"), (nil, 3, nil), (3, nil, nil),
    ]) func thePercentilesCourseIsSaid(first: Int?, last: Int?, said: String?) {
        #expect(PortalCharts.course("intent", first, last) == said)
    }

    @Test func theModelPageHasTheTrialsOfTuning() async throws {
        let copy = try RunsFixture.shared.get().copy()
        let lines = [
            #"{"op_code": 0, "worker_id": "w", "study_name": "s", "directions": [2]}"#,
            #"{"op_code": 4, "worker_id": "w", "study_id": 0, "datetime_start": "2026-01-01T00:00:00.000000"}"#,
            #"{"op_code": 6, "worker_id": "w", "trial_id": 0, "state": 1, "values": [0.8125], "datetime_complete": "2026-01-01T00:01:00.000000"}"#,
        ]
        try copy.write("prospect-output/studies/xgboost.journal", lines.joined(separator: "\n") + "\n")
        try copy.write("prospect-output/studies/lightgbm.journal", "broken\n")
        try await DashboardClient.with(output: copy.path + "/prospect-output") { client in
            let model = try await client.get("/model").text
            #expect(model.contains("id=\"tuning-xgboost\"") && model.contains("0.8125"))
            #expect(!model.contains("id=\"tuning-lightgbm\""))
        }
    }

    @Test func aPinnedRunIsShown() async throws {
        let fixture = try fixture()
        try await DashboardClient.with(output: fixture.output, run: fixture.runs[0]) { client in
            let answer = try await client.get("/api/v1/list?per_page=1").json
            #expect(answer["run"] as? String == fixture.runs[0])
            #expect(answer["previous_sunday"] == nil)
        }
        await #expect(throws: DashboardError.self) {
            try await DashboardClient.with(output: fixture.output, run: "../runs") { _ in }
        }
    }
}
