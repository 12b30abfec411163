import Base
import Boosting
import DuckDB
import TestSupport
import Testing

@testable import Modeling
@testable import Ranking
@testable import Reporting

/// What is read from the lists and the reasons of runs, on rows written by hand.
@Suite struct ReadingTests {
    private static func list(_ asOf: Day, horizon: Int = 30, file: String) -> RankedList {
        RankedList(
            model: .lightgbm, asOf: asOf, horizon: horizon, file: file, csvFile: "list.csv",
            reconciliation: .init(known: 0, customers: 0, free: 0, listed: 0, excluded: []), statuses: [:],
            forecast: .init(
                conversions: .init(expected: 1, low: 0, high: 3, hasLevel: false), revenue: nil, bands: [],
                calibration: nil, overConfident: []), top: [])
    }

    /// Ranks 1 to 60 of both lists: `a<n>` stays where it is, but for those that are named.
    @Test func whatChangedBetweenTwoLists() throws {
        let folder = try TemporaryFolder()
        let connection = try Database.open().connect()
        let (then, now) = (Day(year: 2026, month: 3, day: 1), Day(year: 2026, month: 3, day: 8))
        func write(_ name: String, _ ids: [String], horizon: Int = 30) throws -> String {
            let rows = ids.enumerated().map { "(\($0 + 1), '\($1)', \(1.0 / Double($0 + 2))::DOUBLE)" }
            let file = folder.path + "/" + name
            try connection.execute(
                """
                COPY (FROM (VALUES \(unsafe: rows.joined(separator: ", "))) t(rank, id, P_CONVERT_\(unsafe: horizon)D))
                TO '\(unsafe: file)' (FORMAT parquet)
                """)
            return file
        }
        let ids = (1...60).map { "a\($0)" }
        // a2 became a customer, a60 rises to 2, `new` is listed at 3, and so the old 50 is pushed out.
        let present = ["a1", "a60", "new"] + ids[2..<59]
        let files = (try write("now.parquet", present), try write("then.parquet", ids, horizon: 60))
        let portals = folder.path + "/portals.parquet"
        try connection.execute(
            """
            COPY (FROM (VALUES ('a2', DATE '2026-03-04', 10.0), ('old', DATE '2026-03-01', 10.0),
                ('unknown', DATE '2026-03-08', 1.0), ('a1', NULL, NULL)) t(id, close_date, mrr))
            TO '\(unsafe: portals)' (FORMAT parquet)
            """)
        let changes = try ListComparison(
            // The earlier run had another horizon, and so another name for the column.
            current: Self.list(now, file: files.0), earlier: Self.list(then, horizon: 60, file: files.1),
            portalsFile: portals,
            connection: connection
        ).changes()
        #expect((changes.earlier, changes.earlierModel, changes.top) == (then, .lightgbm, 50))
        #expect(changes.entered.map(\.id) == ["a60", "new"])
        #expect(changes.entered.map(\.earlierRank) == [60, nil])
        #expect(changes.entered.map(\.probability) == [1.0 / 3, 0.25])
        // Two came in and one left by itself: one more is pushed out.
        #expect(changes.left.map(\.id) == ["a2", "a50"])
        #expect(changes.left.map(\.rank) == [nil, 51])
        #expect(changes.climbers.map(\.id) == ["a60"])
        // In order of the rank then; a close date on the earlier Sunday was known by then.
        #expect(changes.newCustomers.map(\.id) == ["a2", "unknown"])
        #expect(changes.newCustomers.map(\.earlierRank) == [2, nil])
        #expect(changes.newCustomers[0].closeDate == Day(year: 2026, month: 3, day: 4))
    }

    @Test func influencesOfSignals() throws {
        let folder = try TemporaryFolder()
        let connection = try Database.open().connect()
        let reasons = folder.path + "/reasons.parquet"
        // Recency: four portals. Industry has words, deals have many different numbers. Another model does not count.
        try connection.execute(
            """
            COPY (
                SELECT * FROM (VALUES
                    ('recency', 0.5, NULL::DOUBLE, '3', 3.0), ('recency', 0.7, NULL, '3', 3.0),
                    ('recency', -0.1, NULL, '90', 90.0), ('recency', -0.9, NULL, NULL, NULL),
                    ('firmographic:INDUSTRY', 0.2, NULL, 'Retail', NULL),
                    ('firmographic:INDUSTRY', -0.2, NULL, NULL, NULL),
                    ('trend', NULL, 9.0, '1', 1.0)) t(signal, contribution_lightgbm, contribution_xgboost, value, number)
                UNION ALL
                SELECT 'actions:DEALS', i / 1000, NULL, i::VARCHAR, i FROM range(0, 40) r(i))
            TO '\(unsafe: reasons)' (FORMAT parquet)
            """)
        let influences = try InfluenceReader(reasons: reasons, connection: connection).influences(of: .lightgbm)
        #expect(influences.map(\.signal) == [.recency, .firmographic("INDUSTRY"), .actions("DEALS")])
        #expect(influences.map { ($0.importance * 1e6).rounded() / 1e6 } == [0.55, 0.2, 0.0195])
        let recency = influences[0].dependence
        #expect(recency.map(\.name) == ["3", "90", nil])
        #expect(recency.map(\.portals) == [2, 1, 1])
        #expect((recency[0].median, recency[0].low, recency[0].high) == (0.5, 0.5, 0.7))
        #expect(influences[1].dependence.map(\.name) == ["Retail", nil])
        #expect(influences[2].dependence.map(\.name) == ["0", "1", "2–4", "5–9", "10–19", "20–39"])
        #expect(influences[2].dependence.map(\.portals) == [1, 1, 3, 5, 10, 20])
        #expect(
            try InfluenceReader(reasons: reasons, connection: connection).influences(of: .xgboost).map(\.signal) == [
                .trend
            ])
    }

    @Test(arguments: [
        (0.43, "43%"), (0.0465, "4.7%"), (0.00184, "0.18%"), (0.000254, "0.025%"), (0, "0%"), (1, "100%"),
        (0.997, "99.7%"), (0.0999, "10%"), (0.00999, "1.0%"),
    ])
    func percentages(share: Double, text: String) { #expect(Numbers.percent(share) == text) }

    @Test func numbers() {
        #expect([0, 999, 1_000, -1_234_567].map { Numbers.count($0) } == ["0", "999", "1,000", "−1,234,567"])
        #expect(
            [1, 999, 1_000, 1_500, 2_000_000, 3.5, 600.5, 0.03].map(Numbers.short) == [
                "1", "999", "1k", "1.5k", "2M", "3.5", "600", "0.03",
            ])
        #expect(Numbers.decimal(-0.001, 2) == "0.00")
        #expect([0.5, -0.5, 0.001].map { Numbers.signed($0) } == ["+0.50", "−0.50", "0.00"])
        #expect([Numbers.count(1, "portal"), Numbers.count(2, "portal")] == ["1 portal", "2 portals"])
    }
}
