import Base
import DuckDB
import TestSupport
import Testing

@testable import Snapshots

/// Portals on Sundays on which all their rows have left every window.
@Suite struct DormantSpanTests {
    private static let monday = ExtendedSetTests.monday
    /// The first Sunday, then 79 more.
    private static let asOf = monday + 6 + 7 * 79

    /// Portal 0 comes back after 40 weeks, 1 converts while it is dormant, and 2 on its first dormant Sunday's Friday.
    private static func company(_ features: FeatureSetName, _ population: Population = .all) throws -> TableCompany {
        var configuration = TableCompany.configuration
        configuration.features.set = features
        configuration.snapshots.population = population
        return try TableCompany(
            configuration,
            portals: [.init(), .init(close: monday + 200, industry: "retail"), .init(close: monday + 95)],
            usage: [
                .init(0, monday, [3, 1, 2, 1]), .init(0, monday + 280, [5, 0, 4, 0]), .init(1, monday, [1, 0, 1, 0]),
                .init(2, monday, [0, 7, 0, 2]),
            ])
    }

    /// A row of a Monday is in the window of 84 days on twelve Sundays.
    @Test func spansOfTheExtendedSet() throws {
        let folder = try TemporaryFolder()
        let company = try Self.company(.extended)
        let snapshots = try company.snapshots(asOf: Self.asOf, in: folder)
        // Sundays 12 to 39 and 52 to 79 of portal 0, 12 to 27 of portal 1. One Sunday is no span.
        #expect(snapshots.dormant?.spans == 3)
        #expect(snapshots.dormant?.snapshots == 28 + 28 + 16)
        #expect(snapshots.counts.snapshots == 80 + 28 + 13)
        // Sundays 24 to 27 of portal 1, and 9 to 12 of portal 2.
        #expect(snapshots.counts.positives == 4 + 4)
        let reference = ExtendedSetReference(snapshots: snapshots, connection: company.connection)
        let (rows, different) = try reference.differences()
        #expect(rows == 121)
        #expect(different == [])
    }

    /// In the basic set the longest window has 30 days: a row is in it on four Sundays.
    @Test func spansOfTheBasicSet() throws {
        let folder = try TemporaryFolder()
        let company = try Self.company(.basic)
        let snapshots = try company.snapshots(asOf: Self.asOf, in: folder)
        #expect(snapshots.dormant?.snapshots == (40 - 4) + (80 - 44) + (28 - 4) + (13 - 4))
        #expect(snapshots.counts.snapshots == 80 + 28 + 13)
        #expect(snapshots.counts.positives == 4 + 4)
        let wrong = try company.connection.row(
            """
            SELECT count(*) FILTER (DAYS_SINCE_LAST_ACTIVITY <> DATE - (
                SELECT max(day) FROM usage u JOIN portals p USING (portal) WHERE p.id = s.id AND u.day <= s.DATE))
            FROM \(SnapshotFiles(snapshots).all) s
            """
        ) { $0.int(0)! }
        #expect(wrong == 0)
    }

    @Test(arguments: [FeatureSetName.basic, .extended])
    func oneSundayAndPeriodsAreThoseOfAll(features: FeatureSetName) throws {
        let folder = try TemporaryFolder()
        let company = try Self.company(features)
        let files = SnapshotFiles(try company.snapshots(asOf: Self.asOf, in: folder))
        func differences(_ left: String, _ right: String) throws -> [Int] {
            try company.connection.row(
                """
                SELECT (SELECT count(*) FROM \(unsafe: left)), (SELECT count(*) FROM (FROM \(unsafe: left) EXCEPT ALL FROM \(unsafe: right))),
                    (SELECT count(*) FROM (FROM \(unsafe: right) EXCEPT ALL FROM \(unsafe: left)))
                """
            ) { row in (0..<3).map { row.int($0)! } }
        }
        for (week, free) in [(0, 3), (3, 3), (12, 3), (13, 2), (27, 2), (39, 1), (40, 1), (79, 1)] {
            let sunday = Self.monday + 6 + 7 * week
            let found = try differences(files.on(sunday).text, "(FROM \(files.all.text) WHERE DATE = DATE '\(sunday)')")
            #expect(found == [free, 0, 0], "week \(week)")
        }
        let period = SnapshotPeriod(first: Self.monday, last: Self.monday + 6 + 7 * 45, step: 3)
        let sundays = period.sundays.map { "DATE '\($0)'" }.joined(separator: ", ")
        let found = try differences(files.during(period).text, "(FROM \(files.all.text) WHERE DATE IN (\(sundays)))")
        // Every third of Sundays 0 to 45, of which portal 1 has those to 27 and portal 2 those to 12.
        #expect(found == [16 + 10 + 5, 0, 0])
    }

    /// The observed span is what other tools write, row by row.
    @Test func noneUnderObservedSpan() throws {
        let folder = try TemporaryFolder()
        let company = try Self.company(.extended, .observedSpan)
        let snapshots = try company.snapshots(asOf: Self.asOf, in: folder)
        // Portal 0 up to Sunday 39, the last before its last row.
        #expect(snapshots.counts.snapshots == 40)
        #expect(snapshots.dormant == nil)
    }
}
