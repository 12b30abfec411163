import Base
import Dashboard
import Foundation
import Logging
import Pipeline
import SampleCompany
import Settings
import TestSupport

/// A company with Wednesdays, a horizon of 60 days, windows of 7 and 28 days, and no revenue: two runs through all stages.
final class WednesdayFixture: Sendable {
    /// Made once for all tests.
    static let shared = Result { try WednesdayFixture() }

    /// The last Wednesday before the sample's last day, a Sunday.
    static let wednesday = SampleCompany.defaultUntil - 4

    let folder: TemporaryFolder
    /// The run of the week before, and that of the last Wednesday.
    let runs: [String]

    private init() throws {
        folder = try TemporaryFolder()
        _ = try SampleCompany(portals: 1_200, weeks: 60, seed: 5).write(to: folder.path)
        try Self.removeRevenue(in: folder)
        try folder.write(
            "prospect.yaml",
            """
            sources: {customers: customers.csv, noncustomers: noncustomers.csv, usage: usage_actions.csv}
            columns: {revenue: null}
            snapshots: {weekday: wednesday, horizon: 60, windows: [7, 28]}
            split: {validation: 4, test: 4}
            models: {members: [logistic]}
            resources: {threads: 2}
            playbooks: {provider: rules, top: 30}
            """)
        let loaded = try ConfigurationLoader.load(
            file: folder.path + "/prospect.yaml", overrides: [], environment: [:], workingFolder: folder.path)
        let pipeline = Pipeline(
            loaded: loaded, today: SampleCompany.defaultUntil + 3, progress: SilentProgress(),
            cancellation: Cancellation(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let before = try pipeline.run(through: .segment, asOf: Self.wednesday - 7, quick: true)
        let last = try pipeline.run(through: .report, asOf: Self.wednesday)
        runs = [before, last].map(\.manifest.id)
    }

    var output: String { folder.path + "/prospect-output" }

    func file(_ name: String) throws -> String {
        String(decoding: try folder.read("prospect-output/" + name), as: UTF8.self)
    }

    private static func removeRevenue(in folder: TemporaryFolder) throws {
        let lines = String(decoding: try folder.read("customers.csv"), as: UTF8.self).split(separator: "\n")
        let place = lines[0].split(separator: ",").firstIndex(of: "MRR")!
        let rows = lines.dropFirst().map { line in
            var cells = line.split(separator: ",", omittingEmptySubsequences: false)
            cells[place] = ""
            return cells.joined(separator: ",")
        }
        try folder.write("customers.csv", ([String(lines[0])] + rows).joined(separator: "\n") + "\n")
    }
}
