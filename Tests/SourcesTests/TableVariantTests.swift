import Base
import DuckDB
import Foundation
import Sources
import TestSupport
import Testing

/// The changed copies of the tables, read back.
@Suite struct TableVariantTests {
    /// Reads the company, writes a variant, and reads that into a database of its own.
    private func variant(_ variant: TableVariant, of company: SmallCompany = try! SmallCompany()) throws -> Connection {
        func read(_ configuration: SourceSettings) throws -> Connection {
            let connection = try Database.open().connect()
            let result = try SourceReader(
                configuration: configuration, today: SmallCompany.today, connection: connection,
                progress: SilentProgress()
            ).read()
            _ = try #require(result.company, "\(result.report)")
            return connection
        }
        let connection = try read(company.configuration)
        let folder = company.folder.path + "/variant"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let writer = TableVariantWriter(configuration: company.configuration, connection: connection)
        return try read(writer.write(variant, to: folder))
    }

    private func portals(_ connection: Connection) throws -> [String] {
        try connection.rows(
            """
            SELECT concat_ws('|', id, coalesce(close_date::VARCHAR, '-'), "EMPLOYEE_RANGE", "INDUSTRY") FROM portals
            ORDER BY id
            """
        ) { $0.string(0)! }
    }

    private func usage(_ connection: Connection) throws -> [String] {
        try connection.rows(
            """
            SELECT concat_ws('|', id, day, "A", "B", "U") FROM usage JOIN portals USING (portal) ORDER BY ALL
            """
        ) { $0.string(0)! }
    }

    /// As it was on the evening of the 15th of January: 101 closed on that day, 102 is free.
    @Test func cutAtADay() throws {
        let connection = try variant(.cut(after: Day(year: 2020, month: 1, day: 15)))
        #expect(
            try portals(connection) == [
                "101|2020-01-15|2 to 5", "102|-|10,001 or more|SOFTWARE", "103|-|2 to 5",
                "104|-|6 to 10|RETAIL, \"FOOD\"", "105|-|Späti",
            ])
        let cut = try usage(connection)
        #expect(
            cut == [
                "101|2020-01-06|5|0|1", "102|2020-01-06|12|3|2", "103|2020-01-13|0|0|0", "104|2020-01-13|7|0|1",
            ])
    }

    /// Every row is there under another name, the same for the portal and its usage.
    @Test func renamed() throws {
        let company = try SmallCompany()
        let connection = try variant(.renamed(seed: 3), of: company)
        let ids = try Database.open().connect().rows(
            "SELECT id, renamed FROM '\(unsafe: company.folder.path)/variant/ids.parquet' ORDER BY id"
        ) { ($0.string(0)!, $0.string(1)!) }
        #expect(Set(ids.map(\.1)) == ["101", "102", "103", "104", "105"])
        #expect(ids.contains { $0.0 != $0.1 })
        let back = Dictionary(uniqueKeysWithValues: ids.map { ($0.1, $0.0) })
        func restored(_ rows: [String]) -> [String] {
            rows.map { back[String($0.prefix(3))]! + $0.dropFirst(3) }.sorted()
        }
        #expect(
            try restored(portals(connection)) == [
                "101|2020-01-15|2 to 5", "102|2020-03-01|10,001 or more|SOFTWARE", "103|-|2 to 5",
                "104|-|6 to 10|RETAIL, \"FOOD\"", "105|-|Späti",
            ])
        #expect(try restored(usage(connection)).count == 6)
        #expect(try restored(usage(connection)).contains("105|2020-01-20|1|4294967295|1"))
    }

    /// The same close dates, of other portals; all else stays with its portal.
    @Test func shuffledCloseDates() throws {
        var owners: Set<String> = []
        for seed in 1...12 {
            let connection = try variant(.shuffledCloseDates(seed: seed))
            let closed = try connection.rows(
                "SELECT id, close_date::VARCHAR FROM portals WHERE close_date IS NOT NULL ORDER BY close_date"
            ) { ($0.string(0)!, $0.string(1)!) }
            #expect(closed.map(\.1) == ["2020-01-15", "2020-03-01"])
            owners.formUnion(closed.map(\.0))
            #expect(try usage(connection).count == 6)
            #expect(
                try portals(connection).map { $0.split(separator: "|").dropFirst(2).joined() } == [
                    "2 to 5", "10,001 or moreSOFTWARE", "2 to 5", "6 to 10RETAIL, \"FOOD\"", "Späti",
                ])
        }
        #expect(owners.count >= 4)
    }
}
