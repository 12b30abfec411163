import DuckDB
import Foundation
import TestSupport
import Testing

/// Spark itself: run by `make test-spark`, which prepares it and fails where it cannot be had.
@Suite(.enabled(if: PreparedSpark.home != nil), .serialized) struct SparkClusterTests {
    private static let spark = ["engine=spark"] + PreparedSpark.settings
    private static let local = ["spark.master=local[2]"]
    private static let cluster = ["spark.master=\"local-cluster[2,1,1024]\""]

    /// The shared data where it exists, else a sample: snapshots and list of both engines.
    @Test func theSameListAsDuckDB() throws {
        let folder = try TemporaryFolder()
        let config = try Self.smallCompany(in: folder)
        let duckdb = try ProspectRun.run(["run", "--quick"], config: config, output: folder.path + "/duckdb")
        let spark = try ProspectRun.run(
            ["run", "--quick"], config: config, output: folder.path + "/spark", Self.spark + Self.local)
        #expect(try RunContents.differences(duckdb, spark) == 0)
        let contents = try RunContents(of: duckdb)
        #expect(try RunContents(of: spark) == contents)
        #expect(contents.snapshots > 10_000)
        let lists = try ["duckdb", "spark"].map {
            try folder.read($0 + "/results/sunday_ranked_prospects.csv")
        }
        #expect(lists[0] == lists[1] && lists[0].count > 50_000)
    }

    /// Five million rows, in one process and in worker processes, of which one is killed at work.
    @Test func fiveMillionRows() throws {
        let folder = try TemporaryFolder()
        let company = Process()
        company.executableURL = URL(fileURLWithPath: PreparedSpark.program)
        company.arguments = ["sample", folder.path, "--rows", "5000000", "--quiet"]
        company.standardOutput = FileHandle.nullDevice
        try company.run()
        company.waitUntilExit()
        try #require(company.terminationStatus == 0)
        let config = folder.path + "/prospect.yaml"
        let snapshots = ["snapshots"]
        let expected = try RunContents(
            of: try ProspectRun.run(snapshots, config: config, output: folder.path + "/duckdb"))
        #expect(expected.snapshots > 1_000_000)
        try? FileManager.default.removeItem(atPath: folder.path + "/duckdb")

        for (name, master) in [("local", Self.local), ("cluster", Self.cluster)] {
            let run = try ProspectRun.run(
                snapshots, config: config, output: "\(folder.path)/\(name)", Self.spark + master)
            #expect(try RunContents(of: run) == expected, "\(name)")
            #expect(!run.sparkLog.contains("Lost executor"))
            try? FileManager.default.removeItem(atPath: run.output)
        }

        let run = try ProspectRun(
            snapshots, config: config, output: folder.path + "/killed", Self.spark + Self.cluster)
        try Self.killOneExecutor(of: run)
        #expect(run.finish() == 0, "\(run.text.suffix(2_000))\(run.sparkLog.suffix(2_000))")
        #expect(run.sparkLog.contains("Lost executor"), "\(run.sparkLog.suffix(4_000))")
        #expect(try RunContents(of: run) == expected)
    }

    /// A finished stage is read again while nothing has changed; one that is damaged is made again, and one without
    /// `_SUCCESS` is never read.
    @Test func stagesAreReusedByFingerprint() throws {
        let folder = try TemporaryFolder()
        let config = try Self.smallCompany(in: folder, copied: true)
        let output = folder.path + "/out"
        let first = try ProspectRun.run(["snapshots"], config: config, output: output, Self.spark + Self.local)
        let expected = try RunContents(of: first)
        // A Spark that does nothing but fail shows whether Spark is asked.
        let broken = folder.path + "/broken"
        try FileManager.default.createDirectory(atPath: broken + "/bin", withIntermediateDirectories: true)
        try Data("#!/bin/sh\necho 'Error: asked' >&2\nexit 1\n".utf8)
            .write(to: URL(fileURLWithPath: broken + "/bin/spark-sql"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: broken + "/bin/spark-sql")
        let unable = Self.spark + Self.local + ["spark.home=\(broken)"]
        #expect(try RunContents(of: ProspectRun.run(["snapshots"], config: config, output: output, unable)) == expected)

        let asked = "Spark failed: asked."
        for change in ["spark.partitions=3", "columns.users=[USERS_EMAIL]"] {
            let other = try ProspectRun(["snapshots"], config: config, output: output, unable + [change])
            #expect(other.finish() == 1 && other.text.contains(asked), "\(other.text)")
        }
        // A portal-day that is lost or doubled on the way is found before anything is read.
        func staged(_ isWanted: (String) -> Bool) throws -> String {
            let files = FileManager.default.enumerator(atPath: output + "/staging")?.allObjects as? [String] ?? []
            let found = files.first(where: isWanted)
            return output + "/staging/" + (try #require(found))
        }
        let partition = try staged { $0.contains("bucket=1/part-") && $0.hasSuffix(".parquet") }
        try FileManager.default.copyItem(atPath: partition, toPath: partition.replacing("/part-", with: "/part-copy-"))
        let again = try ProspectRun.run(["snapshots"], config: config, output: output, Self.spark + Self.local)
        #expect(again.text.contains("damaged; made again"), "\(again.text)")
        #expect(try RunContents(of: again) == expected)

        let mark = try staged { $0.hasSuffix("portal_days/_SUCCESS") }
        try FileManager.default.removeItem(atPath: mark)
        let unfinished = try ProspectRun(["snapshots"], config: config, output: output, unable)
        #expect(unfinished.finish() == 1 && unfinished.text.contains(asked), "\(unfinished.text)")
        // What was never finished is gone.
        #expect(!FileManager.default.fileExists(atPath: (mark as NSString).deletingLastPathComponent))

        let usage = folder.path + "/usage_actions.csv"
        let text = try String(contentsOfFile: usage, encoding: .utf8)
        try (text + text.split(separator: "\n")[1] + "\n").write(toFile: usage, atomically: true, encoding: .utf8)
        let changed = try ProspectRun(["snapshots"], config: config, output: output, unable)
        #expect(changed.finish() == 1 && changed.text.contains(asked), "\(changed.text)")
    }

    /// Parquet files with typed columns in folders by week, of which only the last weeks are read.
    @Test func datedFoldersOfParquet() throws {
        let folder = try TemporaryFolder()
        let config = try Self.smallCompany(in: folder, copied: true)
        let connection = try Database.open().connect()
        try connection.execute(
            """
            COPY (
                SELECT *, date_trunc('week', WHEN_TIMESTAMP)::DATE AS week
                FROM read_csv(\(literal: folder.path + "/usage_actions.csv"))
            ) TO \(literal: folder.path + "/dated") (FORMAT parquet, PARTITION_BY (week))
            """)
        let dated = ["sources.usage=\(folder.path)/dated", "sources.usage_history=20"]
        let duckdb = try ProspectRun.run(["snapshots"], config: config, output: folder.path + "/duckdb", dated)
        let spark = try ProspectRun.run(
            ["snapshots"], config: config, output: folder.path + "/spark", Self.spark + Self.local + dated)
        #expect(try RunContents.differences(duckdb, spark) == 0)
        #expect(try RunContents(of: spark) == RunContents(of: duckdb))
        #expect(try RunContents(of: spark).snapshots > 1_000)
    }

    @Test func errorsAreOneLine() throws {
        let folder = try TemporaryFolder()
        let config = try Self.smallCompany(in: folder)
        let run = try ProspectRun(
            ["snapshots", "--quiet"], config: config, output: folder.path + "/out",
            Self.spark + ["spark.master=nonsense"])
        #expect(run.finish() == 1)
        #expect(run.text.split(separator: "\n").count <= 2, "\(run.text)")
        #expect(run.text.contains("Set spark.master to an address that Spark knows"), "\(run.text)")
        let runs = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/runs")) ?? []
        #expect(runs.isEmpty || !FileManager.default.fileExists(atPath: folder.path + "/out/results"))
    }

    /// Kills an executor of a run once tasks of it have begun to write.
    private static func killOneExecutor(of run: ProspectRun) throws {
        let end = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < end, run.isRunning {
            let files = FileManager.default.enumerator(atPath: run.output + "/staging")?.allObjects as? [String] ?? []
            let isWriting = files.contains { $0.contains("_temporary") }
            if isWriting, let executor = Processes.descendants(of: run.number).first(where: Processes.isExecutor) {
                usleep(1_500_000)
                guard kill(executor, SIGKILL) == 0 else { continue }
                return
            }
            usleep(50_000)
        }
        Issue.record("No executor was at work: \(run.text.suffix(1_000))\(run.sparkLog.suffix(1_000))")
    }

    /// The shared data's configuration, else that of a sample; `copied`: with files that may be changed.
    private static func smallCompany(in folder: TemporaryFolder, copied: Bool = false) throws -> String {
        let tables = ["customers", "noncustomers", "usage_actions"]
        if let data = SharedData.folder {
            for table in tables where copied {
                try folder.write("\(table).csv", Data(contentsOf: URL(fileURLWithPath: "\(data)/\(table).csv")))
            }
            let place = copied ? folder.path : data
            return try folder.write(
                "prospect.yaml",
                """
                sources: {customers: \(place)/customers.csv, noncustomers: \(place)/noncustomers.csv, usage: \(place)/usage_actions.csv}
                """)
        }
        let sample = Process()
        sample.executableURL = URL(fileURLWithPath: PreparedSpark.program)
        sample.arguments = ["sample", folder.path, "--portals", "3000", "--weeks", "60", "--quiet"]
        sample.standardOutput = FileHandle.nullDevice
        try sample.run()
        sample.waitUntilExit()
        return folder.path + "/prospect.yaml"
    }
}

/// The processes of this machine, as /proc has them.
enum Processes {
    /// All processes below one.
    static func descendants(of root: Int32) -> [Int32] {
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        let parents = Dictionary(
            uniqueKeysWithValues: numbers.compactMap { number in parent(of: number).map { (number, $0) } })
        return numbers.filter { number in
            var above = parents[number]
            while let current = above, current > 1 {
                if current == root { return true }
                above = parents[current]
            }
            return false
        }
    }

    static func isExecutor(_ process: Int32) -> Bool {
        let command = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
        return command.contains("CoarseGrainedExecutorBackend")
    }

    private static func parent(of process: Int32) -> Int32? {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 1 ? Int32(fields[1]) : nil
    }
}
