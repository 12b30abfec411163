internal import ArgumentParser
internal import Base
internal import Modeling
internal import Pipeline
internal import Sources

struct SnapshotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshots", abstract: "Turn usage into one row per portal and week, as Parquet.",
        discussion: """
            EXAMPLES
              prospect snapshots
              prospect snapshots --print-sql
              prospect snapshots --set snapshots.population=observed-span
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: CommonOptions.asOfHelp) var asOf: Day?
    @Flag(help: "Print the statements that read the usage, and do nothing else.") var printSql = false

    func run() throws {
        let pipeline = try common.pipeline()
        if printSql { return Terminal.print(try pipeline.usageQueries(asOf: asOf)) }
        let outcome = try pipeline.explained(common) { try $0.run(through: .snapshots, asOf: asOf) }
        Terminal.print(RunText(outcome).snapshots)
    }
}

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Make the snapshots and fit a model on them.",
        discussion: """
            EXAMPLES
              prospect train
              prospect train --set lightgbm.num_iterations=500
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: CommonOptions.asOfHelp) var asOf: Day?

    func run() throws {
        let outcome = try common.pipeline().explained(common) { try $0.run(through: .train, asOf: asOf) }
        Terminal.print(RunText(outcome).training)
    }
}

struct RankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank", abstract: "Rank every free portal on one day.",
        discussion: """
            EXAMPLES
              prospect rank
              prospect rank --as-of 2020-03-22
              prospect rank --model ensemble
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "The model whose list is printed: lightgbm, xgboost, logistic or ensemble; all are written.")
    var model: ModelName?
    @Option(help: CommonOptions.asOfHelp) var asOf: Day?

    func run() throws {
        let pipeline = try common.pipeline()
        // This check comes before an hour of work, not after it.
        if let model, !pipeline.models.contains(model) {
            let reason =
                model == .ensemble
                ? "fewer than two of ensemble.members are among models.members" : "it is not among models.members"
            throw CommandError(
                problem: "There is no list by \(model.rawValue): \(reason).",
                remedy: "There are lists by \(pipeline.models.map(\.rawValue).joined(separator: ", ")).")
        }
        let outcome = try pipeline.explained(common) { try $0.run(asOf: asOf, quick: true) }
        let text = RunText(outcome, model: model)
        Terminal.print([text.notices, text.list].filter { !$0.isEmpty }.joined(separator: "\n\n"))
    }
}

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "The whole weekly job: check, snapshots, explore, train, backtest, rank, audit, segment, report.",
        discussion: """
            Every run has a folder of its own under runs/ in the output folder; results/ is replaced only \
            after all has succeeded. The list is results/list.csv: the file of the model that ranks it. The files of \
            all models stay beside it. The lists of a failed audit stay in the run's folder, and the exit code is 3.

            EXAMPLES
              prospect run
              prospect run --as-of 2020-03-22
              prospect run --quick
              prospect run --resume
              prospect run --quiet --log-format json 2>> prospect.log
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: CommonOptions.asOfHelp) var asOf: Day?
    @Flag(help: "Leave backtest and audit out; the list then says so.") var quick = false
    @Flag(help: "Go on with the latest unfinished run from its last finished stage.") var resume = false
    @Flag(help: "End with exit code 6 if this Sunday's list was published before from the same usage.")
    var requireNew = false

    func validate() throws {
        if resume, asOf != nil {
            throw ValidationError("--resume goes on with the run's own day; leave --as-of out.")
        }
        if resume, quick {
            throw ValidationError("--resume goes on as the run began; leave --quick out.")
        }
    }

    func run() throws {
        let outcome = try common.pipeline().explained(common) {
            try $0.run(through: .report, asOf: asOf, resume: resume, quick: quick, requiresNew: requireNew)
        }
        Terminal.print(RunText(outcome).all)
        if let audit = outcome.audit, audit.status == .failed { throw AuditFailed(report: audit) }
    }
}

extension Pipeline {
    /// Runs, and prints the findings of the checks if they stop the run.
    func explained(_ common: CommonOptions, _ body: (Pipeline) throws -> RunOutcome) throws -> RunOutcome {
        do {
            let outcome = try body(self)
            if let report = outcome.report, !common.quiet, report.findings.contains(where: { $0.severity > .info }) {
                Terminal.printPlainError("\n" + CheckText(report).text + "\n")
            }
            return outcome
        } catch let failed as CheckFailed {
            Terminal.printPlainError(CheckText(failed.report).text + "\n")
            throw failed
        }
    }
}
