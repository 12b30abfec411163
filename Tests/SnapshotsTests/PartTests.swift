import Base
import DuckDB
import Foundation
import Sources
import TestSupport
import Testing
import UsageStore

@testable import Snapshots

/// Parts of a company, one by one.
@Suite struct PartTests {
    /// A part whose portals have no usage is a file without rows, with the columns of the others.
    @Test func aPartWithoutRows() throws {
        let folder = try TemporaryFolder()
        let monday = ExtendedSetTests.monday
        let company = try TableCompany(
            portals: [.init(), .init(close: monday + 3), .init(), .init(close: monday + 40), .init()],
            usage: [
                .init(3, monday, [1, 0, 1, 0]), .init(4, monday, [0, 2, 0, 1]), .init(3, monday + 60, [9, 9, 9, 9]),
            ])
        let asOf = monday + 6 + 7 * 9
        try FileManager.default.createDirectory(
            atPath: folder.path + "/dormant", withIntermediateDirectories: false)
        let writer = PartWriter(
            configuration: company.configuration, asOf: asOf,
            schedule: Schedule(population: .all, weekday: .sunday, asOf: asOf, firstSunday: monday + 6),
            closeDays: CloseDays([.max, (monday + 3).daysSinceEpoch, .max, (monday + 40).daysSinceEpoch, .max]),
            folder: folder.path, dormantFolder: folder.path + "/dormant",
            dormantFiles: DormantFiles(parts: [0..<3, 3..<5, 5..<5]),
            layout: WalkLayout(
                company.configuration.snapshots, features: company.configuration.features,
                names: company.configuration.columns), usage: company.usage,
            firstUsage: FirstUsage(portals: 5))
        #expect(try writer.write(0, portals: 0..<3, connection: company.connection) == .init())
        let written = try writer.write(1, portals: 3..<5, connection: company.connection)
        #expect((written.snapshots, written.portals, written.dormantSpans) == (5 + 10, 2, 0))
        #expect(try writer.write(2, portals: 5..<5, connection: company.connection) == .init())
        let (rows, last) = try company.connection.row(
            "SELECT count(*), max(DATE) FILTER (WHERE id = 'p3') FROM '\(unsafe: folder.path)/*.parquet'"
        ) { ($0.int(0)!, $0.int(1)!) }
        #expect(rows == 15)
        // The last Sunday before the close; nothing of the row after it.
        #expect(last == Int((monday + 39).onOrBefore(.sunday).daysSinceEpoch))
    }

    /// DuckDB keeps a table function as long as the database: the rows behind it must not stay that long.
    @Test func rowsAreGivenBack() throws {
        let company = try TableCompany(
            portals: [.init()], usage: [.init(0, ExtendedSetTests.monday, [1, 1, 1, 1])])
        let days = try company.usage.rows(of: 0..<1, through: ExtendedSetTests.monday)
        #expect(days.count == 1 && !days.isReleased)
        days.release()
        days.release()
        #expect(days.isReleased)
    }
}
