import Base
import Boosting
import DuckDB
import Sources
import Testing

@testable import Modeling
@testable import Ranking

/// The columns of the list: bands, revenue, clocks, reasons, and what people wrote.
@Suite struct ColumnTests {
    private typealias Portal = RankingCompany.Portal
    private static let sunday = RankingCompany.sunday

    private static func portals(_ count: Int) -> [Portal] {
        (1...count).map { Portal("p\($0)", probability: 1 / Double($0 + 1)) }
    }

    @Test func theirOrder() throws {
        var company = RankingCompany(Self.portals(1))
        let names = [
            "rank", "id", "DATE", "P_CONVERT_30D", "status", "band", "expected_revenue", "fit", "intent", "reason_1",
            "reason_2", "reason_3", "reason_4", "reason_5", "INDUSTRY", "ACTIONS_CRM_7D_SUM", "ACTIONS_CRM_30D_SUM",
            "usage_through", "outcomes_through",
        ]
        #expect(try company.write().header == names)
        company.hasRevenue = false
        #expect(try company.write().header == names.filter { $0 != "expected_revenue" })
        // Of several windows the shortest and the longest; one window is there once.
        company.windows = [14]
        #expect(try company.write().header.filter { $0.hasSuffix("_SUM") } == ["ACTIONS_CRM_14D_SUM"])
    }

    /// The file for people and the one for programs have the same columns and rows.
    @Test func bothFiles() throws {
        let written = try RankingCompany(Self.portals(3)).write()
        let table = try written.connection.query("SELECT * FROM '\(unsafe: written.list.file)'")
        #expect(try table.columnNames == written.header)
        let ids = try written.connection.rows("SELECT id FROM '\(unsafe: written.list.file)'") { $0.string(0) }
        #expect(try ids == written.ids)
    }

    /// A band holds the ranks that the forecast says; behind the last there is none.
    @Test func bands() throws {
        var company = RankingCompany(Self.portals(7))
        func band(_ band: PriorityBand, _ first: Int, _ last: Int) -> ListForecast.Band {
            .init(band: band, first: first, last: last, expected: 1, measured: nil)
        }
        company.bands = [band(.a, 1, 1), band(.b, 2, 4), band(.d, 5, 7)]
        #expect(try company.write().column("band") == ["A", "B", "B", "B", "D", "D", "D"])
        company.bands = [band(.a, 1, 2)]
        #expect(try company.write().column("band") == ["A", "A", nil, nil, nil, nil, nil])
        company.bands = []
        #expect(try company.write().column("band") == Array(repeating: nil, count: 7))
    }

    /// Probability times twelve months, in whole cents; empty where nothing is expected to be paid.
    @Test func revenue() throws {
        let written = try RankingCompany([
            Portal("a", probability: 0.5, revenue: 100), Portal("b", probability: 0.25, revenue: 33.333),
            Portal("c", probability: 0.1, revenue: nil), Portal("d", probability: 0, revenue: 50),
        ]).write()
        #expect(try written.column("expected_revenue") == ["600.00", "100.00", nil, "0.00"])
    }

    /// Both clocks stand in every row, and neither says more than the list could use.
    @Test(arguments: [(0, 0, 0, 0), (-3, -17, -3, -17), (40, -17, 0, -17), (-3, 40, -3, 0), (40, 40, 0, 0)])
    func clocks(usage: Int, outcomes: Int, shownUsage: Int, shownOutcomes: Int) throws {
        var company = RankingCompany(Self.portals(2) + [Portal("cold", recency: nil, probability: 0.01)])
        company.clocks = Clocks(usageThrough: Self.sunday + usage, outcomesThrough: Self.sunday + outcomes)
        let written = try company.write()
        #expect(try written.column("usage_through") == Array(repeating: "\(Self.sunday + shownUsage)", count: 3))
        #expect(try written.column("outcomes_through") == Array(repeating: "\(Self.sunday + shownOutcomes)", count: 3))
        #expect(try written.column("DATE") == Array(repeating: "\(Self.sunday)", count: 3))
    }

    @Test func sums() throws {
        let written = try RankingCompany([
            Portal("a", probability: 0.5, actions: [3, 70]), Portal("b", recency: nil, probability: 0.1),
        ]).write()
        #expect(try written.column("ACTIONS_CRM_7D_SUM") == ["3", "0"])
        #expect(try written.column("ACTIONS_CRM_30D_SUM") == ["70", "0"])
        #expect(written.list.top.map(\.actions) == [70, 0])
    }

    /// What people wrote is text in a spreadsheet, and stays what it is in the terminal's rows.
    @Test func hostileCells() throws {
        let cells = ["=HYPERLINK(\"x\")", "a,b\n\"c\"", "@x", nil, "＝1"]
        var company = RankingCompany(
            cells.enumerated().map { Portal("=p\($0)", probability: 0.9 - Double($0) / 10, industry: $1) })
        company.industryColumn = "the \"kind\", as they say"
        let written = try company.write()
        #expect(
            try written.column(company.industryColumn)
                == ["'=HYPERLINK(\"x\")", "a,b \"c\"", "'@x", nil, "'＝1"])
        #expect(try written.ids == cells.indices.map { "'=p\($0)" })
        #expect(written.list.top.map(\.firmographics) == cells.map { [$0] })
        // The table for programs has what the sources have.
        let table = try written.connection.rows(
            "SELECT id, \(name: company.industryColumn) FROM '\(unsafe: written.list.file)' ORDER BY rank"
        ) { [$0.string(0), $0.string(1)] }
        #expect(table == cells.enumerated().map { ["=p\($0)", $1] })
        let text = try written.text
        #expect(!text.contains(",=") && !text.contains(",\"=") && !text.contains(",@"))
    }

    /// Three reasons up and two down, strongest first; what is said twice counts once, and what is too little not at all.
    @Test func reasons() throws {
        var company = RankingCompany(Self.portals(2))
        company.reasons = [
            .init(id: "p1", text: "Second", contribution: 0.5), .init(id: "p1", text: "First", contribution: 0.3),
            .init(id: "p1", text: "First", contribution: 0.4), .init(id: "p1", text: "Third", contribution: 0.2),
            .init(id: "p1", text: "Fourth", contribution: 0.1), .init(id: "p1", text: "No use", contribution: -0.6),
            .init(id: "p1", text: "CRM is not used", contribution: -0.7),
            .init(id: "p1", text: "Small", contribution: -0.02),
            .init(id: "p1", text: "Both ways", contribution: 0.9),
            .init(id: "p1", text: "Both ways", contribution: -0.895),
            .init(id: "p1", text: "Infinite", contribution: -1e300),
        ]
        let written = try company.write()
        func row(_ rank: Int) throws -> [String?] {
            try (1...5).map { try written.column("reason_\($0)")[rank - 1] }
        }
        #expect(try row(1) == ["First", "Second", "Third", "Against: infinite", "Against: CRM is not used"])
        #expect(try row(2) == [nil, nil, nil, nil, nil])
        #expect(try written.column("fit") == ["90", nil] && written.column("intent") == ["40", nil])
        #expect(written.list.top[0].reasons.count == 5 && written.list.top[1].reasons.isEmpty)
    }
}
