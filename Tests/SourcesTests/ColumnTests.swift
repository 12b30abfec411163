import Base
import DuckDB
import Sources
import TestSupport
import Testing

/// Names of columns, those that may be missing, and the words for a missing value.
@Suite struct ColumnTests {
    @Test(arguments: [("csv.out.csv", "FORMAT csv, HEADER"), ("parquet", "FORMAT parquet"), ("jsonl", "FORMAT json")])
    func namesMatchWhateverTheirCaseAndBlanks(suffix: String, options: String) throws {
        let expected = try SmallCompany().read().rows()
        let company = try SmallCompany()
        try company.copy(as: suffix, options) { table in
            switch table {
            case .customers:
                "id AS \"ID\", CLOSEDATE AS \"Close Date\", MRR AS mrr, ALEXA_RANK AS \"alexa-rank\", EMPLOYEE_RANGE, INDUSTRY AS Industry"
            case .noncustomers: "*"
            case .usage: "id, WHEN_TIMESTAMP AS \"When Timestamp\", A AS a, B, U"
            }
        }
        let read = try company.read()
        #expect(try read.rows() == expected)
        #expect(read.report.findings.map(\.check) == ["zero-rows"])
    }

    @Test func twoColumnsThatCouldBeMeant() throws {
        let company = try SmallCompany()
        try company.write(
            .customers, SmallCompany.customers.replacing("CLOSEDATE,MRR", with: "Close Date,close_date"))
        company.configuration.columns.revenue = nil
        #expect(
            try company.read().findings("repeated-column").first?.contains(
                "The columns 'Close Date' and 'close_date' of 'customers.csv' could both be 'CLOSEDATE'") == true)
    }

    @Test func aMissingColumn() throws {
        let company = try SmallCompany()
        try company.write(.customers, SmallCompany.customers.replacing("CLOSEDATE", with: "CLOSEDAT"))
        #expect(
            try company.read().findings("missing-column") == [
                "error customers CLOSEDATE 0: The column 'CLOSEDATE' is missing: the nearest is 'CLOSEDAT'; if that is the "
                    + "one, set columns.close_date."
            ])
        try company.write(.customers, SmallCompany.customers.replacing("CLOSEDATE", with: "Won on"))
        #expect(
            try company.read().findings("missing-column") == [
                "error customers CLOSEDATE 0: The column 'CLOSEDATE' is missing. The table has the columns 'id', 'Won on', "
                    + "'MRR', 'ALEXA_RANK', 'EMPLOYEE_RANGE', 'INDUSTRY'. Set columns.close_date to the one that is meant."
            ])
    }

    @Test func withoutRevenue() throws {
        let company = try SmallCompany()
        try company.write(.customers, SmallCompany.customers.replacing("MRR", with: "Contract"))
        let read = try company.read()
        #expect(read.findings("no-revenue").count == 1)
        #expect(read.tables?.hasRevenue == false)
        company.configuration.columns.revenue = nil
        #expect(try company.read().findings("no-revenue") == [])
        #expect(try SmallCompany().read().tables?.hasRevenue == true)
    }

    /// Defaults that no table has are left out; what one table has alone would tell who is a customer.
    @Test func withoutFirmographics() throws {
        let company = try SmallCompany()
        try company.write(.customers, "id,CLOSEDATE,MRR,INDUSTRY\n101,2020-01-15,200,\n102,2020-03-01,40.5,SOFTWARE\n")
        try company.write(.noncustomers, "id,ALEXA_RANK\n103,16000001\n104,\n105,12\n")
        let read = try company.read()
        #expect(
            read.report.findings.filter { $0.check == "no-firmographic" }.map { "\($0.severity) \($0.column ?? "")" }
                == [
                    "warning ALEXA_RANK", "info EMPLOYEE_RANGE", "warning INDUSTRY",
                ])
        #expect(read.tables?.portals == 5)
        company.configuration.firmographics = [Firmographic(column: "INDUSTRY", kind: .category)]
        #expect(try company.read().findings("missing-column").count == 1)
    }

    @Test func missingWords() throws {
        let company = try SmallCompany()
        company.configuration.checks.tolerance = 1
        let words = ["NULL", "n/a", "#N/A", "None", "\\N", "-"]
        let rows = words.enumerated().map { "\(200 + $0),\($1),\($1),\($1)\n" }.joined()
        try company.write(.noncustomers, SmallCompany.noncustomers + rows + "NaN,1,1,NA\n300,1,1,NA\n")
        let read = try company.read()
        let industries = try read.connection.rows("SELECT INDUSTRY::VARCHAR FROM portals WHERE id >= '2' ORDER BY id") {
            $0.string(0)
        }
        #expect(industries == [nil, nil, nil, nil, nil, nil, "NA"])
        #expect(read.findings("missing-id").count == 1)
        company.configuration.columns.missing = []
        let kept = try company.read().connection.row("SELECT INDUSTRY::VARCHAR FROM portals WHERE id = '200'") {
            $0.string(0)
        }
        #expect(kept == "NULL")
    }

    /// A word for "missing" among the ids of usage is no unknown portal, and among counts it is no activity.
    @Test func missingWordsOfUsage() throws {
        let company = try SmallCompany()
        company.configuration.checks.tolerance = 1
        try company.write(.noncustomers, SmallCompany.noncustomers + "x,1,,\n")
        try company.write(
            .usage, SmallCompany.usage + "NULL,2020-01-20,1,1,1\n101,2020-01-20,NULL,1,1\n101,N/A,1,1,1\n")
        let read = try company.read()
        #expect(read.findings("unknown-portal") == [])
        #expect(read.findings("missing-id") == ["warning usage id 1: 1 row has no id in 'id'. [usage.csv:8]"])
        #expect(
            read.findings("missing-date") == [
                "warning usage WHEN_TIMESTAMP 1: 1 row has no date in 'WHEN_TIMESTAMP'. [usage.csv:10]"
            ])
        #expect(read.tables?.usageRows == 7)
    }

    @Test func noCustomersYet() throws {
        let company = try SmallCompany()
        try company.write(.customers, "id,CLOSEDATE,MRR,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY\n")
        let read = try company.read()
        #expect(read.findings("no-customers-yet").count == 1)
        #expect(read.tables?.portals == 3)
        #expect(read.tables?.hasRevenue == false)
    }
}
