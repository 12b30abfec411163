internal import ArgumentParser
internal import Dashboard
internal import Foundation
internal import Modeling
internal import Pipeline
internal import Settings
internal import Snapshots
internal import Sources

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Show the runs in a dashboard: the list, every portal, the model, the data.",
        discussion: """
            Serves on this machine alone, until Ctrl-C or SIGTERM. New runs appear by themselves. Where others are let \
            in with --host, PROSPECT_TOKEN has to hold a token, which pages ask for and the API takes as a bearer \
            token; put a proxy with TLS in front.

            EXAMPLES
              prospect serve
              prospect serve --port 9000
              prospect serve --run 2026-06-28-ead900
              PROSPECT_TOKEN=$(openssl rand -hex 32) prospect serve --host 0.0.0.0
              curl -s 'http://127.0.0.1:8080/api/v1/list?band=A&per_page=10'
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 lets the system choose.") var port = 8080
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("The run whose list is shown. Default: the latest.", valueName: "id"))
    var shownRun: String?

    func run() async throws {
        let configuration = try common.load().configuration
        let settings = try DashboardSettings(
            output: configuration.output.folder, host: host, port: port, run: shownRun,
            token: ProcessInfo.processInfo.environment[DashboardSettings.tokenVariable],
            freshnessWarn: configuration.freshness.warn, today: { .today(in: configuration.timeZone) })
        let dashboard = try Dashboard(settings, logger: common.makeLogger())
        let (host, quiet) = (host.contains(":") ? "[\(host)]" : host, common.quiet)
        try await dashboard.run { port in
            if !quiet { Terminal.print("The dashboard is at http://\(host):\(port)/ – Ctrl-C ends it.") }
        }
    }
}
