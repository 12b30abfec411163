import Base
import Boosting
import DuckDB
import Foundation
import Modeling
import Pipeline
import Ranking
import TestSupport
import Testing

/// Reasons as they stand on the lists.
@Suite struct ReasonsTests {
    static let members = MembersTests.members + ["features.set=extended"]

    private func table(_ path: String) -> String { "read_csv('\(path)', all_varchar = true)" }

    /// Each list has its own model's reasons: up to three that push up, then up to two against, the strongest first.
    @Test func reasonsAreTheStrongest() throws {
        let company = try TestCompany(portals: 3000)
        let run = try company.run(Self.members)
        let connection = try Database.open().connect()
        for list in run.lists {
            let rows = try connection.rows(
                """
                SELECT id, fit, intent, reason_1, reason_2, reason_3, reason_4, reason_5
                FROM \(unsafe: table(list.csvFile)) ORDER BY rank::INTEGER
                """
            ) { row in (0..<8).map { row.string($0) } }
            #expect(rows.count == list.reconciliation.listed)
            let signals = try connection.rows(
                """
                SELECT id, text, \(unsafe: list.model.contributionColumn) FROM '\(unsafe: run.folder)/reasons.parquet'
                """
            ) { ($0.string(0)!, $0.string(1)!, $0.double(2)!) }
            var totals: [String: [String: Double]] = [:]
            for (id, text, contribution) in signals { totals[id, default: [:]][text, default: 0] += contribution }
            var against = 0
            for row in rows {
                let said = try #require(totals[row[0]!])
                #expect((0...100).contains(Int(row[1]!)!) && (0...100).contains(Int(row[2]!)!))
                let up = said.values.filter { $0 >= 0.01 }.sorted(by: >)
                let down = said.values.filter { $0 <= -0.01 }.sorted()
                let pushing = row[3...5].compactMap { $0 }
                let pulling = row[6...7].compactMap { $0 }
                #expect(pushing.count == min(3, up.count) && pulling.count == min(2, down.count))
                for (text, total) in zip(pushing, up) { #expect(abs(said[text]! - total) < 1e-9) }
                for (text, total) in zip(pulling, down) {
                    #expect(text.hasPrefix("Against: "))
                    let fact = said.first { "Against: \($0.key)".lowercased() == text.lowercased() }
                    #expect(abs(try #require(fact).value - total) < 1e-9)
                    against += 1
                }
            }
            #expect(against > 100)
            #expect(list.top[0].reasons == rows[0][3...].compactMap { $0 })
            #expect(!list.top[0].reasons.isEmpty)
        }
    }

    @Test func behindTheBestTheyAreEmpty() throws {
        let company = try TestCompany(portals: 3000)
        let run = try company.run(["ranking.explain_top=30"])
        let list = try #require(run.list())
        #expect(list.reconciliation.balances && list.reconciliation.listed > 600)
        let (rows, explained, late, orphans) = try Database.open().connect().row(
            """
            SELECT count(*), count(fit), count(*) FILTER (fit IS NULL AND rank::INTEGER <= 30),
                count(*) FILTER (fit IS NULL AND coalesce(intent, reason_1, reason_4) IS NOT NULL)
            FROM \(unsafe: table(list.csvFile))
            """
        ) { ($0.int(0)!, $0.int(1)!, $0.int(2)!, $0.int(3)!) }
        #expect(rows == list.reconciliation.listed && explained >= 30 && explained < rows)
        #expect((late, orphans) == (0, 0))
        let none = try company.run(["ranking.explain_top=0"])
        #expect(try #require(none.list()).top[0].reasons == [])
    }

    @Test func onePortalIsExplained() throws {
        let company = try TestCompany(portals: 3000)
        let run = try company.run(Self.members + ["ranking.explain_top=50"])
        let pipeline = try company.pipeline()
        for list in run.lists {
            let first = list.top[0]
            let portal = try pipeline.explanation(of: first.id, model: list.model)
            #expect((portal.rank, portal.probability, portal.model) == (1, first.probability, list.model))
            #expect(portal.listed == list.reconciliation.listed && portal.run == run.manifest.id)
            #expect(abs(portal.base + portal.fit + portal.intent - portal.logOdds) < 1e-6)
            #expect(abs(1 / (1 + exp(-portal.logOdds)) - portal.probability) < 1e-6)
            #expect(abs(portal.parts.reduce(portal.base) { $0 + $1.contribution } - portal.logOdds) < 1e-6)
            #expect(
                zip(portal.parts, portal.parts.dropFirst()).allSatisfy { abs($0.contribution) >= abs($1.contribution) })
        }
        let standard = try #require(run.lists.primary)
        #expect(try pipeline.explanation(of: standard.top[0].id).model == standard.model)
        func problem(_ id: String, _ pipeline: Pipeline) throws -> String {
            try #require(throws: PipelineError.self) { try pipeline.explanation(of: id) }.problem
        }
        #expect(try problem("no such portal", pipeline).contains("has no portal 'no such portal'"))
        let last = try Database.open().connect().row(
            "SELECT id FROM \(unsafe: table(standard.csvFile)) ORDER BY rank::INTEGER DESC LIMIT 1"
        ) { $0.string(0)! }
        #expect(try problem(last, pipeline).contains("only the best were explained"))
        let other = try TestCompany(portals: 500)
        #expect(try problem("1", other.pipeline()).contains("no finished run with reasons"))
    }

    /// What a firmographic says cannot become a formula, nor break the line.
    @Test func hostileFirmographicsInReasons() throws {
        let company = try TestCompany(portals: 3000)
        try company.rewrite("noncustomers.csv") { rows in
            rows = rows.map { row in
                let cells = row.split(separator: ",", omittingEmptySubsequences: false)
                return "\(cells[0]),\(cells[1]),\"=HYPERLINK(\"\"x\"\")\t'--\",\(cells[3])"
            }
        }
        let run = try company.run(["models.members=[lightgbm, logistic]"])
        let connection = try Database.open().connect()
        let said = try connection.rows(
            "SELECT DISTINCT text FROM '\(unsafe: run.folder)/reasons.parquet' WHERE signal = 'firmographic:INDUSTRY'"
        ) { $0.string(0)! }
        #expect(said.contains("Industry is =HYPERLINK(\"x\") '--"))
        let formulas = try connection.row(
            """
            SELECT count(*) FILTER (regexp_matches(text, '^[=+@-]') OR regexp_matches(text, '[\\x00-\\x1f]'))
            FROM '\(unsafe: run.folder)/reasons.parquet'
            """
        ) { $0.int(0)! }
        #expect(formulas == 0)
    }

    /// Where activity ranks there is nothing to explain, and that is said.
    @Test func activityHasNoReasons() throws {
        let company = try SmallDataTests.company(conversions: 1)
        let run = try company.run(SmallDataTests.members)
        let list = try #require(run.list())
        #expect(list.model == .activity && list.top.count > 3 && list.top.allSatisfy { $0.reasons.isEmpty })
        let error = try #require(throws: PipelineError.self) { try company.pipeline().explanation(of: list.top[0].id) }
        #expect(error.problem.contains("no model behind it"))
    }
}
