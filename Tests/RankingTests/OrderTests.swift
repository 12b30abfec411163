import Boosting
import Foundation
import Ranking
import Testing

/// Who comes before whom.
@Suite struct OrderTests {
    private typealias Portal = RankingCompany.Portal

    /// By probability, then by the score before calibration, then by recency; those that were never active come last.
    @Test func theKeysInTheirOrder() throws {
        let company = RankingCompany([
            Portal("never", recency: nil, probability: 0.2, raw: 0.3),
            Portal("low", recency: 0, probability: 0.1, raw: 0.9),
            Portal("older", recency: 9, probability: 0.2, raw: 0.3),
            Portal("recent", recency: 1, probability: 0.2, raw: 0.3),
            Portal("best", recency: nil, probability: 0.9, raw: 0.1),
            Portal("raw", recency: 50, probability: 0.2, raw: 0.4),
        ])
        let written = try company.write()
        #expect(try written.ids == ["best", "raw", "recent", "older", "never", "low"])
        #expect(try written.column("rank") == (1...6).map { "\($0)" })
        #expect(written.list.top.map(\.id) == ["best", "raw", "recent", "older", "never"])
        #expect(written.list.top.map(\.rank) == [1, 2, 3, 4, 5])
    }

    /// Portals that are equal in everything are in an order of the seed, which is neither that of the ids nor of the rows.
    @Test func tiesAreDrawn() throws {
        let ids = (100..<160).map { "\($0)" }
        var company = RankingCompany(ids.map { Portal($0, recency: nil, probability: 0.01) })
        let first = try company.write().ids
        #expect(Set(first) == Set(ids) && first != ids && first != ids.reversed())
        company.portals.reverse()
        company.threads = 1
        #expect(try company.write().ids == first)
        company.seed = 2
        let second = try company.write().ids
        #expect(Set(second) == Set(ids) && second != first)
        // No part of the list is favored: the lower half of the ids has about half of the first 30 places.
        let low = first.prefix(30).count { $0 < "130" }
        #expect((5...25).contains(low))
    }

    /// The same files give the same bytes.
    @Test func theSameBytes() throws {
        var company = RankingCompany(
            (0..<500).map { Portal("\($0)", recency: $0 % 3, probability: Double($0 % 7) / 10) })
        let text = try company.write().text
        company.threads = 4
        #expect(try company.write().text == text)
        company.portals.sort { $0.id < $1.id }
        #expect(try company.write().text == text)
    }

    /// Probabilities of every size stay themselves, and in order.
    @Test func probabilities() throws {
        let values = [1, 0.999_999, 0.5, 1e-3, 1e-9, 1e-300, 0]
        let written = try RankingCompany(values.enumerated().map { Portal("p\($0)", probability: $1) }).write()
        #expect(try written.column("P_CONVERT_30D").map { Double($0!) } == values)
        #expect(written.list.top.map(\.probability) == Array(values.prefix(5)))
    }

    /// Numbers as ids are texts: 10 is not before 9, and leading zeros stay.
    @Test func idsStayTexts() throws {
        let ids = ["007", "7", "10", "9", "1e3", "abc", "é 🙂"]
        let written = try RankingCompany(
            ids.enumerated().map { Portal($1, probability: 0.9 - Double($0) / 10) }
        ).write()
        #expect(try written.ids == ids)
    }

    @Test func nobody() throws {
        let written = try RankingCompany([]).write()
        #expect(try written.ids == [])
        #expect(written.list.reconciliation.balances && written.list.top.isEmpty && written.list.statuses.isEmpty)
        #expect(try written.header.first == "rank")
    }
}
