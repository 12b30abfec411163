internal import ArgumentParser
internal import Base
internal import Pipeline

struct ExploreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore", abstract: "Look at the snapshots before any model: rates, gaps, distributions.",
        discussion: """
            A run that makes the snapshots and looks at them: how many, how often they convert, by month, company \
            size and industry, what is missing, and what goes along with conversions. The same is a stage of \
            `prospect run`, and a section of its report with charts.

            EXAMPLES
              prospect explore
              prospect explore --as-of 2020-03-22
              prospect explore --json
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: CommonOptions.asOfHelp) var asOf: Day?
    @Flag(help: "Print the result as JSON, as exploration.json has it.") var json = false

    func run() throws {
        let outcome = try common.pipeline().explained(common) { try $0.run(through: .explore, asOf: asOf) }
        guard let report = outcome.exploration else { return }
        Terminal.print(
            json
                ? String(decoding: try JSON.encode(report), as: UTF8.self)
                : ExplorationText(report).all + "\n\nRun: \(outcome.folder)")
    }
}
