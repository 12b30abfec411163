import Base
import DuckDB
import Foundation
import Modeling
import SampleCompany
import TestSupport
import Testing

@testable import Pipeline

/// Leaks planted in the data, and in what a run has made, are found by name; a clean company passes.
@Suite struct AuditTests {
    static let clean = Result { try TestCompany.audited() }

    static func audit(_ company: TestCompany, _ settings: [String] = [], asOf: Day? = nil) throws -> RunOutcome {
        try company.pipeline(TestCompany.auditSettings + settings).run(through: .audit, asOf: asOf)
    }

    @Test func aCleanCompanyPassesWithAnyNumberOfThreads() throws {
        let company = try TestCompany(copyOf: try Self.clean.get())
        let outcome = try Self.audit(company)
        let report = try #require(outcome.audit)
        #expect(report.checks.map(\.name) == AuditCheck.Name.allCases)
        for check in report.checks {
            // Nothing in the sample is filled in by the sale, but usage is strong where most portals have none.
            let allowed: AuditCheck.Status = check.name == .labelShuffle ? .warning : .passed
            #expect(check.status <= allowed, "\(check)")
        }
        #expect(report.earlier == (report.asOf - 30).onOrBefore(.sunday))
        #expect(outcome.results != nil)
        #expect(outcome.manifest.stages.map(\.name) == [.check, .snapshots, .train, .backtest, .rank, .audit])
        let card = String(decoding: try outcome.file("model-card.md"), as: UTF8.self)
        #expect(card.contains("## Audit\n\nNot failed."))
        #expect(card.contains("- **future-deletion: passed.** With "))
        #expect(!FileManager.default.fileExists(atPath: outcome.folder + "/audit.partial"))

        let oneThread = try Self.audit(company, ["resources.threads=1"])
        #expect(try outcome.file("audit.json") == oneThread.file("audit.json"))
    }

    /// For a Sunday in the midst of the data, that Sunday's own list is made from cut data too.
    @Test func laterRowsOfThePresentAreCutToo() throws {
        let report = try #require(
            try Self.audit(try TestCompany(copyOf: try Self.clean.get()), asOf: Day(year: 2026, month: 5, day: 3)).audit
        )
        let check = report.checks[0]
        #expect(check.status == .passed, "\(check)")
        #expect(check.summary.contains("So is that for 2026-05-03, after which there are rows too."))
        #expect(check.numbers["usage"]! > 1_000)
        #expect(check.numbers["closes"]! > 1)
    }

    /// Customers have ids of their own. No model sees them: the list is published, and the audit says so.
    @Test func idsThatEncodeTheLabelAreANote() throws {
        let company = try TestCompany(copyOf: try Self.clean.get())
        try company.rename { isCustomer, number in "\(isCustomer ? 90_000_000 + number : 10_000_000 + number * 7)" }
        let outcome = try Self.audit(company)
        let report = try #require(outcome.audit)
        let check = try #require(report.checks.first { $0.name == .singleFeatures })
        #expect(check.status == .passed, "\(check)")
        let notes = check.findings.filter { $0.status == .note }
        #expect(notes.map(\.subject).prefix(2) == ["the id as a number", "the order of the ids"])
        #expect(notes.allSatisfy { $0.text.contains("alone has a ROC-AUC of 1.000 (95% interval") })
        #expect(report.failures.isEmpty && outcome.manifest.state == .finished)
        #expect(outcome.results != nil)
    }

    /// A number of employees that a sales person enters when the deal is won; some free portals have it too.
    @Test func aFirmographicOfTheSaleFailsUnlessAccepted() throws {
        let company = try TestCompany(copyOf: try Self.clean.get())
        var generator = SeededGenerator(seed: 2)
        try company.addColumn("CRM_SIZE") { isCustomer, _ in isCustomer || generator.uniform() < 0.4 ? "20" : "" }
        let settings = ["firmographics.CRM_SIZE=number"]
        let report = try #require(try Self.audit(company, settings).audit)
        #expect(report.failures.map(\.finding.subject) == ["CRM_SIZE"])
        let finding = try #require(report.failures.first).finding
        #expect(
            finding.text.contains("CRM size (CRM_SIZE) is missing for 0 of \(Int(finding.numbers["converted"]!)) (0.0%")
        )

        let accepted = try Self.audit(company, settings + ["audit.accepted=[CRM_SIZE]"])
        #expect(accepted.audit?.failures.isEmpty == true)
        #expect(accepted.audit?.checks.first { $0.name == .singleFeatures }?.status == .warning)
        #expect(accepted.results != nil)
    }

    /// A counter of the portal's usage that has gone on after the sale.
    @Test func usageAfterTheCloseDateFails() throws {
        let company = try TestCompany(copyOf: try Self.clean.get())
        let counts = try company.usageAfterTheSale()
        try #require(counts.count > 10)
        try company.addColumn("PAID_SESSIONS") { _, row in "\(counts[TestCompany.id(row)] ?? 0)" }
        let report = try #require(try Self.audit(company, ["firmographics.PAID_SESSIONS=number"]).audit)
        let finding = try #require(report.failures.first { $0.finding.subject == "PAID_SESSIONS" }).finding
        // Some customers stopped using the product: the ROC-AUC alone would not say it.
        #expect(finding.numbers["pureConverted"]! > 20)
        #expect(finding.numbers["pureConverted"] == finding.numbers["purePortals"])
    }

    /// A count of usage that only customers ever have, long before their sale too: it is written for whom the sale names.
    @Test func aUsageColumnThatCarriesTheLabelFails() throws {
        let company = try TestCompany(copyOf: try Self.clean.get())
        let customers = Set(try company.rows("customers.csv").rows.map(TestCompany.id))
        let (header, rows) = try company.rows("usage_actions.csv")
        let lines =
            ["ACTIONS_PAID,\(header)"] + rows.map { "\(customers.contains(TestCompany.id($0)) ? 1 : 0),\($0)" }
        try company.folder.write("usage_actions.csv", lines.joined(separator: "\n") + "\n")
        let report = try #require(
            try Self.audit(company, ["columns.actions=[ACTIONS_PAID]", "columns.users=[]"]).audit)
        let finding = try #require(
            report.failures.first { $0.finding.subject == "ACTIONS_PAID_30D_LOG1P" }?.finding)
        #expect(finding.text.contains("Two horizons and more before their sale it tells"))
        #expect(finding.text.contains("became customers."))
    }

    /// Snapshots whose usage reaches a week beyond their Sunday, as a fault in the walk would make them.
    @Test func aFeatureThatLooksAheadFails() throws {
        let column = "ACTIONS_CRM_DEALS_7D_SUM"
        let outcome = try TestCompany(copyOf: try Self.clean.get()).runWithSnapshots(
            column, as: "\(column) + coalesce(lead(\(column)) OVER (PARTITION BY id ORDER BY DATE), 0)")
        let report = try #require(outcome.audit)
        let finding = try #require(report.failures.first { $0.check == .futureDeletion }).finding
        #expect(finding.subject.contains("from the run's own snapshots"))
        #expect(finding.text.contains("What differs: Deal actions in 7 days (ACTIONS_CRM_DEALS_7D_SUM): "))
        #expect(!finding.text.contains("_30D_SUM"))
        #expect(outcome.results == nil)
    }

    /// Snapshots of which one column depends on what a portal is called, or on where its rows stood in the files.
    @Test(arguments: ["1000 * (id::BIGINT % 5)", "1000 * (row_number() OVER (ORDER BY id, DATE) % 5)"])
    func aFeatureOfTheIDOrTheOrderFails(term: String) throws {
        let column = "ACTIONS_CRM_DEALS_30D_SUM"
        let outcome = try TestCompany(copyOf: try Self.clean.get()).runWithSnapshots(column, as: "\(column) + \(term)")
        let failures = try #require(outcome.audit).failures.filter { $0.check == .idsAndOrder }
        #expect(failures.map(\.finding.subject) == ["scores", "order"])
        #expect(failures.allSatisfy { $0.finding.numbers.values.contains { $0 > 100 } })
    }

    /// A model that says it was fitted to more rows than its dates give, as one that was given the judged rows would.
    @Test func aTrainingWithUnexplainedRowsFails() throws {
        let outcome = try TestCompany(copyOf: try Self.clean.get()).spoiledRun { folder, _ in
            let file = URL(fileURLWithPath: folder + "/model/model.json")
            var model = try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
            model["snapshots"] = try #require(model["snapshots"] as? Int) + 2_400
            try JSONSerialization.data(withJSONObject: model).write(to: file)
        }
        #expect(outcome.audit?.failures.map(\.finding.subject) == ["the list's training"])
    }

    /// The population that looks ahead by its definition is a warning, not a failure: the configuration asks for it.
    @Test func observedSpanIsSaidToLookAhead() throws {
        let outcome = try Self.audit(
            try TestCompany(copyOf: try Self.clean.get()), ["snapshots.population=observed-span"])
        let check = try #require(outcome.audit).checks[0]
        #expect(check.status == .warning)
        #expect(check.findings.first?.text.contains("What differs: portals on the list: ") == true)
    }
}

extension TestCompany {
    /// A run that is stopped after its lists, spoiled, and resumed for the audit.
    fileprivate func spoiledRun(_ spoil: (_ folder: String, Connection) throws -> Void) throws -> RunOutcome {
        let pipeline = try pipeline(Self.auditSettings)
        let run = try pipeline.run(through: .rank, publishes: false)
        try spoil(run.folder, Database.open().connect())
        // As a program with that fault would have left it.
        var manifest = run.manifest
        manifest.state = .failed
        for path in manifest.files.keys { manifest.files[path] = try FileSeal(file: "\(run.folder)/\(path)") }
        try JSON.encode(manifest).write(to: URL(fileURLWithPath: run.folder + "/manifest.json"))
        return try pipeline.run(through: .audit, resume: true)
    }

    /// A run in whose snapshots one column has another meaning, as after a fault in the program.
    fileprivate func runWithSnapshots(_ column: String, as expression: String) throws -> RunOutcome {
        try spoiledRun { folder, connection in
            let files = folder + "/snapshots"
            try connection.execute(
                "CREATE TABLE spoiled AS SELECT * REPLACE ((\(unsafe: expression))::BIGINT AS \(unsafe: column)) FROM '\(unsafe: files)/*.parquet'"
            )
            for name in try FileManager.default.contentsOfDirectory(atPath: files) {
                try FileManager.default.removeItem(atPath: "\(files)/\(name)")
            }
            try connection.execute("COPY spoiled TO '\(unsafe: files)/part-00000.parquet' (FORMAT parquet)")
        }
    }
}
