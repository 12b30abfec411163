import DuckDB
import SampleCompany
import Testing

/// The tables of one company, as a reader finds them.
@Suite struct SampleRealismTests {
    private static let company = Result { try WrittenCompany(portals: 4_000) }
    private let written: WrittenCompany

    init() throws { written = try Self.company.get() }

    @Test func everyPortalIsInOneTable() throws {
        let summary = written.summary
        #expect(summary.customers + summary.noncustomers == 4_000)
        #expect(try written.number("SELECT count(*) FROM customers") == Double(summary.customers))
        #expect(try written.number("SELECT count(*) FROM noncustomers") == Double(summary.noncustomers))
        #expect(try written.number("SELECT count(*) FROM usage_actions") == Double(summary.usageRows))
        #expect(try written.number("SELECT count(DISTINCT id) FROM portals") == 4_000)
        #expect(try written.number("SELECT count(*) FROM usage_actions ANTI JOIN portals USING (id)") == 0)
        #expect(
            try written.number("SELECT count(*) - count(DISTINCT (id, WHEN_TIMESTAMP)) FROM usage_actions") == 0)
    }

    @Test(arguments: [
        ("customers", "SELECT avg((CLOSEDATE IS NOT NULL)::INT) FROM portals", 0.018...0.032),
        ("portals without usage", "SELECT avg((days IS NULL)::INT) FROM portals", 0.36...0.48),
        (
            "portals that fell silent",
            "SELECT avg((latest < DATE '2026-06-28' - 60)::INT) FROM portals WHERE days IS NOT NULL", 0.35...0.70
        ),
        ("rows of zeros", "SELECT avg((actions = 0)::INT) FROM days", 0.02...0.06),
        ("rows on weekends", "SELECT avg((isodow(day) > 5)::INT) FROM days", 0.03...0.15),
        ("rows from customers", "SELECT avg((day >= CLOSEDATE)::INT) FROM days JOIN customers USING (id)", 0.3...0.7),
        ("unranked", "SELECT avg((ALEXA_RANK = 16000001)::INT) FROM portals", 0.58...0.70),
        ("no rank", "SELECT avg((ALEXA_RANK IS NULL)::INT) FROM portals", 0.01...0.03),
        ("no size", "SELECT avg((EMPLOYEE_RANGE IS NULL)::INT) FROM portals", 0.08...0.12),
        ("no industry", "SELECT avg((INDUSTRY IS NULL)::INT) FROM portals", 0.72...0.78),
        (
            "customers never seen before they bought",
            "SELECT avg((coalesce(earliest >= CLOSEDATE, true))::INT) FROM portals WHERE CLOSEDATE IS NOT NULL",
            0.005...0.15
        ),
        (
            "share of the busiest hundredth",
            "SELECT sum(actions) FILTER (place <= 40) / sum(actions) FROM portals", 0.15...0.70
        ),
    ])
    func sharesAreRealistic(what: String, sql: String, band: ClosedRange<Double>) throws {
        let share = try written.number(sql)
        #expect(band.contains(share), "\(what): \(share)")
    }

    @Test func datesAreInsideTheHistory() throws {
        let range = "BETWEEN DATE '\(written.summary.from)' AND DATE '\(written.summary.until)'"
        #expect(try written.number("SELECT count(*) FROM customers WHERE NOT CLOSEDATE \(range)") == 0)
        #expect(try written.number("SELECT count(*) FROM days WHERE NOT day \(range)") == 0)
    }

    @Test func usersAndActionsAgree() throws {
        for module in ["CRM_CONTACTS", "CRM_COMPANIES", "CRM_DEALS", "EMAIL"] {
            let (actions, users) = ("ACTIONS_\(module)", "USERS_\(module)")
            let wrong = "\(users) > \(actions) OR \(users) < 0 OR (\(users) = 0) <> (\(actions) = 0)"
            #expect(try written.number("SELECT count(*) FROM usage_actions WHERE \(wrong)") == 0)
        }
    }

    @Test func usageOfThirtyDaysTellsConvertersApart() throws {
        let area = try written.areaUnderCurve(of: "user_days", from: "snapshots", label: "converts")
        #expect((0.7...0.97).contains(area), "\(area)")
        let active = try written.areaUnderCurve(
            of: "user_days", from: "(FROM snapshots WHERE user_days > 0)", label: "converts")
        #expect((0.6...0.9).contains(active), "\(active)")
    }

    @Test(arguments: ["id", "rowid_in_file"])
    func neitherIdNorPlaceTellsWhoConverts(column: String) throws {
        let rows = "(SELECT id, row_number() OVER () AS rowid_in_file, id IN (FROM customers SELECT id) AS converts "
        let area = try written.areaUnderCurve(of: column, from: rows + "FROM first_seen)", label: "converts")
        #expect((0.4...0.6).contains(area), "\(area)")
    }

    @Test func rowsComeInNoOrder() throws {
        let later = "avg((WHEN_TIMESTAMP > previous)::INT)"
        let pairs = "SELECT WHEN_TIMESTAMP, lag(WHEN_TIMESTAMP) OVER () AS previous FROM usage_actions"
        #expect((0.45...0.55).contains(try written.number("SELECT \(later) FROM (\(pairs))")))
    }
}
