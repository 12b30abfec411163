import Base
import Foundation
import Logging
import Pipeline
import Ranking
import Settings
import Sources
import TestSupport
import Testing

/// Real companies, where their tables lie beside the project: a configuration names files and columns, and nothing else.
@Suite struct RealCompaniesTests {
    /// The folder that holds them; it is not part of the project.
    private static let data = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data").standardized.path

    struct Company: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sources: String
        var columns = ""
        /// The Sunday that its usage covers.
        let sunday: String

        var isThere: Bool { FileManager.default.fileExists(atPath: data + "/" + testDescription) }
    }

    static let companies = [
        Company(
            testDescription: "hubspot-as-of-2020-04-26",
            sources: "{customers: customers.csv, noncustomers: noncustomers.csv, usage: usage_actions.csv}",
            sunday: "2020-04-26"),
        Company(
            testDescription: "365-as-of-2022-07-31",
            sources: "{customers: customers.csv, noncustomers: free.csv, usage: usage.csv}",
            columns: "columns: {id: student_id, close_date: first_purchase, created: date_registered, "
                + "timestamp: date_watched, actions: [watched]}\n", sunday: "2022-07-31"),
    ].filter(\.isThere)

    @Test(.enabled(if: !companies.isEmpty), arguments: companies)
    func publishesAList(_ company: Company) throws {
        let folder = try TemporaryFolder()
        let files = company.sources.replacing(/: ([a-z_]+\.csv)/) {
            ": \(Self.data)/\(company.testDescription)/\($0.output.1)"
        }
        try folder.write(
            "prospect.yaml", "sources: \(files)\n\(company.columns)output: {folder: \(folder.path)/out}\n")
        let loaded = try ConfigurationLoader.load(
            file: folder.path + "/prospect.yaml", overrides: [], environment: [:], workingFolder: folder.path)
        let run = try Pipeline(
            loaded: loaded, today: Day("2026-11-30")!, progress: SilentProgress(), cancellation: Cancellation(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).run(through: .report, quick: true)
        #expect(run.manifest.asOf == Day(company.sunday))
        #expect(
            run.manifest.clocks == Clocks(usageThrough: Day(company.sunday)!, outcomesThrough: Day(company.sunday)!))
        #expect(run.notices.first?.hasPrefix("Usage ends on \(company.sunday), ") == true)
        let list = try #require(run.list())
        #expect(list.reconciliation.balances && list.reconciliation.listed > 5_000)
        #expect(FileManager.default.fileExists(atPath: "\(try #require(run.results))/list.csv"))
    }
}
