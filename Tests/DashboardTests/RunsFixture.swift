import Base
import Dashboard
import Foundation
import Logging
import Pipeline
import SampleCompany
import Settings
import TestSupport

@testable import Modeling

/// A company with runs of three Sundays and a backtest. Some of its portals have names that try to break out.
final class RunsFixture: Sendable {
    /// Made once for all tests that only read it.
    static let shared = Result { try RunsFixture() }

    static let hostile = #"<b>x</b>"&'/../%2e"#
    static let formula = "=1+1"
    static let hostileIndustry = "</script><script>alert(1)</script>"
    static let sundays = [SampleCompany.defaultUntil - 14, SampleCompany.defaultUntil - 7, SampleCompany.defaultUntil]

    let folder: TemporaryFolder
    let runs: [String]
    let backtestRun: String

    private init() throws {
        folder = try TemporaryFolder()
        _ = try SampleCompany(portals: 1_600, weeks: 40, seed: 3).write(to: folder.path)
        try Self.addHostilePortals(to: folder)
        try folder.write(
            "prospect.yaml",
            """
            sources: {customers: customers.csv, noncustomers: noncustomers.csv, usage: usage_actions.csv}
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
        runs = try Self.sundays.map { sunday in
            let last: StageName = sunday == Self.sundays.last ? .report : .segment
            return try pipeline.run(through: last, asOf: sunday, quick: true).manifest.id
        }
        backtestRun = try pipeline.backtest(.every(weeks: 6), asOf: nil, csv: nil).0.manifest.id
    }

    /// Twins of the most active free portal, with names and an industry of their own.
    private static func addHostilePortals(to folder: TemporaryFolder) throws {
        func lines(_ name: String) throws -> [String] {
            String(decoding: try folder.read(name), as: UTF8.self).split(separator: "\n").map(String.init)
        }
        var portals = try lines("noncustomers.csv")
        var usage = try lines("usage_actions.csv")
        let columns = portals[0].split(separator: ",").map(String.init)
        let (place, usagePlace) = (columns.firstIndex(of: "id")!, usage[0].split(separator: ",").firstIndex(of: "id")!)
        func cell(_ line: String, _ place: Int) -> String {
            String(line.split(separator: ",", omittingEmptySubsequences: false)[place])
        }
        let free = Set(portals.dropFirst().map { cell($0, place) })
        var counts: [String: Int] = [:]
        for line in usage.dropFirst() { counts[cell(line, usagePlace), default: 0] += 1 }
        let busiest = counts.filter { free.contains($0.key) }.max { ($0.value, $0.key) < ($1.value, $1.key) }!.key
        let busy = usage.dropFirst().filter { cell($0, usagePlace) == busiest }
        for id in [hostile, formula] {
            let quoted = "\"" + id.replacing("\"", with: "\"\"") + "\""
            let cells = columns.map { column in
                switch column {
                case "id": quoted
                case "INDUSTRY": hostileIndustry
                case "EMPLOYEE_RANGE": "26 to 50"
                case "ALEXA_RANK": "4000"
                default: ""
                }
            }
            portals.append(cells.joined(separator: ","))
            usage += busy.map { line in
                var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                cells[usagePlace] = quoted
                return cells.joined(separator: ",")
            }
        }
        try folder.write("noncustomers.csv", portals.joined(separator: "\n") + "\n")
        try folder.write("usage_actions.csv", usage.joined(separator: "\n") + "\n")
    }

    var output: String { folder.path + "/prospect-output" }

    /// A copy of the output folder, to be changed.
    func copy() throws -> TemporaryFolder {
        let copy = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: output, toPath: copy.path + "/prospect-output")
        return copy
    }
}
