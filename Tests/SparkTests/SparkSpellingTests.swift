import Base
import Foundation
import Sources
import TestSupport
import Testing

/// Values as people and programs spell them: both engines take, mend and refuse the same.
@Suite(.enabled(if: PreparedSpark.home != nil), .serialized) struct SparkSpellingTests {
    private static let dates = [
        "2026-05-04", "2026/05/04", "2026-5-4", "2026-05-04 10:00:00", "2026-05-04T10:00:00Z",
        "2026-05-04 23:30:00-05", "2026-05-04 10:00:00.123456", " 2026-05-04 ", "2026-05-04 10:00", "2026-05",
        "2026", "20260504", "10:00", "2026-02-30", "05/04/2026", "", "  ", "yesterday", "2026-05-04 25:00:00",
        "1999-12-31", "2050-01-01", "2026-05-04 10:00:00 Europe/Berlin", "2026-05-04T10:00", "2026-05-04 soon",
    ]
    private static let counts = [
        "3", "3.0", "1e1", " 3 ", "+3", "-1", "-1.5", "3.7", "", "  ", "NaN", "inf", "Infinity", "3d", "3f",
        "4294967295", "4294967296", "-0", "-0.0", "3.", ".0", "12345678901234567890", "three", "\"1,000\"", "1 000",
    ]
    private static let ids = ["42", "042", " 42 ", "42.0", "+42", "unknown-1", "99999", "", "  ", "\"42\""]

    @Test func bothEnginesReadTheSame() throws {
        let folder = try TemporaryFolder()
        let header = "WHEN_TIMESTAMP,A,U,other,id"
        var rows = Self.dates.enumerated().map { "\($1),1,1,x,\(100 + $0)" }
        rows += Self.counts.enumerated().map { "2026-05-11,\($1),1,x,\(200 + $0)" }
        rows += Self.counts.enumerated().map { "2026-05-18,2,\($1),\"a, b\",\(200 + $0)" }
        rows += Self.ids.enumerated().map { "2026-05-\(10 + $0),7,2,,\($1)" }
        rows += ["2026-05-11,1,1", "2026-05-11,1,1,x,210,more", "", "2026-05-11,1,1,x,\u{FFFD}"]
        // Several rows of a portal and day; the most users of a day is their sum.
        rows += (0..<40).map { "2026-05-\(10 + $0 % 5),\($0),3,x,\(300 + $0 % 3)" }
        try folder.write("usage/a.csv", ([header] + rows).joined(separator: "\n") + "\n")
        // Another order of columns and another delimiter, and a name that patterns use.
        let more = (0..<20).map { "\(300 + $0 % 4);2;5;2026-06-0\(1 + $0 % 9)" }
        try folder.write(
            "usage/b [1] {x},*.csv", (["id;A;U;WHEN_TIMESTAMP"] + more).joined(separator: "\r\n") + "\r\n")
        let portals = [42, 43] + Array(100..<130) + Array(200..<230) + Array(300..<306)
        try folder.write(
            "free.csv", "id,SIZE\n" + portals.dropFirst(3).map { "\($0),small\n" }.joined())
        try folder.write(
            "paying.csv", "id,CLOSEDATE,MRR,SIZE\n" + portals.prefix(3).map { "\($0),2026-06-10,10,big\n" }.joined())
        let config = try folder.write(
            "prospect.yaml",
            """
            sources: {customers: paying.csv, noncustomers: free.csv, usage: usage}
            columns: {actions: [A], users: [U]}
            firmographics: {SIZE: category}
            checks: {tolerance: 1}
            """)
        let asOf = ["snapshots", "--as-of", "2026-06-14"]
        let duckdb = try ProspectRun.run(asOf, config: config, output: folder.path + "/duckdb")
        let spark = try ProspectRun.run(
            asOf, config: config, output: folder.path + "/spark",
            ["engine=spark", "spark.master=local[2]", "spark.partitions=3"] + PreparedSpark.settings)
        #expect(try RunContents.differences(duckdb, spark) == 0)
        let different = try Self.findings(of: spark).difference(from: Self.findings(of: duckdb)).map { "\($0)" }
        #expect(different.isEmpty, "\(different.joined(separator: "\n"))")
        #expect(try Self.findings(of: duckdb).count > 8)
        let others = try Self.quarantine(of: spark).difference(from: Self.quarantine(of: duckdb)).map { "\($0)" }
        #expect(others.isEmpty, "\(others.joined(separator: "\n"))")
        #expect(try Self.quarantine(of: duckdb).count > 30)
    }

    /// What only DuckDB sees: copies of rows, which Spark has added up, and the spellings of ids in the first rows.
    private static let ofDuckDBAlone: Set = ["repeated-rows", "repeated-portal-days", "doubled-days", "id-form"]

    /// All that was found, but the places, which Spark does not know.
    private static func findings(of run: ProspectRun) throws -> [String] {
        let report = try JSONDecoder().decode(
            CheckReport.self, from: Data(contentsOf: URL(fileURLWithPath: run.folder + "/checks.json")))
        return
            (report.findings.filter { !ofDuckDBAlone.contains($0.check) }
            .map { "\($0.check) \($0.table) \($0.column ?? "") \($0.count) \($0.message)" }
            + report.tables.map { "\($0.table) \($0.rows) \($0.setAside)" }).sorted()
    }

    /// The rows that were set aside, without their file and line.
    private static func quarantine(of run: ProspectRun) throws -> [String] {
        let text = try String(contentsOfFile: run.folder + "/quarantine.csv", encoding: .utf8)
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            // table, file, line, column, value, rows, reason; a file's name may have commas.
            return ([cells[0]] + cells.suffix(4)).joined(separator: ",")
        }.filter { !$0.contains("header's columns") }.sorted()
    }
}
