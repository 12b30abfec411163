import Base
import DuckDB
import TestSupport
import Testing

@testable import Snapshots

/// Days since a portal was created, or first seen, on every kind of snapshot.
@Suite struct AgeTests {
    private static let monday = ExtendedSetTests.monday
    private static func sunday(_ week: Int) -> Day { monday + 6 + 7 * week }
    private static let asOf = sunday(39)

    /// Created on Wednesday of week 1 and used from week 3 on, once; used in week 2 and, as the table says, created in week
    /// 5; used in week 0 without a day of creation; created on Friday of week 2 and never used; neither. The first portal's
    /// usage begins the data.
    private static func company() throws -> TableCompany {
        try TableCompany(
            portals: [
                .init(created: monday + 9), .init(created: monday + 35), .init(), .init(created: monday + 18), .init(),
            ],
            usage: [
                .init(0, monday + 21, [1, 0, 1, 0]), .init(1, monday + 14, [0, 2, 0, 1]),
                .init(2, monday, [0, 0, 0, 0]),
            ])
    }

    private struct Ages: Equatable {
        var created: Int?
        var seen: Int?
    }

    @Test func agesBySunday() throws {
        let folder = try TemporaryFolder()
        let company = try Self.company()
        let snapshots = try company.snapshots(asOf: Self.asOf, in: folder)
        let files = SnapshotFiles(snapshots)
        func ages(_ id: String, _ week: Int) throws -> [Ages] {
            let date = SQL(literal: Self.sunday(week))
            let columns = files.coldNullable(on: date).joined(separator: ", ")
            return try company.connection.rows(
                """
                SELECT DAYS_SINCE_CREATED, DAYS_SINCE_FIRST_SEEN FROM \(files.on(Self.sunday(week))) WHERE id = \(id)
                UNION ALL
                SELECT DAYS_SINCE_CREATED, DAYS_SINCE_FIRST_SEEN FROM (SELECT \(columns) FROM \(files.cold)
                    WHERE id = \(id) AND \(date) BETWEEN FIRST_DATE AND LAST_DATE)
                """
            ) { Ages(created: $0.int(0), seen: $0.int(1)) }
        }
        // No snapshot before it was created; from Wednesday to Sunday are 4 days.
        #expect(try ages("p0", 0) == [])
        #expect(try ages("p0", 1) == [.init(created: 4, seen: nil)])
        #expect(try ages("p0", 2) == [.init(created: 11, seen: nil)])
        #expect(try ages("p0", 3) == [.init(created: 18, seen: 0)])
        // Long dormant by then: 39 - 1 weeks and 4 days.
        #expect(try ages("p0", 39) == [.init(created: 270, seen: 252)])
        // Usage proves existence: the later day of creation is taken as unknown, then and ever after.
        #expect(try ages("p1", 1) == [])
        #expect(try ages("p1", 2) == [.init(created: nil, seen: 0)])
        #expect(try ages("p1", 39) == [.init(created: nil, seen: 259)])
        // Nobody says when it was created.
        #expect(try ages("p2", 0) == [.init(created: nil, seen: 0)])
        #expect(try ages("p2", 20) == [.init(created: nil, seen: 140)])
        // Never used, with and without a day of creation.
        #expect(try ages("p3", 1) == [])
        #expect(try ages("p3", 2) == [.init(created: 2, seen: nil)])
        #expect(try ages("p3", 39) == [.init(created: 261, seen: nil)])
        #expect(try ages("p4", 0) == [.init(created: nil, seen: nil)])
    }

    /// Rows cut by age hold for all their Sundays, and stand for the same Sundays as the spans.
    @Test func spansCutByAge() throws {
        let folder = try TemporaryFolder()
        // Created 700 days before the first Sunday: 104 weeks old on the fourth one.
        let company = try TableCompany(
            portals: [.init(), .init(created: Self.monday - 694), .init(), .init(created: Self.monday + 18)],
            usage: [.init(0, Self.monday, [1, 0, 1, 0])])
        let snapshots = try company.snapshots(asOf: Self.asOf, in: folder)
        let period = SnapshotPeriod(first: Self.sunday(0), last: Self.asOf)
        let rows = try company.connection.rows(
            """
            SELECT id, DAYS_SINCE_CREATED, (FIRST_DATE - DATE '\(unsafe: Self.sunday(0))') // 7,
                (LAST_DATE - DATE '\(unsafe: Self.sunday(0))') // 7
            FROM \(SnapshotFiles(snapshots).coldByAge([period])) ORDER BY ALL
            """
        ) { row in [row.string(0)!] + (1...3).map { row.int($0).map(String.init) ?? "-" } }
        let young = (2...39).map { ["p3", "\(2 + 7 * ($0 - 2))", "\($0)", "\($0)"] }
        #expect(
            rows == [
                ["p1", "700", "0", "0"], ["p1", "707", "1", "1"], ["p1", "714", "2", "2"], ["p1", "721", "3", "3"],
                ["p1", "728", "4", "39"], ["p2", "-", "0", "39"],
            ] + young.sorted { Int($0[1])! < Int($1[1])! })
        // With one label and the other: 700 to 728 in weeks, the unknown age, and p3's days below 28 and weeks after.
        let bound = try #require(snapshots.counts.coldRows)
        #expect(bound == 2 * (5 + 1 + 38))
    }
}
