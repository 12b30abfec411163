import Base
import Foundation
import TestSupport
import Testing

@testable import Spark

/// How Spark is found, started, watched and stopped; shell scripts stand for it.
@Suite(.serialized) struct SparkJobTests {
    private func installation(_ script: String, in folder: TemporaryFolder) throws -> SparkInstallation {
        try install(script, in: folder.path + "/spark")
        return try SparkInstallation.find(home: folder.path + "/spark", environment: [:])
    }

    private func install(_ script: String, in home: String) throws {
        try FileManager.default.createDirectory(atPath: home + "/bin", withIntermediateDirectories: true)
        let program = home + "/bin/spark-sql"
        try Data("#!/bin/bash\n\(script)\n".utf8).write(to: URL(fileURLWithPath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    }

    private func job(
        _ script: String, in folder: TemporaryFolder, progress: any ProgressReporter = SilentProgress(),
        cancellation: Cancellation = Cancellation()
    ) throws -> SparkJob {
        SparkJob(
            master: "local[3]",
            settings: [.init("spark.executor.memory", "2g"), .init("spark.sql.ansi.enabled", "false")],
            installation: try installation(script, in: folder), log: folder.path + "/log/spark.log", progress: progress,
            cancellation: cancellation)
    }

    @Test func whereSparkIsLookedFor() throws {
        let folder = try TemporaryFolder()
        for name in ["configured", "variable", "path"] { try install("", in: folder.path + "/" + name) }
        let environment = ["SPARK_HOME": folder.path + "/variable", "PATH": "/nowhere:\(folder.path)/path/bin"]
        func found(_ home: String?, _ environment: [String: String]) throws -> SparkInstallation {
            try SparkInstallation.find(home: home, environment: environment)
        }
        #expect(try found(folder.path + "/configured", environment).home == folder.path + "/configured")
        #expect(try found(nil, environment).program == folder.path + "/variable/bin/spark-sql")
        let onPath = try found(nil, ["PATH": environment["PATH"]!, "SPARK_HOME": ""])
        #expect(onPath == SparkInstallation(program: folder.path + "/path/bin/spark-sql", home: nil))
        // A folder that is named must have it: another Spark may be of another cluster.
        let error = #expect(throws: SparkError.self) { try found(folder.path, environment) }
        #expect(error?.problem == "spark-sql was not found in '\(folder.path)/bin/spark-sql' (spark.home).")
        #expect(error?.exitCode == .badInput)
        let none = #expect(throws: SparkError.self) { try found(nil, ["PATH": "/nowhere"]) }
        #expect(none?.remedy?.contains("set engine to duckdb") == true)
    }

    /// The script's file has the statements, and what prospect relies on comes after the user's settings.
    @Test func whatSparkIsTold() throws {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/told"
        let script = "printf '%s\\n' \"$@\" > \(copy); cat \"${@: -1}\" >> \(copy); echo $SPARK_HOME >> \(copy)"
        try job(script, in: folder).run(["SELECT 'é'", "SELECT 2"])
        let told = String(decoding: try folder.read("told"), as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(told.starts(with: ["--master", "local[3]", "--name", "prospect"]))
        #expect(told.suffix(3) == ["SELECT 'é';", "SELECT 2;", folder.path + "/spark"])
        let settings = told.filter { $0.hasPrefix("spark.sql.ansi.enabled=") }
        #expect(settings == ["spark.sql.ansi.enabled=false", "spark.sql.ansi.enabled=true"])
        #expect(told.contains("spark.executor.memory=2g"))
    }

    /// For people to read, each setting is there once, with the value that counts; what may be secret is not there.
    @Test func whatPeopleAreTold() {
        let told = SparkJob.sessionSettings([
            SparkSetting("spark.sql.codegen.hugeMethodLimit", "65535"), SparkSetting("spark.sql.ansi.enabled", "false"),
            SparkSetting("spark.hadoop.fs.s3a.secret.key", "s"), SparkSetting("spark.sql.shuffle.partitions", "9"),
        ])
        #expect(Set(told.map(\.key)).count == told.count && told.allSatisfy { $0.key.hasPrefix("spark.sql.") })
        let values = Dictionary(uniqueKeysWithValues: told.map { ($0.key, $0.value) })
        #expect(values["spark.sql.codegen.hugeMethodLimit"] == "65535" && values["spark.sql.ansi.enabled"] == "true")
        #expect(values["spark.sql.shuffle.partitions"] == "9" && values["spark.sql.session.timeZone"] == "UTC")
    }

    @Test func progressAndTheLogAreKeptApart() throws {
        let folder = try TemporaryFolder()
        let progress = RecordedProgress()
        try job(
            "printf '\\r[Stage 0:=>  (1 + 2) / 4]\\r[Stage 0:==> (3 + 1) / 4]\\r   \\r' >&2; echo 'WARN something' >&2",
            in: folder, progress: progress
        ).run(["SELECT 1"])
        #expect(
            progress.details == ["stage 0: 1 of 4 tasks, 2 running", "stage 0: 3 of 4 tasks, 1 running"])
        #expect(String(decoding: try folder.read("log/spark.log"), as: UTF8.self) == "WARN something\n")
    }

    @Test func aJobThatFails() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: SparkError.self) {
            try job(
                "echo 'Caused by: java.net.UnknownHostException: master7' >&2; echo 'at x.y' >&2; exit 1", in: folder
            ).run(["SELECT 1"])
        }
        #expect(error?.problem == "Spark failed: UnknownHostException: master7.")
        #expect(
            error?.remedy
                == "Check spark.master and the names of the cluster's machines. The whole log is in '\(folder.path)/log/spark.log'."
        )
    }

    /// Ctrl-C ends Spark, and what Spark has started.
    @Test func cancellationEndsTheProcess() throws {
        let folder = try TemporaryFolder()
        let cancellation = Cancellation()
        let marks = folder.path + "/marks"
        let job = try job(
            "sleep 300 & echo $! > \(marks).child; echo $$ > \(marks).shell; wait", in: folder,
            cancellation: cancellation)
        Thread.detachNewThread {
            while !FileManager.default.fileExists(atPath: marks + ".shell") { usleep(10_000) }
            usleep(50_000)
            cancellation.cancel()
        }
        let start = ContinuousClock.now
        #expect(throws: Interrupted.self) { try job.run(["SELECT 1"]) }
        // Long before the child would have ended by itself. What ignores the first signal is killed 15 seconds later.
        #expect(ContinuousClock.now - start < .seconds(150))
        for name in ["child", "shell"] {
            let text = String(decoding: try folder.read("marks." + name), as: UTF8.self)
            let process = try #require(Int32(text.split(separator: "\n")[0]))
            var isGone = false
            for _ in 0..<200 where !isGone {
                isGone = kill(process, 0) != 0 || Self.isZombie(process)
                usleep(20_000)
            }
            #expect(isGone)
        }
    }

    private static func isZombie(_ process: Int32) -> Bool {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return text.split(separator: ")").last?.hasPrefix(" Z") == true
    }
}

/// Keeps the details that it is told.
final class RecordedProgress: ProgressReporter, @unchecked Sendable {
    private let lock = NSLock()
    private var kept: [String] = []
    var details: [String] { lock.withLock { kept } }
    func begin(_ step: String, total: Int?, unit: String) {}
    func advance(to completed: Int) {}
    func advance(to completed: Int, detail: String) { lock.withLock { kept.append(detail) } }
    func end(_ summary: String) {}
}
