import Base
import DuckDB
import Foundation
import SampleCompany
import Synchronization
import Testing

/// What lands in the folder, and what never does.
@Suite struct SampleFilesTests {
    @Test(arguments: SampleFormat.allCases)
    func sameArgumentsSameBytes(format: SampleFormat) throws {
        let folders = try [TemporaryFolder(), TemporaryFolder(), TemporaryFolder()]
        for (folder, seed) in zip(folders, [1, 1, 2]) {
            _ = try SampleCompany(portals: 300, weeks: 20, seed: seed).write(to: folder.path, format: format)
        }
        let names = ["customers", "noncustomers", "usage_actions"].map { "\($0).\(format.fileExtension)" }
        for name in names {
            #expect(try folders[0].names() == names)
            #expect(try folders[0].bytes(name) == folders[1].bytes(name))
            #expect(try folders[0].bytes(name) != folders[2].bytes(name))
        }
    }

    @Test func columnsAreSpelledAsInTheSourceSystem() throws {
        let folder = try TemporaryFolder()
        _ = try SampleCompany(portals: 1_500, weeks: 30).write(to: folder.path)
        func lines(_ name: String) throws -> [Substring] {
            try String(decoding: folder.bytes(name), as: UTF8.self).split(separator: "\n", maxSplits: 2)
        }
        let customers = try lines("customers.csv")
        #expect(customers[0] == "CLOSEDATE,MRR,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY,id")
        #expect(try customers[1].wholeMatch(of: Regex(#"\d{4}-\d\d-\d\d,\d+(\.\d\d?)?,\d*,.*,.*,\d{8}"#)) != nil)
        let noncustomers = try lines("noncustomers.csv")
        #expect(noncustomers[0] == "ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY,id")
        let usage = try lines("usage_actions.csv")
        #expect(
            usage[0] == """
                WHEN_TIMESTAMP,ACTIONS_CRM_CONTACTS,ACTIONS_CRM_COMPANIES,ACTIONS_CRM_DEALS,ACTIONS_EMAIL,\
                USERS_CRM_CONTACTS,USERS_CRM_COMPANIES,USERS_CRM_DEALS,USERS_EMAIL,id
                """)
        #expect(try usage[1].wholeMatch(of: Regex(#"\d{4}-\d\d-\d\d 00:00:00\.000(,\d+){8},\d{8}"#)) != nil)
    }

    @Test func parquetHoldsTheSameRowsWithTypes() throws {
        let folder = try TemporaryFolder()
        let company = try SampleCompany(portals: 600, weeks: 40)
        _ = try company.write(to: folder.path, format: .csv)
        _ = try company.write(to: folder.path, format: .parquet)
        let connection = try Database.open().connect()
        for name in ["customers", "noncustomers", "usage_actions"] {
            let parquet = SQL.literal(folder.file("\(name).parquet"))
            let csv = SQL.literal(folder.file("\(name).csv"))
            let different = try connection.row(
                "SELECT count(*) FROM (FROM \(unsafe: parquet) EXCEPT ALL FROM \(unsafe: csv))"
            ) { $0.int(0) }
            #expect(different == 0)
        }
        let types = try connection.rows(
            "SELECT column_type FROM (DESCRIBE FROM \(literal: folder.file("usage_actions.parquet")))"
        ) { $0.string(0) }
        #expect(types == ["TIMESTAMP"] + Array(repeating: "INTEGER", count: 9))
    }

    @Test func existingFilesAreKeptUnlessToldOtherwise() throws {
        let folder = try TemporaryFolder()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("noncustomers.csv")))
        let company = try SampleCompany(portals: 50, weeks: 4)
        let error = #expect(throws: SampleError.self) { try company.write(to: folder.path) }
        #expect(error?.exitCode == .badInput)
        #expect(error?.remedy?.contains("--overwrite") == true)
        #expect(try folder.names() == ["noncustomers.csv"])
        #expect(try folder.bytes("noncustomers.csv") == Data("mine".utf8))

        let summary = try company.write(to: folder.path, overwriting: true)
        #expect(summary.customers + summary.noncustomers == 50)
        #expect(try folder.names() == ["customers.csv", "noncustomers.csv", "usage_actions.csv"])
    }

    @Test func foldersAreCreated() throws {
        let folder = try TemporaryFolder()
        let inner = folder.file("it's/new")
        let summary = try SampleCompany(portals: 20, weeks: 4).write(to: inner, format: .csvGzip)
        for file in summary.files { #expect(FileManager.default.fileExists(atPath: file)) }
    }

    @Test func aFileInPlaceOfTheFolderIsAnError() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.file("taken")))
        let error = #expect(throws: SampleError.self) {
            try SampleCompany(portals: 20, weeks: 4).write(to: folder.file("taken"))
        }
        #expect(error?.exitCode == .failure)
    }

    @Test func cancellingLeavesNothingBehind() throws {
        let folder = try TemporaryFolder()
        let cancellation = Cancellation()
        cancellation.cancel()
        let error = #expect(throws: SampleError.self) {
            try SampleCompany(portals: 3_000, weeks: 4).write(to: folder.path, cancellation: cancellation)
        }
        #expect(error?.exitCode == .interrupted)
        #expect(try folder.names() == [])
    }

    @Test func progressCountsPortals() throws {
        let folder = try TemporaryFolder()
        let log = ProgressLog()
        let summary = try SampleCompany(portals: 1_500, weeks: 2).write(to: folder.path, progress: log)
        #expect(
            log.lines.withLock { $0 } == [
                "Writing customers 1500 portals", "0", "1024", "\(summary.customers) rows",
                "Writing free portals 1500 portals", "0", "1024", "\(summary.noncustomers) rows",
                "Writing usage 1500 portals", "0", "1024", "\(summary.usageRows) rows",
            ])
    }
}

private final class ProgressLog: ProgressReporter {
    let lines = Mutex<[String]>([])

    func begin(_ step: String, total: Int?, unit: String) {
        lines.withLock { $0.append("\(step) \(total ?? 0) \(unit)") }
    }

    func advance(to completed: Int) { lines.withLock { $0.append("\(completed)") } }

    func end(_ summary: String) { lines.withLock { $0.append(summary) } }
}
