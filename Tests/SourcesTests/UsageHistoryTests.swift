import DuckDB
import Foundation
import ProspectCore
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
}
