import DuckDB
import Sources
import TestSupport
import Testing

/// Ids that meet only after a change of form: refused with the key that reads them alike, and read once it is set.
@Suite struct IDFormTests {
    /// A company whose tables spell ids in their own ways.
    private func company(
        customers: (String) -> String = { $0 }, free: (String) -> String = { $0 }, usage: (String) -> String = { $0 }
    ) throws -> SmallCompany {
        let company = try SmallCompany()
        func spelled(_ text: String, _ spell: (String) -> String) -> String {
            (101...105).reduce(text) { $0.replacing("\n\($1),", with: "\n\(spell(String($1))),") }
        }
        try company.write(.customers, spelled(SmallCompany.customers, customers))
        try company.write(.noncustomers, spelled(SmallCompany.noncustomers, free))
        try company.write(.usage, spelled(SmallCompany.usage, usage))
        return company
    }

    private func ids(_ read: SmallCompanyRead) throws -> [String] {
        try read.connection.rows("SELECT id FROM portals ORDER BY id") { $0.string(0)! }
    }

    @Test func leadingZerosThatUsageLost() throws {
        let company = try company(customers: { "00" + $0 }, free: { "00" + $0 })
        let finding = try #require(try company.read().findings("id-form").first)
        #expect(finding.contains("The id '101' of usage and '00101' of customers are the same only if leading zeros"))
        #expect(finding.hasPrefix("error usage id 6:"))
        #expect(finding.contains("Set columns.id_form to number"))
        company.configuration.columns.idForm = .number
        let read = try company.read()
        #expect(read.tables?.usageRows == 6)
        #expect(try ids(read) == ["00101", "00102", "00103", "00104", "00105"])
    }

    @Test func decimalsOfCustomers() throws {
        let company = try company(customers: { $0 + ".0" })
        let finding = try #require(try company.read().findings("id-form").first)
        #expect(finding.contains("The id '101' of usage and '101.0' of customers"))
        company.configuration.columns.idForm = .number
        #expect(try company.read().tables?.usageRows == 6)
    }

    /// All portals are numbers, so usage meets them as numbers without a word.
    @Test(arguments: [".0", "zero"])
    func usageThatMeetsAsNumbers(_ change: String) throws {
        let company = try company(usage: { change == "zero" ? "0" + $0 : $0 + change })
        let finding = try #require(try company.read().findings("id-form").first)
        #expect(finding.hasPrefix("error usage id 6:"))
        company.configuration.columns.idForm = .number
        let read = try company.read()
        #expect(read.findings("id-form") == [])
        #expect(read.tables?.usageRows == 6)
    }

    @Test func caseAndBlanks() throws {
        let company = try company(
            customers: { "Acct-" + $0 }, free: { "Acct-" + $0 }, usage: { ($0 == "103" ? " Acct-" : "ACCT -") + $0 })
        let finding = try #require(try company.read().findings("id-form").first)
        #expect(finding.contains("The id 'ACCT -101' of usage and 'Acct-101' of customers are the same only if case"))
        company.configuration.columns.idForm = .caseless
        let read = try company.read()
        #expect(read.tables?.usageRows == 6)
        #expect(try ids(read) == (101...105).map { "Acct-\($0)" })
    }

    /// The same portal on both sides is on the list as the free portals' table spells it.
    @Test func customersAgainstFreePortals() throws {
        let company = try company()
        try company.write(.noncustomers, SmallCompany.noncustomers + "0101,1,2 to 5,\n")
        let finding = try #require(try company.read().findings("id-form").first)
        #expect(finding.contains("The id '101' of customers and '0101' of free portals"))
        company.configuration.columns.idForm = .number
        let read = try company.read()
        #expect(try ids(read).first == "0101")
        #expect(read.findings("id-on-both-sides").count == 1)
    }

    @Test func lostDigitsCannotBeRead() throws {
        let company = try company(customers: { "9.0\($0)E+15" })
        for form in IDForm.allCases {
            company.configuration.columns.idForm = form
            let finding = try #require(try company.read().findings("id-form").first)
            #expect(finding.hasPrefix("error customers id 2: 2 of the 2 ids of customers are in scientific notation"))
            #expect(finding.contains("Export the ids as text"))
        }
    }

    /// 1.01E+2 has all digits of 101.
    @Test func scientificIdsWithAllDigits() throws {
        let company = try company(customers: { "1.0\($0.last!)E+2" })
        company.configuration.columns.idForm = .number
        #expect(try company.read().tables?.usageRows == 6)
    }

    @Test func twoPortalsThatBecomeOne() throws {
        let company = try company()
        try company.write(.noncustomers, SmallCompany.noncustomers + "0103,1,2 to 5,\n")
        company.configuration.columns.idForm = .number
        let finding = try #require(try company.read().findings("id-form").first)
        #expect(finding.contains("under which '0103' and '103' of free portals are one portal"))
        #expect(finding.hasPrefix("error"))
    }

    /// Parquet files of pandas keep ids as numbers with a fraction.
    @Test func floatingIdsOfParquet() throws {
        let expected = try SmallCompany().read().rows()
        let company = try SmallCompany()
        try company.copy(as: "parquet", "FORMAT parquet") { table in
            table == .usage ? "*" : "* REPLACE (id::DOUBLE AS id)"
        }
        #expect(try company.read().rows() == expected)
    }
}
