import DuckDB
import Foundation
import Sources
import TestSupport
import Testing

/// What the checks say of each kind of bad row, and what becomes of the row.
@Suite struct FindingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var customers = SmallCompany.customers
        var noncustomers = SmallCompany.noncustomers
        var usage = SmallCompany.usage
        /// The findings but that of zero rows, as `SmallCompanyRead.findings` writes them.
        let findings: [String]
        let quarantine: [String]
    }

    static let usageHeader = "id,WHEN_TIMESTAMP,A,B,U\n"

    @Test(arguments: [
        Case(
            testDescription: "fractions, texts and negative counts",
            usage: SmallCompany.usage + """
                101,2020-01-20,3.7,0,1
                101,2020-01-20,-3,many,1
                101,2020-01-20,"12,345",0,1
                101,2020-01-20,1,4294967296,1
                101,2020-01-20,1e3,0,1
                101,2020-01-20,inf,nan,1
                101,2020-01-20,1,-0.5,0x10

                """,
            findings: [
                "warning usage A 1: 1 row has a negative count in 'A'. [usage.csv:9 '-3']",
                "warning usage A 3: 3 rows have a value in 'A' that does not parse as a whole number. "
                    + "[usage.csv:8 '3.7', usage.csv:10 '12,345', usage.csv:13 'inf']",
                "warning usage B 1: 1 row has a negative count in 'B'. [usage.csv:14 '-0.5']",
                "warning usage B 2: 2 rows have a value in 'B' that does not parse as a whole number. "
                    + "[usage.csv:9 'many', usage.csv:11 '4294967296']",
                "warning usage U 1: 1 row has a value in 'U' that does not parse as a whole number. "
                    + "[usage.csv:14 '0x10']",
            ],
            quarantine: [
                "usage,usage.csv,8,A,3.7,1,the count is not a whole number below 2^32",
                "usage,usage.csv,9,A,-3,1,the count is negative",
                "usage,usage.csv,10,A,\"12,345\",1,the count is not a whole number below 2^32",
                "usage,usage.csv,11,B,4294967296,1,the count is not a whole number below 2^32",
                "usage,usage.csv,13,A,inf,1,the count is not a whole number below 2^32",
                "usage,usage.csv,14,B,-0.5,1,the count is negative",
            ]),
        Case(
            testDescription: "dates of usage",
            usage: usageHeader + """
                101,2020-02-30,1,1,1
                101,06.01.2020,1,1,1
                101,1999-12-31,1,1,1
                101,2020-04-27,1,1,1
                101,,1,1,1
                ,2020-01-06,1,1,1
                " ",2020-01-06,1,1,1
                101,2020-01-07T23:30:00+05:30,1,1,1
                101, 2020-01-08 ,1,1,1
                101,2020-04-26 23:59:59.999,1,1,1

                """,
            findings: [
                "warning usage id 2: 2 rows have no id in 'id'. [usage.csv:7, usage.csv:8]",
                "warning usage WHEN_TIMESTAMP 1: 1 row has no date in 'WHEN_TIMESTAMP'. [usage.csv:6]",
                "warning usage WHEN_TIMESTAMP 2: 2 rows have a value in 'WHEN_TIMESTAMP' that does not parse as a date. "
                    + "[usage.csv:2 '2020-02-30', usage.csv:3 '06.01.2020']",
                "warning usage WHEN_TIMESTAMP 1: 1 row has a date in 'WHEN_TIMESTAMP' that is before 2000-01-01, which is "
                    + "checks.oldest_date. "
                    + "[usage.csv:4 '1999-12-31']",
                "warning usage WHEN_TIMESTAMP 1: 1 row has a date in 'WHEN_TIMESTAMP' that is in the future. "
                    + "[usage.csv:5 '2020-04-27']",
                "warning usage WHEN_TIMESTAMP 1: No usage at all from 2020-01-09 to 2020-04-25.",
            ],
            quarantine: [
                "usage,usage.csv,2,WHEN_TIMESTAMP,2020-02-30,1,the date does not parse",
                "usage,usage.csv,3,WHEN_TIMESTAMP,06.01.2020,1,the date does not parse",
                "usage,usage.csv,4,WHEN_TIMESTAMP,1999-12-31,1,the date is before 2000-01-01",
                "usage,usage.csv,5,WHEN_TIMESTAMP,2020-04-27,1,the date is in the future",
                "usage,usage.csv,6,WHEN_TIMESTAMP,,1,the usage row has no date",
                "usage,usage.csv,7,id,,1,the usage row has no id",
                "usage,usage.csv,8,id,,1,the usage row has no id",
            ]),
        Case(
            testDescription: "lines after blank lines, line breaks in quotes and rows of another shape",
            usage: "id,note,WHEN_TIMESTAMP,A,B,U\n" + #"""
                101,"a

                b ""c""",2020-01-06,1,1,1

                101,5" wide,2020-01-06,x,1,1


                101,too few
                101,plain,2020-01-07,2.5,1,1
                101,"two
                lines",2020-01-06,1,1,1,9
                101,"d"e,2020-01-06,1,1,1
                101,"",2020-01-13,-1,1,1

                """#,
            findings: [
                "warning usage 3: 3 rows do not have the columns of the header, or are not UTF-8 text. "
                    + "[usage.csv:9 '2 fields instead of 6', usage.csv:11 '7 fields instead of 6', "
                    + "usage.csv:13 'text after a closing quote']",
                "warning usage A 1: 1 row has a negative count in 'A'. [usage.csv:14 '-1']",
                "warning usage A 2: 2 rows have a value in 'A' that does not parse as a whole number. "
                    + "[usage.csv:6 'x', usage.csv:10 '2.5']",
            ],
            quarantine: [
                "usage,usage.csv,6,A,x,1,the count is not a whole number below 2^32",
                "usage,usage.csv,9,,2 fields instead of 6,1,"
                    + "\"the row does not have the header's columns, or is not UTF-8 text\"",
                "usage,usage.csv,10,A,2.5,1,the count is not a whole number below 2^32",
                "usage,usage.csv,11,,7 fields instead of 6,1,"
                    + "\"the row does not have the header's columns, or is not UTF-8 text\"",
                "usage,usage.csv,13,,text after a closing quote,1,"
                    + "\"the row does not have the header's columns, or is not UTF-8 text\"",
                "usage,usage.csv,14,A,-1,1,the count is negative",
            ]),
        Case(
            testDescription: "customers",
            customers: """
                id,CLOSEDATE,MRR,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY
                101,2020-01-15,200,,,"two
                lines"

                102,,40,,,
                201,2020-13-01,1 apple,,lots,
                202,1999-01-01,1,first,,
                203,2020-04-27,1,,,
                ,2020-01-01,1,,,
                204,2020-01-01

                """,
            findings: [
                "warning customers 1: 1 row does not have the columns of the header, or is not UTF-8 text. "
                    + "[customers.csv:10 '2 fields instead of 6']",
                "warning customers id 1: 1 row has no id in 'id'. [customers.csv:9]",
                "warning customers CLOSEDATE 1: 1 row has no date in 'CLOSEDATE'. [customers.csv:5]",
                "warning customers CLOSEDATE 1: 1 row has a value in 'CLOSEDATE' that does not parse as a date. "
                    + "[customers.csv:6 '2020-13-01']",
                "warning customers CLOSEDATE 1: 1 row has a date in 'CLOSEDATE' that is before 2000-01-01, which is "
                    + "checks.oldest_date. "
                    + "[customers.csv:7 '1999-01-01']",
                "warning customers CLOSEDATE 1: 1 row has a date in 'CLOSEDATE' that is in the future. "
                    + "[customers.csv:8 '2020-04-27']",
                "warning customers MRR 1: 1 row has a value in 'MRR' that does not parse as a number. "
                    + "[customers.csv:6 '1 apple']",
                "warning customers ALEXA_RANK 1: 1 row has a value in 'ALEXA_RANK' that does not parse as a number. "
                    + "[customers.csv:7 'first']",
                "warning customers EMPLOYEE_RANGE 1: 1 row has a value in 'EMPLOYEE_RANGE' that does not parse as a range. "
                    + "[customers.csv:6 'lots']",
            ],
            quarantine: [
                "customers,customers.csv,5,CLOSEDATE,,1,the customer has no close date",
                "customers,customers.csv,6,CLOSEDATE,2020-13-01,1,the close date does not parse",
                "customers,customers.csv,7,CLOSEDATE,1999-01-01,1,the close date is before 2000-01-01",
                "customers,customers.csv,9,id,,1,the row has no id",
                "customers,customers.csv,10,,2 fields instead of 6,1,"
                    + "\"the row does not have the header's columns, or is not UTF-8 text\"",
            ]),
        Case(
            testDescription: "ids: twice, and on both sides",
            noncustomers: SmallCompany.noncustomers + "103,16000001,2 to 5,TOYS\n103,,,\n101,1,,\n 104 ,1,,\n",
            findings: [
                "warning noncustomers id 3: 2 ids occur more than once; the most complete row of each is kept, "
                    + "3 set aside. [noncustomers.csv:2, noncustomers.csv:6, noncustomers.csv:8]",
                "warning customers id 1: 1 id is in both portal tables; it is a customer as of its close date.",
            ],
            quarantine: [
                "noncustomers,noncustomers.csv,2,id,103,1,duplicate id: a more complete row of this portal is kept",
                "noncustomers,noncustomers.csv,6,id,103,1,duplicate id: a more complete row of this portal is kept",
                "noncustomers,noncustomers.csv,8,id,104,1,duplicate id: a more complete row of this portal is kept",
            ]),
        Case(
            testDescription: "usage of unknown ids, a gap, and users without actions",
            usage: SmallCompany.usage
                + "999,2020-01-20,1,1,1\n999,2020-01-21,1,1,1\nabc,2020-01-21,1,1,1\n101,2020-03-02,0,0,3\n",
            findings: [
                "warning usage id 3: 3 usage rows (30.0%) are of 2 ids that are in neither portal table. 0 known portals have no usage.",
                "info usage 1: 1 usage row counts users but no action.",
                "warning usage WHEN_TIMESTAMP 1: No usage at all from 2020-01-21 to 2020-03-01.",
            ],
            quarantine: [
                "usage,usage.csv,,id,999,2,the portal is in neither portal table",
                "usage,usage.csv,,id,abc,1,the portal is in neither portal table",
            ]),
    ])
    func findsAndSetsAside(_ bad: Case) throws {
        let company = try SmallCompany()
        company.configuration.checks.tolerance = 1
        try company.write(.customers, bad.customers)
        try company.write(.noncustomers, bad.noncustomers)
        try company.write(.usage, bad.usage)
        let read = try company.read()
        let checks = Set(read.report.findings.map(\.check)).subtracting(["zero-rows"])
        #expect(Set(checks.flatMap(read.findings)) == Set(bad.findings))
        #expect(checks.flatMap(read.findings).count == bad.findings.count)
        #expect(try read.quarantine() == bad.quarantine)
        let setAside = read.report.tables.reduce(0) { $0 + $1.setAside }
        #expect(setAside == bad.quarantine.reduce(0) { $0 + ($1.contains(",999,2,") ? 2 : 1) })
    }

    /// The same bad values in the formats that have rows instead of lines.
    @Test(arguments: [("parquet", "FORMAT parquet"), ("jsonl", "FORMAT json")])
    func findsTheRow(suffix: String, options: String) throws {
        let company = try SmallCompany()
        company.configuration.checks.tolerance = 1
        try company.write(.usage, SmallCompany.usage + "101,2020-01-20,3.7,0,1\n101,no,-2,0,1\n,2020-01-20,1,0,1\n")
        try company.copy(as: suffix, options)
        let read = try company.read()
        #expect(
            read.findings("unparsable-value") == [
                "warning usage WHEN_TIMESTAMP 1: 1 row has a value in 'WHEN_TIMESTAMP' that does not parse as a date. "
                    + "[usage.\(suffix):8 'no']",
                "warning usage A 1: 1 row has a value in 'A' that does not parse as a whole number. [usage.\(suffix):7 '3.7']",
            ])
        #expect(
            read.findings("negative-count") == [
                "warning usage A 1: 1 row has a negative count in 'A'. [usage.\(suffix):8 '-2']"
            ])
        #expect(read.findings("missing-id") == ["warning usage id 1: 1 row has no id in 'id'. [usage.\(suffix):9]"])
        #expect(read.tables?.usageRows == 6)
    }

    @Test func placesOfPartFiles() throws {
        let company = try SmallCompany()
        company.configuration.checks.tolerance = 1
        try company.folder.write("usage/a.csv", SmallCompany.usage + "101,2020-01-20,x,0,1\n")
        try company.folder.write(
            "usage/b.csv",
            "id;A;B;U;WHEN_TIMESTAMP\r\n\r\n101;x;0;1;2020-01-20\r\n101;y;0;1;2020-01-20\r\n101;z;0;1;2020-01-20\r\n")
        company.locate(.usage, company.folder.path + "/usage")
        #expect(
            try company.read().findings("unparsable-value") == [
                "warning usage A 4: 4 rows have a value in 'A' that does not parse as a whole number. "
                    + "[a.csv:8 'x', b.csv:3 'x', b.csv:4 'y']"
            ])
    }

    /// One row of a hundred is as much as the default allows.
    @Test(arguments: [(99, Finding.Severity.warning), (98, .error)])
    func toleranceDecides(goodRows: Int, severity: Finding.Severity) throws {
        let company = try SmallCompany()
        let rows = (0..<goodRows).map { "101,2020-01-\(10 + $0 % 10),1,1,1\n" }.joined()
        try company.write(.usage, Self.usageHeader + rows + "101,2020-01-10,x,1,1\n")
        let read = try company.read()
        let finding = try #require(read.report.findings.first { $0.check == "unparsable-value" })
        #expect(finding.severity == severity)
        #expect((read.tables != nil) == (severity == .warning))
        #expect(
            finding.message == "1 row has a value in 'A' that does not parse as a whole number"
                + (severity == .error ? "; that is 1.01% of the table, more than checks.tolerance allows (1.0%)." : ".")
        )
    }

    @Test func theMostCompleteCopyIsKept() throws {
        let company = try SmallCompany()
        try company.write(
            .noncustomers, "id,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY\n103,,,\n103,5,2 to 5,TOYS\n103,,2 to 5,\n")
        let read = try company.read()
        let industry = try read.connection.row("SELECT INDUSTRY::VARCHAR FROM portals WHERE id = '103'") {
            $0.string(0)
        }
        #expect(industry == "TOYS")
    }
}
