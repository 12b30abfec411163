import Base
import Charts
import Foundation
import Snapshots
import Sources
import TestSupport
import Testing

@testable import Modeling
@testable import Ranking
@testable import Reporting

/// What a report says, with and without each of its parts.
@Suite struct ReportTests {
    /// The text of one section, as Markdown.
    private func section(_ number: Int, _ content: ReportContent) -> String {
        var document = ReportDocument(content)
        document.sections = [document.sections[number - 1]]
        return ReportMarkdown(document).text
    }

    @Test func theFirstSentencesSayWhatToExpect() throws {
        #expect(
            ReportDocument(try Fixture.content()).summary
                == "Of 100 free portals, about 4 (1 to 8) can be expected to become customers by 2026-03-31. On 2 past Sundays, "
                + "the first 50 of the list would have held 3 of 12 conversions (a portal counts once for each list that it "
                + "converted after).")
    }

    /// Old usage comes first; both clocks are said, old or not.
    @Test func theHeadSaysHowFarTheDataReaches() throws {
        var content = try Fixture.content()
        content.snapshots.clocks = Clocks(usageThrough: Fixture.asOf, outcomesThrough: Fixture.asOf - 3)
        let clocks = "Usage through 2026-03-01, outcomes through 2026-02-26."
        var document = ReportDocument(content)
        #expect(document.warning == nil && document.clocks == clocks)
        // Nine days after the last usage, one more than the limit.
        content.freshness = Freshness(usageThrough: Fixture.asOf, today: Fixture.asOf + 9, warn: 8)
        document = ReportDocument(content)
        let text = ReportMarkdown(document).text
        let warning = "Usage ends on 2026-03-01, 9 days ago: this list is old."
        #expect(text.hasPrefix("# Prospects for Sunday 2026-03-01\n\n**\(warning)**\n\nOf 100 free portals"))
        #expect(text.contains("\n\n\(clocks)\n\n"))
        let page = String(decoding: ReportPage(document).html(plotly: Data()), as: UTF8.self)
        #expect(page.contains("<p class=\"warning\" role=\"status\">\(warning)</p>"))
        #expect(page.contains("<p class=\"clocks\">\(clocks)</p>"))
    }

    /// Without a known revenue no section has a figure or a column of it.
    @Test func withoutRevenueNothingSpeaksOfIt() throws {
        var content = try Fixture.content()
        content.lists[0].forecast.revenue = nil
        content.backtest?.revenue = .init(total: 0, positive: 0, zero: 0, negative: 0, missing: 12)
        content.settings = []
        #expect(!ReportMarkdown(ReportDocument(content)).text.lowercased().contains("revenue"))
    }

    @Test func theListAtAGlance() throws {
        let text = section(1, try Fixture.content())
        #expect(text.contains("- **Free portals on the list: 100** (10 active, 20 dormant, 70 cold)"))
        #expect(text.contains("- **Conversions expected within 30 days: 4.0** (90% interval 1 to 8)"))
        #expect(text.contains("### The first 10 of 100 portals hold half of the expected conversions"))
        #expect(text.contains("| A | 1–10 | 10 | 2.0 | 20% [8.0%, 42%] | 4 |"))
        #expect(
            text.contains("What changed since last week: 1 of the first 50 are new there, 1 portal became a customer."))
        #expect(text.contains("| gone | 2026-02-27 | 2 | 20% |"))
        #expect(text.contains("| gone | now a customer | 2 | – | 20% |"))
        var first = try Fixture.content()
        first.changes = nil
        #expect(section(1, first).contains("there is no finished run of an earlier week to compare with"))
        var later = try Fixture.content()
        later.changes?.earlier = Fixture.asOf - 21
        #expect(section(1, later).contains("What changed since 2026-02-08, 3 weeks ago: "))
    }

    @Test func whetherItCanBeTrusted() throws {
        let text = section(2, try Fixture.content())
        #expect(text.contains("### 6 of 12 conversions were among the first 50 of their list"))
        // 40% lie in the first 5%, 60% in the first 10%.
        #expect(text.contains("### Half of all conversions come from the top 7.5% of the list"))
        #expect(text.contains("### The first 1% of the list converts 20 times as often as the list as a whole"))
        #expect(
            text.contains(
                "### Of the first 50 of a past list, 3.0 became customers; in the order of user-weeks in 30 days, 1.5"))
        #expect(text.contains("At 50, clearly better than: random."))
        #expect(text.contains("Not clearly different from: user-weeks in 30 days, last activity, last week's list."))
        #expect(text.contains("### The probabilities held: 10 conversions were listed, 12 came"))
        #expect(text.contains("| 0% to 0.02% | 120 | 0.010% | 0 | 0% [0%, 2.0%] |"))
        #expect(text.contains("1 range without a conversion is in the table alone."))
        #expect(text.contains("### For 1 of 1 list the number of conversions lay in the 90% interval"))
        #expect(text.contains("| 2026-01-25 | 5.5 | 2 to 9 | 7 |"))
        #expect(text.contains("the list is not calibrated, so these are the scores themselves"))
        var early = try Fixture.content()
        early.calibration?.models["lightgbm"]?.sundays?[1].low = nil
        #expect(section(2, early).contains("### 10 conversions were expected from these lists, and 12 came"))
        #expect(text.contains("### The audit found no future data in the list"))
    }

    @Test func whatWasLeftOutIsSaid() throws {
        var content = try Fixture.content()
        content.backtest = nil
        content.calibration = nil
        content.audit = nil
        content.isQuick = true
        content.notBacktested = "There is no backtest: it was left out, as `--quick` and `prospect rank` do."
        let text = section(2, content)
        #expect(text.contains("There is no backtest: it was left out"))
        #expect(text.contains("There is no audit: it was left out"))
        #expect(
            ReportDocument(content).summary.hasSuffix("How well such lists have done in past weeks was not measured.")
        )
        #expect(ReportDocument(content).charts.map(\.id).contains("gains") == false)
    }

    /// A report of before had no curves; the rest is there.
    @Test func aBacktestWithoutCurves() throws {
        var content = try Fixture.content()
        for index in content.backtest!.pooled.indices { content.backtest!.pooled[index].gains = nil }
        let ids = ReportDocument(content).charts.map(\.id)
        #expect(!ids.contains("gains") && !ids.contains("lift"))
        #expect(ids.contains("backtest-sundays") && ids.contains("precision"))
    }

    @Test func aFailedAuditComesFirst() throws {
        var content = try Fixture.content()
        content.audit = Fixture.audit(.failed)
        #expect(ReportDocument(content).summary.contains("The audit failed: look at its findings"))
        #expect(section(2, content).contains("### The audit failed"))
        #expect(section(1, content).contains("- **Leak audit: failed**"))
        content.audit = Fixture.audit(.warning)
        #expect(section(2, content).contains("|  | warning | COLUMN: Found. Do. |"))
    }

    @Test func why() throws {
        let text = section(3, try Fixture.content())
        #expect(text.contains("### Last activity, industry and trend make up 100% of what the model says"))
        #expect(text.contains("| Last activity | intent | 0.500 | 50% |"))
        #expect(text.contains("### Last activity: 2.0 times the odds at 0 days, 0.5 times at “never used”"))
        #expect(text.contains("### Industry changes the odds little, whatever its value"))
        var activity = try Fixture.content()
        activity.lists[0].model = .activity
        #expect(section(3, activity).contains("there is no model behind it"))
        var nothing = try Fixture.content()
        nothing.influences = []
        #expect(section(3, nothing).contains("No portal was explained"))
    }

    @Test func theData() throws {
        let text = section(4, try Fixture.content())
        #expect(text.contains("- **Snapshots: 36** (one for each free portal and Sunday; 22 before any usage)"))
        #expect(text.contains("- **Portals: 4** (2 of them converted within 30 days of a matured snapshot)"))
        #expect(text.contains("### 2 free portals on 2026-03-01, 0 of them active in the week"))
        #expect(text.contains("### Company size is missing in 31% of the snapshots"))
        #expect(text.contains("### 22% of the snapshots have any deals in 30 days, half of those at most 3"))
        #expect(text.contains("| usage | warning | – | Two of them. |"))
    }

    @Test func chartsHaveNamesOfTheirOwnTitlesAndTables() throws {
        let charts = ReportDocument(try Fixture.content()).charts
        #expect(charts.count >= 17)
        #expect(Set(charts.map(\.id)).count == charts.count)
        for chart in charts {
            #expect(!chart.title.isEmpty && !chart.note.isEmpty && !chart.figure.data.isEmpty)
            #expect(!chart.table.rows.isEmpty, "\(chart.id)")
            #expect(chart.table.rows.allSatisfy { $0.count == chart.table.columns.count }, "\(chart.id)")
        }
    }

    /// A run that nobody has explored still has a report.
    @Test func withoutAnExploration() throws {
        var content = try Fixture.content()
        content.exploration = nil
        #expect(section(4, content).contains("The snapshots of this run were not explored."))
        #expect(ReportDocument(content).charts.map(\.id).contains("snapshots-by-week") == false)
    }

    private func page(_ content: ReportContent, plotly: String = "/* nothing */") -> String {
        String(decoding: ReportPage(ReportDocument(content)).html(plotly: Data(plotly.utf8)), as: UTF8.self)
    }

    @Test func thePageIsStrictMarkupAndNamesNoOtherHost() throws {
        let html = page(try Fixture.content())
        #expect(StrictMarkup.problems(in: html) == [])
        #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("//cdn"))
        #expect(html.contains("<script>/* nothing */</script>"))
        #expect(!html.contains("<b>x</b>"))
        #expect(html.contains("default-src 'none'"))
        // The same from the same.
        #expect(html == page(try Fixture.content()))
    }

    @Test func theTextHasTheNumbersOfThePage() throws {
        let content = try Fixture.content()
        let text = ReportMarkdown(ReportDocument(content)).text
        for chart in ReportDocument(content).charts {
            #expect(text.contains("### "), "\(chart.id)")
            for row in chart.table.texts() where row.count > 1 {
                #expect(text.contains("| \(row[1]) |") || text.contains(row[1].prefix(3)), "\(chart.id): \(row)")
            }
        }
        #expect(text.contains("20% [8.0%, 42%]"))
        #expect(text.contains("&lt;/script>&lt;b>x&lt;/b> \\| \\`y\\` &amp;"))
    }
}
