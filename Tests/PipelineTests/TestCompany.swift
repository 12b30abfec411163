import Base
import Foundation
import Logging
import Pipeline
import SampleCompany
import Settings
import TestSupport

/// A small sample company in a folder of its own, and the pipeline over it.
struct TestCompany {
    static let tables = ["customers.csv", "noncustomers.csv", "usage_actions.csv"]

    let folder: TemporaryFolder

    /// - Parameters:
    ///   - portals: customers and free ones together; of fewer, too few convert for the configured members.
    ///   - seed: of the sample.
    init(portals: Int = 2_600, weeks: Int = 50, seed: Int = 3) throws {
        folder = try TemporaryFolder()
        _ = try SampleCompany(portals: portals, weeks: weeks, seed: seed).write(to: folder.path)
        try folder.write(
            "prospect.yaml",
            """
            sources: {customers: customers.csv, noncustomers: noncustomers.csv, usage: usage_actions.csv}
            split: {validation: 6, test: 6}
            lightgbm: {num_iterations: 40, min_data_in_leaf: 20}
            models: {members: [lightgbm]}
            resources: {threads: 2}
            """)
    }

    /// A company of the same files, to be changed.
    init(copyOf other: TestCompany) throws {
        folder = try TemporaryFolder()
        for name in ["prospect.yaml", "customers.csv", "noncustomers.csv", "usage_actions.csv"] {
            try folder.write(name, other.folder.read(name))
        }
    }

    func pipeline(
        _ overrides: [String] = [], progress: any ProgressReporter = SilentProgress(),
        cancellation: Cancellation = Cancellation()
    ) throws -> Pipeline {
        let loaded = try ConfigurationLoader.load(
            file: folder.path + "/prospect.yaml", overrides: overrides, environment: [:], workingFolder: folder.path)
        return Pipeline(
            loaded: loaded, today: SampleCompany.defaultUntil + 30, progress: progress,
            cancellation: cancellation, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func run(_ overrides: [String] = [], asOf: Day? = nil, quick: Bool = true) throws -> RunOutcome {
        try pipeline(overrides).run(asOf: asOf, quick: quick)
    }

    /// Lines of a table without the header.
    func rows(_ name: String) throws -> (header: String, rows: [String]) {
        let lines = String(decoding: try folder.read(name), as: UTF8.self).split(separator: "\n").map(String.init)
        return (lines[0], Array(lines.dropFirst()))
    }

    func rewrite(_ name: String, _ change: (inout [String]) throws -> Void) throws {
        var (header, rows) = try rows(name)
        try change(&rows)
        try folder.write(name, ([header] + rows).joined(separator: "\n") + "\n")
    }
}

extension RunOutcome {
    func file(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)) }
}
