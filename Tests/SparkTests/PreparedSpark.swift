import Base
import DuckDB
import Foundation
import Snapshots
import TestSupport
import Testing

/// The Spark and the program that `make test-spark` has prepared.
enum PreparedSpark {
    private static let environment = ProcessInfo.processInfo.environment
    /// The folder of the Spark installation; nil outside of `make test-spark`.
    static let home = environment["PROSPECT_TEST_SPARK"]
    /// The release build: millions of rows are too many for a debug one.
    static let program = environment["PROSPECT_TEST_PROGRAM"] ?? "prospect"

    /// What makes Spark fit into a machine of two cores.
    static let settings = [
        "spark.home=\(home ?? "")",
        "spark.settings={spark.driver.memory: 2g, spark.sql.shuffle.partitions: 8, spark.ui.enabled: \"false\"}",
    ]
}

/// A run of the program as a process of its own.
final class ProspectRun {
    let output: String
    private let process = Process()
    private let log: TemporaryFolder

    /// Starts a command; `finish()` waits for its end.
    ///
    /// - Parameter output: the folder of its runs.
    init(_ command: [String], config: String, output: String, _ settings: [String] = []) throws {
        self.output = output
        log = try TemporaryFolder()
        process.executableURL = URL(fileURLWithPath: PreparedSpark.program)
        process.arguments =
            command + ["--config", config, "--set", "output.folder=\(output)"] + settings.flatMap { ["--set", $0] }
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PROSPECT_") }
        let file = try log.write("log", "")
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
    }

    var isRunning: Bool { process.isRunning }
    var number: Int32 { process.processIdentifier }
    var text: String { (try? log.read("log")).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    @discardableResult
    func finish() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs a command to its end, which must be a success.
    static func run(
        _ command: [String], config: String, output: String, _ settings: [String] = []
    ) throws -> ProspectRun {
        let run = try ProspectRun(command, config: config, output: output, settings)
        let status = run.finish()
        try #require(status == 0, "\(run.text.suffix(2_000))\(run.sparkLog.suffix(2_000))")
        return run
    }

    var sparkLog: String { (try? String(contentsOfFile: output + "/spark.log", encoding: .utf8)) ?? "" }

    /// The folder of its run.
    var folder: String {
        get throws {
            let runs = try FileManager.default.contentsOfDirectory(atPath: output + "/runs").sorted()
            return output + "/runs/" + (try #require(runs.last))
        }
    }
}

/// What a run's files hold, whatever the order of their rows.
struct RunContents: Equatable {
    /// Of each table: how many rows, and the sum and the exclusive or of their hashes.
    private(set) var tables: [String: [String]] = [:]
    private(set) var documents: [String: String] = [:]

    init(of run: ProspectRun) throws {
        let folder = try run.folder
        let connection = try Database.open(settings: ["threads": "2"]).connect()
        for name in ["snapshots/*.parquet", "dormant/*.parquet", "cold/*.parquet", "portals.parquet"] {
            tables[name] = try connection.row(
                """
                SELECT count(*)::VARCHAR, sum(hash(s)::HUGEINT)::VARCHAR, bit_xor(hash(s))::VARCHAR
                FROM (FROM read_parquet(\(literal: folder + "/" + name))) s
                """
            ) { row in (0..<3).map { row.string($0)! } }
        }
        for name in ["company.json", "checks.json"] {
            documents[name] = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        }
    }

    var snapshots: Int { tables["snapshots/*.parquet"].flatMap { Int($0[0]) } ?? 0 }

    /// The rows of one run's snapshots that the other does not have; for small tables.
    static func differences(_ left: ProspectRun, _ right: ProspectRun) throws -> Int {
        let connection = try Database.open(settings: ["threads": "2"]).connect()
        let files = try [left, right].map { run in
            let description = try Data(contentsOf: URL(fileURLWithPath: try run.folder + "/snapshots.json"))
            let folder = try run.folder
            return SnapshotFiles(
                try JSONDecoder().decode(SnapshotSet.self, from: description).mappingPaths { "\(folder)/\($0)" }
            ).all
        }
        return try connection.row(
            """
            SELECT (SELECT count(*) FROM (FROM \(files[0]) EXCEPT ALL FROM \(files[1])))
                + (SELECT count(*) FROM (FROM \(files[1]) EXCEPT ALL FROM \(files[0])))
            """
        ) { $0.int(0)! }
    }
}
