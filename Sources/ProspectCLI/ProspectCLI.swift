internal import ArgumentParser
internal import Base
internal import Boosting
internal import Foundation

/// The command line: it parses, runs one command, and ends with a documented exit code.
package enum ProspectCLI {
    /// Runs the command that the process's arguments name. It does not return.
    ///
    /// - Parameter commit: The commit that the program was built from, for `--version` and the manifest.
    package static func main(commit: String? = nil) async -> Never {
        exit(
            await ProspectVersion.$commit.withValue(commit) { await run(Array(CommandLine.arguments.dropFirst())) })
    }

    /// Runs one command and returns its exit code. Errors are printed to standard error.
    package static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try ProspectCommand.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.success.rawValue
        } catch let error as any ProspectError {
            Terminal.printError(error.description)
            return error.exitCode.rawValue
        } catch {
            let code = ProspectCommand.exitCode(for: error)
            let message = ProspectCommand.fullMessage(for: error)
            if !message.isEmpty { code == .success ? Terminal.print(message) : Terminal.printPlainError(message) }
            return code == .success ? 0 : code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue
        }
    }
}

struct ProspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prospect",
        abstract: "Rank the free portals of a freemium company by their probability of becoming customers.",
        discussion: """
            Every week: which free portals will most likely become customers within 30 days? The day is a Sunday \
            unless snapshots.weekday says otherwise; the 30 days are snapshots.horizon.

            EXAMPLES
              prospect init                    write prospect.yaml and its comments
              prospect check                   look at the three tables
              prospect run                     the whole weekly job; makes results/list.csv
              prospect run --as-of 2020-03-22  the list as it would have been on a past day
              prospect segment --top 100       playbooks and messages for the best
              prospect explain 14042           why a portal has its probability
              prospect explore                 what the data looks like
              prospect report                  report.html of the latest run
              prospect audit                   prove that the list knows no future
              prospect tune                    search better parameters
              prospect runs                    what has been run
              prospect serve                   the list, portals and models in a browser

            EXIT CODES
              0 done, 1 failed, 2 bad data or configuration, 3 a check of the audit failed,
              4 another run is at work, 5 usage is older than freshness.error allows,
              6 no new usage (--require-new), 64 bad command line, 130 stopped by Ctrl-C
            """,
        // The text is made at first use, which is within `main(commit:)`.
        version: ProspectVersion.text,
        subcommands: [
            InitCommand.self, CheckCommand.self, SnapshotsCommand.self, ExploreCommand.self, TrainCommand.self,
            RankCommand.self, RunCommand.self, ReportCommand.self, ServeCommand.self, SegmentCommand.self,
            ExplainCommand.self, TuneCommand.self, RunsCommand.self, BacktestCommand.self, AuditCommand.self,
            SampleCommand.self,
        ])
}
