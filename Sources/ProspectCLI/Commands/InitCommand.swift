internal import ArgumentParser
internal import Base
internal import Foundation
internal import Pipeline
internal import Playbooks
internal import Settings

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a configuration file with every key, its default and its meaning, and the prompts.",
        discussion: """
            EXAMPLES
              prospect init
              prospect init --customers crm/customers.csv --usage 'usage/*.parquet'
            """)

    @Option(help: "The file to write.") var config = ConfigurationLoader.defaultFile
    @Option(help: "Where the paying customers are.") var customers = "data/customers.csv"
    @Option(help: "Where the free portals are.") var noncustomers = "data/noncustomers.csv"
    @Option(help: "Where the daily usage is.") var usage = "data/usage_actions.csv"
    @Flag(help: "Replace the files if they exist.") var force = false

    func run() throws {
        if FileManager.default.fileExists(atPath: config), !force {
            throw CommandError(
                problem: "'\(config)' exists.", remedy: "Use --force to replace it, or --config for another name.")
        }
        let text = ConfigurationTemplate.text(customers: customers, noncustomers: noncustomers, usage: usage)
        try CommandError.writing(config) {
            try Data(text.utf8).write(to: URL(fileURLWithPath: config), options: .atomic)
        }
        let prompts = (config as NSString).deletingLastPathComponent
        let folder = (prompts.isEmpty ? "" : prompts + "/") + "prompts"
        let texts = [(Prompts.systemFile, DefaultPrompts.system), (Prompts.taskFile, DefaultPrompts.task)]
        for (name, text) in texts {
            let path = "\(folder)/\(name)"
            // Prompts that someone has changed stay.
            if FileManager.default.fileExists(atPath: path), !force { continue }
            try CommandError.writing(path) {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            }
        }
        Terminal.print("Wrote \(config), and the prompts of `prospect segment` in \(folder)/. Next: `prospect check`.")
    }
}

/// An error in a command itself.
struct CommandError: ProspectError {
    let problem: String
    let remedy: String?
    var exitCode: ExitStatus = .badInput

    static func writing(_ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw CommandError(
                problem: "Cannot write '\(path)': \(error.localizedDescription)",
                remedy: "Check the folder's permissions and free space.", exitCode: .failure)
        }
    }
}
