internal import ArgumentParser
package import Base
package import Boosting
internal import Dispatch
internal import Foundation
internal import Logging
package import Modeling
internal import Pipeline
package import Playbooks
internal import Settings
internal import Snapshots
internal import Sources

enum LogFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// The levels of swift-log.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue)! }
}

extension ModelName: ExpressibleByArgument {
    package static var allValueStrings: [String] { known.map(\.rawValue) }
}

extension LearnerName: ExpressibleByArgument {
    package static var allValueStrings: [String] { tunable.map(\.rawValue) }
}

extension TuningMetric: ExpressibleByArgument {}
extension PlaybookSettings.Provider: ExpressibleByArgument {}

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

/// The options that all commands share.
struct CommonOptions: ParsableArguments {
    /// The help of `--as-of`.
    static let asOfHelp = ArgumentHelp(
        "The day of the list, as YYYY-MM-DD: a Sunday, or the day that snapshots.weekday names. Default: the latest "
            + "that usage covers.")

    @Option(help: "The configuration file. (default: \(ConfigurationLoader.defaultFile))") var config: String?

    @Option(help: ArgumentHelp("Override a key of the configuration; may be repeated.", valueName: "key=value"))
    var set: [String] = []

    @Flag(help: "Print no progress.") var quiet = false

    @Option(help: "Print log events of this level and above to standard error.")
    var logLevel: LogLevel?

    @Option(help: "How log events are printed; json prints progress as events too.")
    var logFormat = LogFormat.text

    /// Reads the configuration with its overrides.
    ///
    /// - Parameter options: The overrides from the command's own options. They come last.
    func load(_ options: [String] = []) throws -> LoadedConfiguration {
        try ConfigurationLoader.load(
            file: config ?? ConfigurationLoader.defaultFile, isOptional: config == nil, overrides: set + options,
            environment: ProcessInfo.processInfo.environment,
            workingFolder: FileManager.default.currentDirectoryPath)
    }

    /// Returns the pipeline for the configuration, with progress, log and Ctrl-C connected.
    func pipeline(_ options: [String] = []) throws -> Pipeline {
        let loaded = try load(options)
        let logger = makeLogger()
        return Pipeline(
            loaded: loaded, today: Day.today(in: loaded.configuration.timeZone), progress: progress(logger),
            cancellation: Interruption.connect(),
            logger: logger,
            key: Credentials.openAIKey(
                environment: ProcessInfo.processInfo.environment,
                configuration: config ?? ConfigurationLoader.defaultFile,
                workingFolder: FileManager.default.currentDirectoryPath),
            commit: ProspectVersion.commit)
    }

    func makeLogger() -> Logger {
        let level = logLevel?.level ?? (logFormat == .json ? .info : .warning)
        return Logger(label: "prospect") { label in
            LineLogHandler(label: label, format: logFormat, logLevel: level)
        }
    }

    func progress(_ logger: Logger) -> any ProgressReporter {
        if !quiet, logFormat == .json { return ProgressEvents(logger: logger) }
        return Terminal.progress(quiet: quiet)
    }
}

/// Handles Ctrl-C and SIGTERM: the first asks the work to stop at the next safe point, the second ends the process.
enum Interruption {
    /// The signal sources. The thread that starts the command writes them once.
    private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

    static func connect() -> Cancellation {
        let cancellation = Cancellation()
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if cancellation.isCancelled { exit(ExitStatus.interrupted.rawValue) }
                Terminal.printPlainError("\nStopping …")
                cancellation.cancel()
            }
            source.resume()
            sources.append(source)
        }
        return cancellation
    }
}
