import Base
import Boosting
import Snapshots
import Sources
import Testing

@testable import Ranking

/// Every portal is accounted for: known = customers + free, and free = listed + excluded.
@Suite struct AccountingTests {
    private static let portals = [
        RankingCompany.Portal("a", recency: 0, probability: 0.3), .init("b", recency: 29, probability: 0.2),
        .init("c", recency: 30, probability: 0.1), .init("d", recency: nil, probability: 0.05),
    ]

    @Test func totals() throws {
        var company = RankingCompany(Self.portals)
        let excluded = [ExcludedPortals(reason: "customer without a usable close date", count: 2)]
        company.company = CompanyOnSunday(known: 13, customers: 7, free: 6, excluded: excluded)
        let totals = try company.write().list.reconciliation
        #expect(totals == .init(known: 13, customers: 7, free: 6, listed: 4, excluded: excluded))
        #expect(totals.balances)
    }

    /// Active is within the longest window; its edge belongs to the dormant.
    @Test func statuses() throws {
        let written = try RankingCompany(Self.portals).write()
        #expect(written.list.statuses == [.active: 2, .dormant: 1, .cold: 1])
        #expect(try written.column("status") == ["active", "active", "dormant", "cold"])
    }

    /// A list that forgets a portal, or has one twice, is not written down as if it added up.
    @Test(arguments: [(["b"], []), ([], ["b"]), (["a", "b", "c", "d"], [])] as [(Set<String>, Set<String>)])
    func aListThatDoesNotAddUp(unscored: Set<String>, twice: Set<String>) throws {
        var company = RankingCompany(Self.portals)
        company.unscored = unscored
        company.scoredTwice = twice
        let error = #expect(throws: RankingError.self) { try company.write() }
        let listed = 4 - unscored.count + twice.count
        #expect(
            error?.problem
                == "The list does not add up: 4 known, 0 customers, 4 free, \(listed) listed, 0 excluded.")
        #expect(error?.remedy?.contains("Nothing was published.") == true)
    }

    /// Counts of the company that contradict each other are found, too.
    @Test func aCompanyThatDoesNotAddUp() {
        var company = RankingCompany(Self.portals)
        company.company = CompanyOnSunday(known: 9, customers: 4, free: 4, excluded: [])
        #expect(throws: RankingError.self) { try company.write() }
    }

    /// Under the comparison rule most free portals have no snapshot on the Sunday; they are counted all the same.
    @Test func observedSpan() throws {
        var company = RankingCompany(Self.portals)
        company.population = .observedSpan
        company.company = CompanyOnSunday(
            known: 100, customers: 10, free: 90, excluded: [.init(reason: "id given twice", count: 1)])
        let totals = try company.write().list.reconciliation
        #expect(totals.balances)
        #expect(
            totals.excluded == [
                .init(reason: "id given twice", count: 1),
                .init(reason: "no snapshot on that Sunday under observed-span", count: 85),
            ])
        company.company = CompanyOnSunday(known: 4, customers: 0, free: 4, excluded: [])
        #expect(try company.write().list.reconciliation.excluded.isEmpty)
        company.company = CompanyOnSunday(known: 3, customers: 0, free: 3, excluded: [])
        #expect(throws: RankingError.self) { try company.write() }
    }
}
