import DuckDB
import Foundation
import Sources
import TestSupport
import Testing

/// Companies as real exports look: each is read like the unchanged one, or refused by a finding.
@Suite struct CompanyCases {
    /// One change of the tables, by a table of the columns that are written in another way.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var columns: [SourceName: String] = [:]
        /// The check of the error; nil where the company is read.
        var refused: String?
        /// What reads a refused company.
        var configure: @Sendable (inout SourceSettings) -> Void = { _ in }

        init(
            _ name: String, _ columns: [SourceName: String], refused: String? = nil,
            configure: @escaping @Sendable (inout SourceSettings) -> Void = { _ in }
        ) {
            testDescription = name
            self.columns = columns
            self.refused = refused
            self.configure = configure
        }
    }

    @Test(arguments: [
        Case("unchanged", [:]),
        Case(
            "dates-month-first", [.customers: "* REPLACE (strftime(CLOSEDATE::DATE, '%-m/%-d/%Y 19:58') AS CLOSEDATE)"]),
        Case("dates-day-first", [.customers: "* REPLACE (strftime(CLOSEDATE::DATE, '%d.%m.%Y') AS CLOSEDATE)"]),
        Case("dates-named-month", [.customers: "* REPLACE (strftime(CLOSEDATE::DATE, '%d-%b-%Y') AS CLOSEDATE)"]),
        Case("dates-excel-serial", [.customers: "* REPLACE (CLOSEDATE::DATE - DATE '1899-12-30' AS CLOSEDATE)"]),
        Case(
            "dates with years of two digits",
            [.customers: "* REPLACE (strftime(CLOSEDATE::DATE, '%d.%m.%y') AS CLOSEDATE)"],
            refused: "unparsable-value", configure: { $0.columns.dateFormat[.closeDate] = .pattern("%d.%m.%y") }),
        Case("times-epoch-milliseconds", [.usage: "* REPLACE (epoch_ms(WHEN_TIMESTAMP::TIMESTAMP) AS WHEN_TIMESTAMP)"]),
        Case(
            "times-with-offsets",
            [
                .usage:
                    "* REPLACE (WHEN_TIMESTAMP || CASE WHEN A::INT % 2 = 0 THEN ' 23:30:00+02' ELSE 'T01:30:00-08:00' END AS WHEN_TIMESTAMP)"
            ]),
        Case(
            "ids-leading-zeros-lost-in-usage",
            [.customers: "* REPLACE ('00' || id AS id)", .noncustomers: "* REPLACE ('00' || id AS id)"],
            refused: "id-form", configure: { $0.columns.idForm = .number }),
        Case(
            "ids of customers with decimals", [.customers: "* REPLACE (id || '.0' AS id)"], refused: "id-form",
            configure: { $0.columns.idForm = .number }),
        Case(
            "ids-other-case-and-blanks",
            [
                .customers: "* REPLACE ('Acct-' || id AS id)", .noncustomers: "* REPLACE ('Acct-' || id AS id)",
                .usage: "* REPLACE (CASE WHEN A = '0' THEN ' Acct-' ELSE 'ACCT-' END || id AS id)",
            ], refused: "id-form", configure: { $0.columns.idForm = .caseless }),
        Case(
            "names-of-a-crm",
            [
                .customers: "* RENAME (id AS \"Record ID\", CLOSEDATE AS \"Close Date\", INDUSTRY AS Industry)",
                .noncustomers: "* RENAME (id AS \"Record ID\", INDUSTRY AS Industry)",
                .usage: "* RENAME (id AS \"Record ID\", WHEN_TIMESTAMP AS \"Event date (UTC)\")",
            ], refused: "missing-column",
            configure: {
                $0.columns.id = "record_id"
                $0.columns.timestamp = "EVENT DATE (UTC)"
            }),
        Case("missing-words", [.noncustomers: "* REPLACE (coalesce(INDUSTRY, '#N/A') AS INDUSTRY)"]),
        Case("revenue-with-signs", [.customers: "* REPLACE ('$' || format('{:,.2f}', MRR::DOUBLE) AS MRR)"]),
        Case(
            "revenue-decimal-comma",
            [.customers: "* REPLACE (replace(format('{:.2f}', MRR::DOUBLE), '.', ',') || ' €' AS MRR)"]),
    ])
    func isReadOrRefused(_ changed: Case) throws {
        func facts(_ read: SmallCompanyRead) throws -> [String] {
            guard read.tables != nil else { return ["no tables: \(read.report.errors.map(\.message))"] }
            // Ids as numbers, since some cases spell them in another way on purpose.
            return try read.connection.rows(
                """
                SELECT (regexp_extract(id, '[1-9][0-9]*')::INT, close_date, mrr, ALEXA_RANK, EMPLOYEE_RANGE, INDUSTRY)::VARCHAR
                FROM portals ORDER BY 1
                """
            ) { $0.string(0)! }
                + read.connection.rows(
                    """
                    SELECT (regexp_extract(id, '[1-9][0-9]*')::INT, day, A, B, U)::VARCHAR FROM usage
                    JOIN portals USING (portal) ORDER BY 1
                    """
                ) { $0.string(0)! }
        }
        let expected = try facts(SmallCompany().read())
        let company = try SmallCompany()
        try company.copy(as: "changed.csv", "FORMAT csv, HEADER") { changed.columns[$0] ?? "*" }
        if let refused = changed.refused {
            let read = try company.read()
            #expect(read.report.errors.contains { $0.check == refused })
            #expect(read.tables == nil)
            changed.configure(&company.configuration)
        }
        #expect(try facts(company.read()) == expected)
    }
}
