internal import ArgumentParser
internal import Base
internal import Foundation
internal import Pipeline
internal import Ranking
internal import Settings

struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs of the output folder.",
        discussion: """
            EXAMPLES
              prospect runs
              prospect runs --json
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print the manifests as JSON.") var json = false

    func run() throws {
        let output = try common.load().configuration.output.folder
        let runs = Pipeline.runs(in: output)
        if json { return Terminal.print(String(decoding: try JSON.encode(runs), as: UTF8.self)) }
        guard !runs.isEmpty else { return Terminal.print("No runs in \(output).") }
        var table = ResultTable(
            [
                .text("run"), .text("state"), .text("started (UTC)"), .number("time"), .count("listed"),
                .text("last stage"),
            ])
        for run in runs {
            table.add(
                run.id, run.state.rawValue,
                String(run.started.formatted(.iso8601).prefix(16)).replacing("T", with: " "),
                Text.seconds(run.stages.reduce(0) { $0 + $1.seconds }),
                run.reconciliation?.listed,
                run.stages.last.map { $0.name.rawValue } ?? "–")
        }
        Terminal.print(table.text(width: Terminal.width))
        for run in runs.suffix(5) {
            if let failure = run.failure { Terminal.print("\(run.id): \(failure)") }
        }
    }
}
