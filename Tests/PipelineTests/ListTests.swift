import DuckDB
import Foundation
import Pipeline
import Ranking
import SampleCompany
import Sources
import TestSupport
import Testing

/// The list accounts for every portal.
@Suite struct ListTests {
    @Test func everyFreePortalOnce() throws {
        let company = try TestCompany()
        let run = try company.run()
        let list = try #require(run.list())
        let free = try company.rows("noncustomers.csv").rows.count
        let customers = try company.rows("customers.csv").rows.count
        #expect(list.reconciliation.known == free + customers)
        #expect(list.reconciliation.customers == customers)
        #expect(list.reconciliation.listed == free)
        #expect(list.reconciliation.balances)
        let connection = try Database.open().connect()
        let csv = "read_csv('\(list.csvFile)', all_varchar = true)"
        let (rows, ids, best, sorted) = try connection.row(
            """
            SELECT count(*), count(DISTINCT id), max(P_CONVERT_30D::DOUBLE),
                bool_and(P_CONVERT_30D::DOUBLE <= previous) FROM (
                SELECT *, lag(P_CONVERT_30D::DOUBLE, 1, 1.0) OVER (ORDER BY rank::INTEGER) AS previous FROM \(unsafe: csv))
            """
        ) { ($0.int(0)!, $0.int(1)!, $0.double(2)!, $0.int(3)!) }
        #expect((rows, ids, sorted) == (free, free, 1))
        #expect(best > 0 && best < 1)
        #expect(list.statuses.values.reduce(0, +) == free)
        for status in PortalStatus.allCases { #expect(list.statuses[status]! > 0) }
        let header = try String(contentsOfFile: list.csvFile, encoding: .utf8).prefix { $0 != "\n" }
        #expect(
            header.hasPrefix(
                "rank,id,DATE,P_CONVERT_30D,status,band,expected_revenue,fit,intent,"
                    + "reason_1,reason_2,reason_3,reason_4,reason_5,ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY,ACTIONS_CRM_CONTACTS_7D_SUM"
            ))
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: #require(run.results) + "/sunday_ranked_prospects.csv"))
                == run.file("sunday_ranked_prospects.csv")
        )
    }

    /// A customer whose close date cannot be read is neither forgotten nor listed.
    @Test func exclusionsAreCountedByReason() throws {
        let company = try TestCompany()
        try company.rewrite("customers.csv") { $0[0] = "," + $0[0].split(separator: ",", maxSplits: 1)[1] }
        let run = try company.run(["checks.tolerance=0.2"])
        let totals = try #require(run.list()).reconciliation
        #expect(totals.balances)
        #expect(totals.excluded == [.init(reason: "customer without a usable close date", count: 1)])
        #expect(totals.free == totals.listed + 1)
    }
}
