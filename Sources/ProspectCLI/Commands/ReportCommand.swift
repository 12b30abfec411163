internal import ArgumentParser
internal import Pipeline

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write report.html and report.md of a run.",
        discussion: """
            One file that is opened in any browser and loads nothing from anywhere: the list at a glance, whether it \
            can be trusted, why these portals, the data, the settings. report.md has the same numbers as text. The \
            same is the last stage of `prospect run`.

            EXAMPLES
              prospect report
              prospect report --run 2020-04-26-39e024
            """)

    @OptionGroup var common: CommonOptions
    @Option(
        name: .customLong("run"), help: ArgumentHelp("The run. Default: the latest that has lists.", valueName: "id"))
    var runID: String?

    func run() throws {
        let outcome = try common.pipeline().writeReport(run: runID)
        Terminal.print(RunText(outcome).report)
    }
}
