import Base
import DuckDB
import Foundation
import TestSupport
import Testing

@testable import Sources

/// Usage in dated folders, of which only those are read that the history needs.
@Suite struct UsageHistoryTests {
    private static let files = [
        "u/week=2019-12-30/a.csv", "u/week=2020-01-06/a.csv", "u/week=2020-01-06/b.csv", "u/week=2020-01-13/a.csv",
        "u/week=2020-01-20/a.csv",
    ]

    @Test(arguments: [
        (1, nil, ["2020-01-20"]), (2, nil, ["2020-01-13", "2020-01-20"]),
        (3, nil, ["2020-01-06", "2020-01-06", "2020-01-13", "2020-01-20"]),
        // The Sunday of the latest week, and one of before: what is later is still there to be seen.
        (1, "2020-01-26", ["2020-01-20"]), (1, "2020-01-19", ["2020-01-13", "2020-01-20"]),
        (5_000, nil, ["2019-12-30", "2020-01-06", "2020-01-06", "2020-01-13", "2020-01-20"]),
    ])
    func keptFolders(weeks: Int, asOf: String?, expected: [String]) {
        let kept = UsageHistory(weeks: weeks, asOf: asOf.map { Day($0)! }).keep(Self.files)
        #expect(kept?.map { String($0.dropFirst(7).prefix(10)) } == expected)
    }

    @Test func folders() {
        #expect(UsageHistory.date(of: "/x/dt=2020-01-06/p.parquet") == Day(year: 2020, month: 1, day: 6))
        #expect(UsageHistory.date(of: "/x/week=2020-01-06/hour=7/p.parquet") == Day(year: 2020, month: 1, day: 6))
        for none in ["week=2020-01-06", "/x/2020-01-06/p", "/x/week=2020-13-06/p", "/x/week=/p", "p"] {
            #expect(UsageHistory.date(of: none) == nil)
        }
        #expect(UsageHistory(weeks: 1, asOf: nil).keep(["a/week=2020-01-06/a", "a/b"]) == nil)
    }

    /// The same company with its usage in one file, and in folders of which the first holds what cannot be read.
    @Test func oldFoldersAreNotOpened() throws {
        let company = try SmallCompany()
        let rows = SmallCompany.usage.split(separator: "\n").map(String.init)
        for week in ["2020-01-06", "2020-01-13", "2020-01-20"] {
            let text = [rows[0]] + rows.filter { $0.contains(week) }
            try company.folder.write("dated/week=\(week)/part.csv", text.joined(separator: "\n") + "\n")
        }
        try company.folder.write("dated/week=2019-12-30/part.csv", Data([0, 1, 2, 3]))
        company.locate(.usage, company.folder.path + "/dated")
        #expect(try company.read().tables == nil)
        company.configuration.sources.usageHistory = 3
        let all = try #require(try company.read().tables)
        #expect(all.usageRows == 6)
        company.configuration.sources.usageHistory = 2
        let two = try #require(try company.read().tables)
        #expect(two.usageRows == 4)
        #expect(two.firstUsage == Day(year: 2020, month: 1, day: 13))

        company.locate(.usage, company.folder.path + "/usage.csv")
        #expect(try company.read().report.errors.map(\.check) == ["no-dated-folders"])
    }

    /// A Parquet file of which the old row groups cannot be read: their bytes are overwritten.
    @Test(arguments: ["DATE", "TIMESTAMP", "TIMESTAMP_NS"])
    func oldRowGroupsAreNotRead(type: String) throws {
        let company = try SmallCompany()
        let connection = try Database.open().connect()
        let file = company.folder.path + "/usage.parquet"
        let rows = SmallCompany.usage.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let names = rows[0]
        let time = try #require(names.firstIndex(of: company.configuration.columns.timestamp))
        // A week a row group: DuckDB writes groups of 2,048 rows at least, so the first rows are padded.
        let values = rows.dropFirst().map { row in
            "("
                + row.enumerated().map { $0 == time ? "TIMESTAMP '\($1)'" : $1.isEmpty ? "NULL" : "'\($1)'" }.joined(
                    separator: ", ") + ")"
        }
        let columns = names.map { "\"\($0)\"" }.joined(separator: ", ")
        try connection.execute(
            "CREATE TABLE u AS FROM (VALUES \(unsafe: values.joined(separator: ", "))) t(\(unsafe: columns))")
        try connection.execute(
            """
            COPY (
                SELECT * EXCLUDE (back)
                    REPLACE (("\(unsafe: names[time])" - to_weeks(back))::\(unsafe: type) AS "\(unsafe: names[time])")
                FROM (SELECT u.*, 0 AS back FROM u UNION ALL SELECT u.*, (52 + i // 100)::INTEGER AS back FROM u, range(2000) t(i))
                ORDER BY "\(unsafe: names[time])"
            ) TO '\(unsafe: file)' (FORMAT parquet, ROW_GROUP_SIZE 2048)
            """)
        let (groups, old) = try connection.row(
            """
            SELECT max(row_group_id), max(data_page_offset + total_compressed_size) FILTER (row_group_id <= 3)
            FROM parquet_metadata('\(unsafe: file)')
            """
        ) { ($0.int(0)!, $0.int(1)!) }
        #expect(groups > 4)
        var bytes = try Data(contentsOf: URL(filePath: file))
        for index in 4..<old { bytes[index] = 0xAB }
        try bytes.write(to: URL(filePath: file))
        company.locate(.usage, file)
        #expect(try company.read().tables == nil)
        company.configuration.sources.usageHistory = 2
        let two = try #require(try company.read().tables)
        #expect(two.usageRows == 4)
        #expect(two.firstUsage == Day(year: 2020, month: 1, day: 13))
    }

    /// What keeps rows from being left out is said as what it is.
    @Test(arguments: [
        ("\"id\", A, B, U", "missing-column"), ("*, 1 AS WHEN_TIMESTAMP_2", nil),
        ("* REPLACE (to_timestamp(1578268800) AS WHEN_TIMESTAMP)", "no-dated-rows"),
        ("* REPLACE (WHEN_TIMESTAMP::VARCHAR AS WHEN_TIMESTAMP)", "no-dated-rows"),
        ("* REPLACE (NULL::DATE AS WHEN_TIMESTAMP)", "missing-date"),
    ])
    func whatKeepsRowsFromBeingLeftOut(columns: String, expected: String?) throws {
        let company = try SmallCompany()
        let file = company.folder.path + "/usage.parquet"
        try Database.open().connect().execute(
            """
            COPY (SELECT \(unsafe: columns) FROM read_csv('\(unsafe: company.folder.path)/usage.csv', all_varchar = true,
                types = {'WHEN_TIMESTAMP': 'TIMESTAMP'})) TO '\(unsafe: file)' (FORMAT parquet)
            """)
        company.locate(.usage, file)
        company.configuration.sources.usageHistory = 2
        let checks = try company.read().report.findings.filter { $0.severity == .error }.map(\.check)
        if let expected { #expect(checks.contains(expected), "\(checks)") } else { #expect(checks == []) }
    }

    /// A file that is no Parquet is told as without the setting.
    @Test func aFileThatIsNoParquet() throws {
        let company = try SmallCompany()
        let file = try company.folder.write("usage.parquet", Data(repeating: 7, count: 4000))
        company.locate(.usage, file)
        let without = try company.read().report.errors.map(\.check)
        company.configuration.sources.usageHistory = 2
        #expect(try company.read().report.errors.map(\.check) == without)
        #expect(!without.isEmpty)
    }

    /// What is wrong keeps its row's number, and a row without a date is not lost.
    @Test func rowsKeepTheirNumbers() throws {
        let company = try SmallCompany()
        let connection = try Database.open().connect()
        let file = company.folder.path + "/usage.parquet"
        let time = company.configuration.columns.timestamp
        let count = company.configuration.columns.counts[0]
        try connection.execute(
            """
            COPY (
                SELECT * EXCLUDE (n) REPLACE (CASE WHEN n = 5 THEN NULL ELSE "\(unsafe: time)"::TIMESTAMP END AS "\(unsafe: time)",
                    CASE WHEN n = 6 THEN '-3' ELSE "\(unsafe: count)" END AS "\(unsafe: count)")
                FROM (SELECT *, row_number() OVER (ORDER BY "\(unsafe: time)") AS n
                    FROM read_csv('\(unsafe: company.folder.path)/usage.csv', all_varchar = true)) ORDER BY n
            ) TO '\(unsafe: file)' (FORMAT parquet)
            """)
        company.locate(.usage, file)
        company.configuration.sources.usageHistory = 2
        company.configuration.checks.tolerance = 1
        let read = try company.read()
        #expect(try #require(read.tables).usageRows == 2)
        let lines = read.report.findings.flatMap(\.examples).map(\.line)
        #expect(Set(lines) == [5, 6])
    }
}
