import Base
import Boosting
import Snapshots
import Testing

@testable import Modeling

@Suite("Names that follow the settings")
struct ConfiguredNamesTests {
    @Test("columns carry the horizon", arguments: [(30, "30"), (60, "60"), (7, "7")])
    func columns(horizon: Int, digits: String) {
        #expect(ListColumn.probability(horizon: horizon) == "P_CONVERT_\(digits)D")
        #expect(SnapshotColumn.label(horizon: horizon) == "LABEL_CONVERT_\(digits)D")
    }

    @Test("the baseline carries the window, and is read back")
    func baseline() {
        #expect(Baseline.userWeeks(window: 28) == "user_weeks_28d")
        #expect(Baseline.window(ofUserWeeks: "user_weeks_28d") == 28)
        for other in ["user_weeks_d", "user_weeks_28", "lightgbm", "user_weeks_28d_x"] {
            #expect(Baseline.window(ofUserWeeks: other) == nil, "\(other)")
        }
        #expect(Baseline.all(window: 60) == ["user_weeks_60d", "recency", "last_week", "random"])
    }

    @Test(
        "baselines have titles",
        arguments: [
            ("user_weeks_30d", "user-weeks in 30 days"), ("user_weeks_1d", "user-weeks in 1 day"),
            ("recency", "last activity"), ("last_week", "last week's list"), ("random", "random"),
        ])
    func titles(name: String, title: String) {
        #expect(Baseline.title(name) == title)
    }

    @Test("models come before baselines, whatever the window")
    func order() {
        let names = ["random", "user_weeks_30d", "zeta", "ensemble", "user_weeks_28d", "lightgbm", "recency"]
        #expect(
            Baseline.ordered(names) == [
                "lightgbm", "ensemble", "user_weeks_28d", "user_weeks_30d", "recency", "random", "zeta",
            ])
    }

    @Test("a day is said with its weekday")
    func weekdays() throws {
        // 2026-06-28 is a Sunday: the sample company's last day.
        #expect(try #require(Day("2026-06-28")).withWeekday == "Sunday 2026-06-28")
        #expect(try #require(Day("2026-06-24")).withWeekday == "Wednesday 2026-06-24")
        #expect(Weekday.wednesday.plural == "Wednesdays")
    }

    @Test(
        "columns are said in words",
        arguments: [
            ("ACTIONS_CRM_DEALS_30D_SUM", "Deal actions in 30 days"),
            ("USERS_EMAIL_7D_LOG1P", "Users of email in 7 days"),
            ("TOTAL_ACTIONS_1D_LOG1P", "All actions in 1 day"),
            ("ACTIONS_EMAIL_LIFETIME_SUM", "Email actions, ever"),
            ("DECAYED_ACTIONS_4W_LOG1P", "Recent actions, half-life 4 weeks"),
            ("DAYS_SINCE_LAST_ACTIVITY", "Days since the last activity"),
            ("BREADTH_30D", "Tools used in 30 days"), ("ENTROPY_LIFETIME", "Evenness of the tools used, ever"),
            ("ACTIONS_EMAIL_GROWTH", "Growth of email actions"), ("EMPLOYEE_RANGE_MID", "Company size"),
            ("ALEXA_RANK", "Web rank"), ("ALEXA_RANK_UNRANKED", "Web rank missing"), ("INDUSTRY", "Industry"),
            ("plan_type", "Plan type"), ("", ""),
        ])
    func columnTitles(column: String, title: String) {
        #expect(ColumnTitle(column).text == title)
    }

    @Test("a described column keeps its name in brackets")
    func described() {
        #expect(ColumnTitle.described("EMPLOYEE_RANGE") == "Company size (EMPLOYEE_RANGE)")
    }
}
