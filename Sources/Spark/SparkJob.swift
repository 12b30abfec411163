package import Base
internal import Foundation
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Runs SQL scripts on the user's Spark, each in a process of its own.
package struct SparkJob: Sendable {
    /// The place where Spark runs, such as `local[4]`, `yarn` or `spark://host:7077`.
    let master: String
    /// The `spark.*` keys and their values, as given by the user.
    let settings: [SparkSetting]
    let installation: SparkInstallation
    /// The file for Spark's output. Every script replaces it.
    let log: String
    let progress: any ProgressReporter
    let cancellation: Cancellation

    package init(
        master: String, settings: [SparkSetting], installation: SparkInstallation, log: String,
        progress: any ProgressReporter, cancellation: Cancellation
    ) {
        self.master = master
        self.settings = settings
        self.installation = installation
        self.log = log
        self.progress = progress
        self.cancellation = cancellation
    }

    /// Settings that are better than Spark's own. `spark.settings` can replace them.
    ///
    /// Java's compiler leaves a method of more than 8,000 bytes of bytecode to the interpreter, and the method that
    /// Spark would make from all tests of a row is longer. With this limit, Spark makes several methods that are
    /// compiled, and takes half the time.
    package static let defaults = [
        SparkSetting("spark.ui.showConsoleProgress", "true"),
        SparkSetting("spark.sql.codegen.hugeMethodLimit", "8000"),
    ]

    /// Settings that every script relies on, whatever the cluster's defaults: one meaning of SQL and of dates, and no
    /// silently lost row.
    package static let requirements = [
        SparkSetting("spark.sql.catalogImplementation", "in-memory"),
        SparkSetting("spark.sql.ansi.enabled", "true"),
        SparkSetting("spark.sql.caseSensitive", "true"),
        SparkSetting("spark.sql.session.timeZone", "UTC"),
        SparkSetting("spark.sql.variable.substitute", "false"),
        SparkSetting("spark.sql.files.ignoreCorruptFiles", "false"),
        SparkSetting("spark.sql.files.ignoreMissingFiles", "false"),
        SparkSetting("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "true"),
    ]

    /// Returns the settings of a job that a session may change, each once.
    ///
    /// - Parameter settings: The user's settings.
    package static func sessionSettings(_ settings: [SparkSetting]) -> [SparkSetting] {
        var last: [SparkSetting] = []
        for setting in defaults + settings + requirements
        where setting.key.hasPrefix("spark.sql.") && setting.key != "spark.sql.catalogImplementation" {
            last.removeAll { $0.key == setting.key }
            last.append(setting)
        }
        return last
    }

    /// Runs a script to its end.
    ///
    /// - Parameter statements: SQL in Spark's dialect, without final semicolons.
    /// - Throws: `SparkError` with the decisive line of Spark's log, or `Interrupted`.
    package func run(_ statements: [String]) throws {
        let folder = NSTemporaryDirectory() + "prospect-spark-" + UUID().uuidString
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let script = folder + "/script.sql"
            try Data(statements.map { $0 + ";\n" }.joined().utf8).write(to: URL(fileURLWithPath: script))
            try FileManager.default.createDirectory(
                atPath: (log as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: log))
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
            defer { try? file.close() }
            let console = SparkConsole(log: file, progress: progress)
            let isSuccess = try waitFor(cancellation) { try await start(script, in: folder, console) }
            try cancellation.check()
            guard isSuccess else { throw SparkError.failed(console.failure, log: log) }
        } catch {
            if cancellation.isCancelled { throw Interrupted() }
            if error is SparkError { throw error }
            throw SparkError.cannotStart(installation.program, reason: "\(error)")
        }
    }

    private func start(_ script: String, in folder: String, _ console: SparkConsole) async throws -> Bool {
        var options = PlatformOptions()
        // In a session of its own, Ctrl-C reaches Spark only through this process, and its helpers end with it.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(15))
        ]
        let result = try await Subprocess.run(
            .path(FilePath(installation.program)), arguments: Arguments(arguments(script, folder: folder)),
            environment: .inherit.updating(environment), workingDirectory: FilePath(folder),
            platformOptions: options, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            for try await line in execution.standardOutput.strings(bufferingPolicy: .unbounded) {
                console.read(line)
            }
        }
        return result.terminationStatus.isSuccess
    }

    /// Returns the options of spark-sql. If a key occurs twice, the last value counts.
    func arguments(_ script: String, folder: String) -> [String] {
        let warehouse = SparkSetting("spark.sql.warehouse.dir", folder + "/warehouse")
        let all = Self.defaults + settings + Self.requirements + [warehouse]
        return ["--master", master, "--name", "prospect"]
            + all.flatMap { ["--conf", "\($0.key)=\($0.value)"] } + ["-f", script]
    }

    private var environment: [Environment.Key: String?] {
        let given = ProcessInfo.processInfo.environment
        var changed: [Environment.Key: String?] = [:]
        if let home = installation.home { changed["SPARK_HOME"] = home }
        // Java reads the encoding of file names from here.
        if given["LC_ALL"] == nil, given["LANG"] == nil { changed["LC_ALL"] = "C.UTF-8" }
        if master.hasPrefix("local"), given["SPARK_LOCAL_IP"] == nil { changed["SPARK_LOCAL_IP"] = "127.0.0.1" }
        return changed
    }
}
