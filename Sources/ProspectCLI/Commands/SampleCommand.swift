internal import ArgumentParser
internal import Foundation
internal import Modeling
internal import Pipeline
internal import SampleCompany
internal import Settings
internal import Snapshots
internal import Sources

extension SampleFormat: ExpressibleByArgument {}

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Make a sample company of any size, with a configuration for it.",
        discussion: """
            Writes customers, noncustomers and usage_actions, and a prospect.yaml that reads them. The same \
            arguments give the same bytes.

            EXAMPLES
              prospect sample demo
              prospect sample demo --portals 5000 --weeks 70 --seed 7
              prospect sample big --rows 10000000 --format parquet
            """)

    @Argument(help: "The folder to write.") var folder: String
    @Option(help: "Portals, customers and free ones together. Default: 2000.") var portals: Int?
    @Option(help: "Instead of --portals: the approximate number of usage rows.") var rows: Int?
    @Option(help: "Weeks of history.") var weeks = 60
    @Option(help: "The seed of everything that is drawn.") var seed = 1
    @Option(help: "The last day of the history.") var until = SampleCompany.defaultUntil
    @Option(help: "The format of the tables: csv, csv.gz or parquet.") var format = SampleFormat.csv
    @Flag(help: "Replace files that exist.") var overwrite = false
    @Flag(help: "Print no progress.") var quiet = false

    func validate() throws {
        if rows != nil, portals != nil { throw ValidationError("Give --portals or --rows, not both.") }
    }

    func run() throws {
        let company =
            if let rows {
                try SampleCompany(usageRows: rows, weeks: weeks, seed: seed, until: until)
            } else {
                try SampleCompany(portals: portals ?? 2_000, weeks: weeks, seed: seed, until: until)
            }
        let summary = try company.write(
            to: folder, format: format, overwriting: overwrite, progress: Terminal.progress(quiet: quiet),
            cancellation: Interruption.connect())
        let name = { (suffix: String) in "\(suffix).\(format.rawValue)" }
        let config = folder + "/prospect.yaml"
        let text = ConfigurationTemplate.text(
            customers: name("customers"), noncustomers: name("noncustomers"), usage: name("usage_actions")
        ) { $0.freshness.warn = nil }
        try CommandError.writing(config) {
            try Data(text.utf8).write(to: URL(fileURLWithPath: config), options: .atomic)
        }
        Terminal.print(
            """
            \(Text.count(summary.customers)) customers, \(Text.count(summary.noncustomers)) free portals, \
            \(Text.count(summary.usageRows)) usage rows from \(summary.from) to \(summary.until).
            Next: `prospect run --config \(config)`.
            """)
    }
}
