import Base
import DuckDB
import Foundation
import Sources
import TestSupport
import Testing

/// Dates of whole tables: read where the column makes their form certain, refused where it does not.
@Suite struct DateFormatTests {
    private static func customers(_ first: String, _ second: String) -> String {
        SmallCompany.customers.replacing("2020-01-15", with: "\"\(first)\"").replacing(
            "2020-03-01", with: "\"\(second)\"")
    }

    @Test(arguments: [
        ("1/15/2020 19:58", "3/1/2020 7:58 PM", "month-first: '1/15/2020 19:58' is 2020-01-15."),
        ("15.01.2020", "01.03.2020", "day-first: '01.03.2020' is 2020-03-01."),
        ("15-Jan-2020", "1-Mar-2020", "dates with the month's name: '1-Mar-2020' is 2020-03-01."),
        ("43845", "43891", "excel (days since 1899-12-30): '43845' is 2020-01-15."),
        ("1579046400", "1583020800", "epoch-seconds (seconds since 1970-01-01): '1579046400' is 2020-01-15."),
    ])
    func readsWhatIsCertain(first: String, second: String, told: String) throws {
        let expected = try SmallCompany().read().rows()
        let company = try SmallCompany()
        try company.write(.customers, Self.customers(first, second))
        let read = try company.read()
        #expect(try read.rows() == expected)
        #expect(
            read.findings("date-format") == ["info customers CLOSEDATE 2: The dates of 'CLOSEDATE' are read as " + told]
        )
    }

    @Test(arguments: [
        ("2020/01/15", "2020/03/01"), ("20200115", "20200301"), ("2020-01-15T10:00Z", "2020-03-01 00:00:00+00"),
    ])
    func isoDatesAreAlwaysRead(first: String, second: String) throws {
        let expected = try SmallCompany().read().rows()
        let company = try SmallCompany()
        try company.write(.customers, Self.customers(first, second))
        let read = try company.read()
        #expect(try read.rows() == expected)
        #expect(read.findings("date-format") == [])
    }

    @Test func bothReadingsOfAnAmbiguousDate() throws {
        let company = try SmallCompany()
        try company.write(.customers, Self.customers("03/01/2020", "01/02/2020"))
        let read = try company.read()
        #expect(read.tables == nil)
        #expect(
            read.findings("date-format") == [
                "error customers CLOSEDATE 2: The dates of 'CLOSEDATE' can be read in two ways: '01/02/2020' is 2020-01-02 "
                    + "if the month comes first and 2020-02-01 if the day does. Set columns.date_format.close_date to "
                    + "month-first or to day-first."
            ])
        company.configuration.columns.dateFormat = [.closeDate: .dayFirst]
        let dates = try company.read().connection.rows(
            "SELECT close_date::VARCHAR FROM portals WHERE is_customer ORDER BY id"
        ) { $0.string(0)! }
        #expect(dates == ["2020-01-03", "2020-02-01"])
    }

    @Test func twoWaysInOneColumnAreRefused() throws {
        let company = try SmallCompany()
        try company.write(.customers, Self.customers("1/15/2020", "15/1/2020"))
        #expect(
            try company.read().findings("date-format").first?.contains("are written in two ways: '1/15/2020'") == true)
    }

    @Test(arguments: [
        ("15.01.20", "has a year of two digits, which only a pattern such as %m/%d/%y reads"),
        ("2020-W03-3", "is a week or a day of the year, which is not accepted"),
        ("15 janvier 2020", "has a month whose name is not English"),
        ("soon", "columns.date_format.close_date as month-first, day-first, excel"),
    ])
    func aRefusalNamesTheFormsAndTheKey(text: String, told: String) throws {
        let company = try SmallCompany()
        try company.write(.customers, Self.customers(text, text))
        let finding = try #require(try company.read().findings("unparsable-value").first)
        #expect(finding.hasPrefix("error customers CLOSEDATE 2:"))
        #expect(finding.contains(told))
        #expect(finding.contains("{database, query}"))
    }

    @Test func aPatternReads() throws {
        let expected = try SmallCompany().read().rows()
        let company = try SmallCompany()
        try company.write(.customers, Self.customers("15.01.20", "01.03.20"))
        company.configuration.columns.dateFormat = [.closeDate: .pattern("%d.%m.%y")]
        #expect(try company.read().rows() == expected)
    }

    /// The days of the usage rows in each form, and in files of types.
    @Test(arguments: [
        "strftime(WHEN_TIMESTAMP::DATE, '%-m/%-d/%Y')", "epoch_ms(WHEN_TIMESTAMP::TIMESTAMP)::VARCHAR",
        "strftime(WHEN_TIMESTAMP::DATE, '%d %B %Y')", "(WHEN_TIMESTAMP::DATE - DATE '1899-12-30')::VARCHAR",
        "WHEN_TIMESTAMP || 'T23:30:00Z'",
    ])
    func usage(expression: String) throws {
        let expected = try SmallCompany().read().rows()
        for (suffix, options) in [
            ("csv.out.csv", "FORMAT csv, HEADER"), ("parquet", "FORMAT parquet"), ("jsonl", "FORMAT json"),
        ] {
            let company = try SmallCompany()
            try company.copy(as: suffix, options) { table in
                table == .usage ? "* REPLACE (\(expression) AS WHEN_TIMESTAMP)" : "*"
            }
            #expect(try company.read().rows() == expected)
        }
    }

    /// The first rows of the file are plain, and the last is not.
    @Test func laterRowsDecideToo() throws {
        let company = try SmallCompany()
        let plain = (0..<3_000).map { "101,2020-01-\(10 + $0 % 10),1,1,1\n" }.joined()
        try company.write(.usage, "id,WHEN_TIMESTAMP,A,B,U\n" + plain + "102,1/25/2020,1,1,1\n")
        let read = try company.read()
        #expect(read.tables?.usageRows == 3_001)
        #expect(read.tables?.lastUsage == Day("2020-01-25"))
        #expect(read.findings("date-format").count == 1)
    }

    /// An instant belongs to the day of `time_zone`, whatever its type.
    @Test func instantsOfParquet() throws {
        let company = try SmallCompany()
        company.configuration.timeZone = "America/New_York"
        try company.copy(as: "parquet", "FORMAT parquet") { table in
            table == .usage ? "* REPLACE ((WHEN_TIMESTAMP || ' 02:00:00+00')::TIMESTAMPTZ AS WHEN_TIMESTAMP)" : "*"
        }
        let read = try company.read()
        #expect(read.tables?.firstUsage == Day("2020-01-05"))
        #expect(read.tables?.lastUsage == Day("2020-01-19"))
        company.configuration.timeZone = "UTC"
        #expect(try company.read().tables?.firstUsage == Day("2020-01-06"))
    }

    @Test func theOldestDateIsAKey() throws {
        let company = try SmallCompany()
        try company.write(.customers, Self.customers("1995-01-15", "2020-03-01"))
        company.configuration.checks.tolerance = 1
        #expect(
            try company.read().findings("ancient-date") == [
                "warning customers CLOSEDATE 1: 1 row has a date in 'CLOSEDATE' that is before 2000-01-01, which is "
                    + "checks.oldest_date. [customers.csv:2 '1995-01-15']"
            ])
        company.configuration.checks.oldestDate = Day("1990-01-01")!
        #expect(try company.read().findings("ancient-date") == [])
    }
}
