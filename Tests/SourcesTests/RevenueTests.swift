import DuckDB
import Sources
import TestSupport
import Testing

/// Revenue in the forms of exports, and several rows of one customer.
@Suite struct RevenueTests {
    private func revenue(_ read: SmallCompanyRead) throws -> [Double?] {
        try read.connection.rows("SELECT mrr FROM portals WHERE is_customer ORDER BY id") { $0.double(0) }
    }

    private func company(_ first: String, _ second: String) throws -> SmallCompany {
        let company = try SmallCompany()
        try company.write(
            .customers,
            SmallCompany.customers.replacing(",200,", with: ",\"\(first)\",").replacing(
                ",40.5,", with: ",\"\(second)\","))
        return company
    }

    @Test(arguments: [
        ("$1,200.00", "$40.50"), ("1.200,00 €", "40,50 €"), ("1 200,00 kr", "40,5"), ("EUR 1,200", "40.50"),
        ("1'200", "40.5"),
    ])
    func signsAndSeparators(first: String, second: String) throws {
        #expect(try revenue(company(first, second).read()) == [1200, 40.5])
    }

    @Test func ambiguousNumbersAreRefused() throws {
        let company = try company("1,200", "300")
        #expect(
            try company.read().findings("number-format") == [
                "error customers MRR 1: The numbers of 'MRR' can be read in two ways: '1,200' is 1200 if the decimal "
                    + "separator is a point and 1.2 if it is a comma. Set columns.number_format to point or comma."
            ])
        company.configuration.columns.numberFormat = .point
        #expect(try revenue(company.read()) == [1200, 300])
        company.configuration.columns.numberFormat = .comma
        #expect(try revenue(company.read()) == [1.2, 300])
    }

    @Test(arguments: ["1e12", "inf", "9223372036854775808", "1e308", "-2000000"])
    func absurdRevenueIsNamedAndLeftOut(text: String) throws {
        let read = try company(text, "40.5").read()
        #expect(try revenue(read) == [nil, 40.5])
        #expect(
            read.findings("absurd-revenue") == [
                "warning customers MRR 1: 1 row has a revenue in 'MRR' beyond 1000000, which is checks.highest_revenue; it is "
                    + "left out of what is learned and of every total. [customers.csv:2 '\(text)']"
            ])
    }

    /// A number of a Parquet file has no separators, however it looks as text.
    @Test func typedNumbersAreCertain() throws {
        let company = try company("1.125", "2.125")
        try company.copy(as: "parquet", "FORMAT parquet") { $0 == .customers ? "* REPLACE (MRR::DOUBLE AS MRR)" : "*" }
        #expect(try revenue(company.read()) == [1.125, 2.125])
    }

    @Test func firmographicNumbers() throws {
        let company = try SmallCompany()
        company.configuration.firmographics = [Firmographic(column: "ALEXA_RANK", kind: .number)]
        try company.write(.customers, SmallCompany.customers.replacing("479245", with: "\"479.245,5\""))
        let value = try company.read().connection.row("SELECT ALEXA_RANK_VALUE FROM portals WHERE id = '101'") {
            $0.double(0)
        }
        #expect(value == 479_245.5)
    }

    /// The first close date counts, whatever row is more complete, with the first revenue known from then on.
    @Test func severalRowsOfACustomer() throws {
        let company = try SmallCompany()
        let header = "id,CLOSEDATE,MRR,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY\n"
        let rows = [
            "101,2020-03-10,90,5,2 to 5,TOYS\n", "101,2020-01-15,,,,\n", "101,2020-02-01,70,,,\n",
            "102,2020-03-01,40.5,,,\n",
        ]
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            try company.write(.customers, header + order.map { rows[$0] }.joined())
            let read = try company.read()
            let portal = try read.connection.row(
                "SELECT close_date::VARCHAR, mrr, INDUSTRY::VARCHAR FROM portals WHERE id = '101'"
            ) { "\($0.string(0)!) \($0.double(1)!) \($0.string(2)!)" }
            #expect(portal == "2020-01-15 70.0 TOYS")
            #expect(
                read.findings("returning-customer") == [
                    "info customers CLOSEDATE 2: 1 customer has 2 later close dates after the first: the first counts as the "
                        + "conversion, with the first revenue that is known from then on."
                ])
            #expect(read.findings("duplicate-id") == [])
            #expect(read.report.tables[0].setAside == 0)
        }
    }
}
