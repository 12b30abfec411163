import Base
import Foundation
import Modeling
import Pipeline
import Settings
import Snapshots
import Sources
import Testing

/// The keys that say how the tables are read.
@Suite struct ReadingSettingsTests {
    @Test func formatsOfDates() throws {
        func formats(_ text: String) throws -> [DateColumn: DateFormat] {
            try TemporaryFolder("columns: {date_format: \(text)}").load().configuration.columns.dateFormat
        }
        #expect(try formats("auto") == [:])
        #expect(try formats("Day-First") == [.closeDate: .dayFirst, .created: .dayFirst, .timestamp: .dayFirst])
        #expect(
            try formats("{close_date: '%d.%m.%y', created: auto, timestamp: epoch-milliseconds}")
                == [.closeDate: .pattern("%d.%m.%y"), .timestamp: .epochMilliseconds])
        let folder = try TemporaryFolder("")
        let set = try folder.load(["columns.date_format.close_date=%d/%m/%y", "columns.date_format.timestamp=excel"])
        #expect(set.configuration.columns.dateFormat == [.closeDate: .pattern("%d/%m/%y"), .timestamp: .excel])
        let again = try TemporaryFolder(set.yaml).load().configuration
        #expect(again == set.configuration)
        #expect(
            try folder.load(["columns.date_format=%d.%m.%Y"]).configuration.columns.format(of: .created)
                == .pattern("%d.%m.%Y"))
    }

    @Test(arguments: [
        ("columns: {date_format: sometimes}", "must be auto, month-first, day-first, excel"),
        ("columns: {date_format: '%d.%m'}", "must be a pattern that names year, month and day, but is '%d.%m'."),
        ("columns: {date_format: '%Q'}", "A pattern is made of %Y, %y, %m"),
        ("columns: {date_format: {closed: excel}}", "columns.date_format.closed is not a known key."),
        ("columns: {id_form: loose}", "must be exact, number or caseless, not 'loose'."),
        ("columns: {number_format: dot}", "must be auto, point or comma, not 'dot'."),
        ("time_zone: Europe/Berln", "The nearest is Europe/Berlin."),
        ("checks: {highest_revenue: 0}", "must be a number above 0"),
        ("checks: {oldest_date: 1990}", "must be a day as YYYY-MM-DD"),
        (
            "sources: {usage: {file: a.csv, header_line: 0}}",
            "sources.usage.header_line must be the number of a line, from 1"
        ),
        ("sources: {usage: {header_line: 2}}", "but has no 'file'."),
        ("sources: {usage: {file: a.csv, page: 2}}", "sources.usage.page is not a known key."),
    ])
    func refusals(text: String, told: String) throws {
        let problems = try TemporaryFolder(text).problems()
        #expect(problems.count == 1)
        #expect(problems.first?.contains(told) == true, "\(problems)")
    }

    @Test func values() throws {
        let folder = try TemporaryFolder(
            """
            sources: {customers: {file: report.csv, header_line: 4}, noncustomers: {file: b.xlsx, sheet: Free}}
            columns: {revenue: null, id_form: caseless, number_format: comma, missing: [null, "none", 0]}
            time_zone: America/New_York
            checks: {oldest_date: 1990-01-01, highest_revenue: 5e7}
            """)
        let loaded = try folder.load()
        let configuration = loaded.configuration
        #expect(configuration.sources.customers == .file("\(folder.path)/report.csv", headerLine: 4, sheet: nil))
        #expect(configuration.sources.noncustomers == .file("\(folder.path)/b.xlsx", headerLine: 1, sheet: "Free"))
        #expect(configuration.columns.revenue == nil)
        #expect(configuration.columns.idForm == .caseless)
        #expect(configuration.columns.numberFormat == .comma)
        #expect(configuration.columns.missing == ["null", "none", "0"])
        #expect(configuration.timeZone == "America/New_York")
        #expect(configuration.checks.oldestDate == Day("1990-01-01"))
        #expect(configuration.checks.highestRevenue == 5e7)
        #expect(try TemporaryFolder(loaded.yaml).load().configuration == configuration)
        #expect(try folder.load(["columns.missing=[]"]).configuration.columns.missing == [])
    }

    /// The three sources on the command line need no file; a file that is named has to exist.
    @Test func noFileIsNeeded() throws {
        let folder = try TemporaryFolder()
        let sources = ["sources.customers=c.csv", "sources.noncustomers=n.csv", "sources.usage=u.csv"]
        func load(_ overrides: [String], isOptional: Bool) -> Configuration? {
            try? ConfigurationLoader.load(isOptional: isOptional, overrides: overrides, workingFolder: folder.path)
                .configuration
        }
        let configuration = try #require(load(sources, isOptional: true))
        #expect(configuration.sources.usage == .files("\(folder.path)/u.csv"))
        #expect(configuration.output.folder == "\(folder.path)/prospect-output")
        #expect(load(sources, isOptional: false) == nil)
        #expect(load(Array(sources.dropLast()), isOptional: true) == nil)
        try folder.write(Data("seed: 7\n".utf8), to: "prospect.yaml")
        #expect(load(sources, isOptional: true)?.seed == 7)
    }
}
