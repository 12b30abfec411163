import DuckDB
import Foundation
import Sources
import Testing

@Suite struct RankTests {
    /// A missing rank is missing; one below 0 is taken as 0.
    @Test func missingRanksStayMissing() throws {
        let company = try SmallCompany()
        try company.write(.noncustomers, SmallCompany.noncustomers.replacing("105,12,", with: "105,-3,"))
        let read = try company.read()
        let ranks = try read.connection.rows(
            "SELECT id, ALEXA_RANK::VARCHAR, ALEXA_RANK_LOG1P FROM portals ORDER BY id"
        ) {
            ($0.string(0)!, $0.string(1), $0.double(2))
        }
        #expect(ranks.map(\.0) == ["101", "102", "103", "104", "105"])
        #expect(ranks.map { $0.1 } == ["479245", "16000001", "16000001", nil, "-3"])
        #expect(ranks[3].2 == nil && ranks[4].2 == 0)
        #expect(abs(ranks[0].2! - log(479_246)) < 1e-12)
    }
}
