import Base
import Foundation
import Testing

@testable import Modeling

@Suite struct ListCheckTests {
    static let sunday = Day(year: 2020, month: 3, day: 22)
    static let list = Data("rank,id,P\n1,a,0.3\n2,b,0.2\n3,c,0.1\n".utf8)

    static func check(
        _ other: String, columns: [(name: String, portals: Int)] = [], now: ListPair? = nil, lookingAhead: Bool = false
    ) -> AuditCheck {
        FutureDeletionCheck.check(
            [ListPair(name: "by `--as-of`", reference: list, other: Data(other.utf8), columns: columns)],
            sunday: sunday, now: now, asOf: sunday + 35, removed: (1_856, 9), lookingAhead: lookingAhead)
    }

    @Test func theSameBytesPass() {
        let check = Self.check(String(decoding: Self.list, as: UTF8.self))
        #expect(check.status == .passed)
        #expect(check.summary.contains("With 1856 usage rows and 9 close dates after 2020-03-22 removed"))
        #expect(check.summary.contains("(3 portals) is the same to the byte."))
    }

    /// One byte is enough, and the column that it comes from is named first.
    @Test func oneByteFails() throws {
        let check = Self.check(
            "rank,id,P\n1,a,0.3\n2,b,0.2\n3,c,0.2\n", columns: [("SMALL", 1), ("LARGE", 900), ("A", 2), ("B", 2)])
        let finding = try #require(check.findings.first)
        #expect(check.status == .failed)
        #expect(finding.text.contains("differs in 1 of 3 rows"))
        #expect(
            finding.text.hasSuffix(
                "What differs: Large (LARGE): 900 portals; A: 2 portals; B: 2 portals and 1 more columns."))
    }

    @Test func aPopulationThatLooksAheadIsAWarning() {
        #expect(Self.check("rank,id,P\n", lookingAhead: true).status == .warning)
        let text = Self.check("rank,id,P\n").findings[0].text
        #expect(text.contains("differs in 3 of 3 rows"))
        #expect(text.hasSuffix("so the model learned from what came later."))
    }

    @Test func theRunsOwnSundayCountsToo() {
        let now = ListPair(name: "for now", reference: Self.list, other: Data("rank,id,P\n".utf8), columns: [])
        let check = Self.check(String(decoding: Self.list, as: UTF8.self), now: now)
        #expect(check.status == .failed)
        #expect(check.findings.map(\.subject) == ["for now"])
        #expect(check.summary.contains("Not so that for 2020-04-26, after which there are rows too."))
    }

    @Test(arguments: [(0, 0, 0, 0), (1, 0, 0, 1), (0, 1, 0, 1), (0, 0, 1, 1), (2, 3, 4, 2)])
    func idsAndOrder(unmatched: Int, differing: Int, moved: Int, findings: Int) {
        let check = IdsAndOrderCheck.check(portals: 50, unmatched: unmatched, differing: differing, moved: moved)
        #expect(check.findings.count == findings)
        #expect(check.status == (findings == 0 ? .passed : .failed))
    }
}
