internal import ArgumentParser
internal import Base
internal import ChatCompletion
internal import Pipeline
internal import Playbooks

struct SegmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment", abstract: "Playbooks and first messages for the best prospects of the latest list.",
        discussion: """
            Gives each a behaviour pattern, a playbook, an urgency, a subject and an opening line: by a language \
            model whose every answer is checked against the data, or by rules and templates. The key of the model \
            is OPENAI_API_KEY, in the environment or in a file .env beside the configuration. Answers are kept: \
            a second run, or one after a kill, asks for nothing again.

            EXAMPLES
              prospect segment
              prospect segment --provider rules --top 100
              prospect segment --dry-run
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "How many prospects, from the top of the list. Default: playbooks.top.") var top: Int?
    @Option(help: "Who writes: auto, openai or rules. Default: playbooks.provider.")
    var provider: PlaybookSettings.Provider?
    @Flag(help: "Print the first prompt, the number of calls and what they would cost, and call nothing.")
    var dryRun = false

    func run() throws {
        var options: [String] = []
        if let top { options.append("playbooks.top=\(top)") }
        if let provider { options.append("playbooks.provider=\(provider.rawValue)") }
        let pipeline = try common.pipeline(options)
        if dryRun { return Terminal.print(PlaybookText.preview(try pipeline.previewPlaybooks())) }
        let outcome = try pipeline.segmentLatest()
        Terminal.print(RunText(outcome).playbooks + "\n\nRun:   \(outcome.folder)")
    }
}

/// Playbooks for the terminal.
struct PlaybookText {
    let report: PlaybookReport

    init(_ report: PlaybookReport) { self.report = report }

    var text: String {
        var table = ResultTable([.text("behavior pattern"), .count("prospects")])
        for pattern in report.patterns { table.add(pattern.name, pattern.count) }
        var lines = [
            "Playbooks for the first \(Text.count(report.portals)) of the list for \(report.asOf.withWeekday):",
            "", table.text(), "",
        ]
        if let model = report.model {
            lines.append(
                "By \(model): \(Text.count(report.accepted)) accepted, \(Text.count(report.retried)) asked again, "
                    + "\(Text.count(report.rejected)) rejected, \(Text.count(report.unanswered)) without an answer; "
                    + "\(Text.count(report.cached)) answers were on disk.")
            let spent = report.spent
            lines.append(
                "Spent: \(Text.count(spent.requests)) requests, \(Text.count(spent.tokens)) tokens, "
                    + "\(Text.decimal(spent.money, 4)) in money; for this list in all "
                    + "\(Text.decimal(report.spent.money + report.spentBefore.money, 4)).")
        } else {
            lines.append("By rules and templates.")
        }
        if let stopped = report.stopped {
            lines.append("The rules wrote the rest (\(Text.count(report.unanswered))): \(stopped).")
        }
        lines.append("\(Text.count(report.distinctSubjects)) different subject lines.")
        return lines.joined(separator: "\n")
    }

    static func preview(_ preview: PlaybookPreview) -> String {
        var lines: [String] = []
        for message in preview.prompt { lines += ["--- \(message.role)", message.text] }
        lines.append("---")
        if let model = preview.model {
            lines += [
                "\(Text.count(preview.prospects)) prospects, \(Text.count(preview.calls)) calls of \(model); "
                    + "the others are answered on disk.",
                "Estimated: \(Text.count(preview.tokens)) tokens, \(Text.decimal(preview.money, 4)) in money; "
                    + "\(Text.decimal(preview.mostMoney, 4)) if every answer were asked for twice.",
            ]
        } else {
            lines.append("\(Text.count(preview.prospects)) prospects, 0 calls: the rules write.")
        }
        return (lines + ["Nothing was called."]).joined(separator: "\n")
    }
}
