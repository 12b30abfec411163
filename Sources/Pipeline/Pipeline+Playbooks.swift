internal import Base
internal import Boosting
internal import ChatCompletion
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Playbooks
internal import Ranking
internal import Snapshots
internal import Sources

extension Pipeline {
    /// The file of the language model's answers, shared by all runs of the output folder.
    private var answersFile: String { output + "/playbooks/answers.jsonl" }

    /// Whether the language model writes, according to the configuration and the key.
    ///
    /// - Throws: `PipelineError` if a model is required that cannot be called. Nothing has been done by then.
    func usesModel() throws -> Bool {
        let settings = configuration.playbooks
        let isOpenAI = settings.baseUrl.contains("api.openai.com")
        switch settings.provider {
        case .rules: return false
        case .auto where key == nil: return false
        case .openai where key == nil && isOpenAI: throw PipelineError.noKey
        case .auto, .openai: break
        }
        guard settings.price != nil else { throw PipelineError.noPrice(settings.model) }
        return true
    }

    /// Reads the playbook files before the work of a run, so that a mistake in them does not cost that work.
    func checkPlaybooks() throws {
        _ = try usesModel()
        _ = try prompts()
    }

    /// Segments the best prospects of the run's primary list.
    func segment(_ session: RunSession) throws -> (value: PlaybookReport, rows: RowCounts) {
        let settings = configuration.playbooks
        let work = try playbookWork(session)
        let (facts, taxonomy) = (work.facts, work.taxonomy)
        progress.begin("playbooks for the best prospects", total: facts.count, unit: "prospects")
        var report = PlaybookReport(
            asOf: session.asOf, list: work.list.model, provider: "rules", model: nil, portals: facts.count)
        let result: Segmentation
        if try usesModel() {
            report.provider = "openai"
            report.model = settings.model
            let journal = try AnswerJournal(path: answersFile)
            let budget = Budget(
                limit: .init(
                    requests: settings.budgetRequests, tokens: settings.budgetTokens, money: settings.budgetMoney),
                scope: session.asOf.description, journal: journal)
            let (key, seed, timeout) = (key, configuration.seed, settings.timeout)
            let (check, edits, progress) = (work.check, work.edits, progress)
            let writer = work.writer
            let asked = try waitFor(cancellation) {
                let transport = AsyncHTTPTransport(timeout: .seconds(timeout))
                let client = ChatClient(
                    settings: ChatSettings(settings), key: key, transport: transport, time: SystemTime(),
                    journal: journal, budget: budget, seed: UInt64(seed))
                let segmenter = Segmenter(
                    taxonomy: taxonomy, writer: writer, check: check, client: client, similarity: settings.similarity,
                    concurrency: settings.concurrency, edits: edits, progress: progress)
                do {
                    let result = try await segmenter.segment(facts)
                    await transport.close()
                    return result
                } catch {
                    await transport.close()
                    throw error
                }
            }
            result = asked
            report.spent = budget.spent
            report.spentBefore = budget.before
        } else {
            result = Segmenter.byRules(facts, taxonomy: taxonomy, similarity: settings.similarity, edits: work.edits)
        }
        try cancellation.check()
        report.fill(from: result, patterns: taxonomy.rows.map(\.pattern))
        let csv = PlaybookList.csv(
            result.prospects, date: session.asOf.description, probability: work.list.probabilityColumn,
            firmographics: try firmographics(of: session.snapshots()).map(\.column))
        try session.folder.write(data: csv, to: .exportedPlaybooks)
        try session.folder.write(result.prospects.map(PlaybookRow.init), to: .playbookRows)
        try session.keep(report)
        if let stopped = report.stopped {
            let count = report.unanswered
            progress.note(
                "the model was left after \(report.spent.requests) requests: \(stopped); "
                    + "the rules wrote for \(count) prospect\(count == 1 ? "" : "s")")
        }
        progress.end("\(facts.count) prospects by \(report.provider)")
        return (report, RowCounts(rowsIn: work.list.reconciliation.listed, rowsOut: facts.count))
    }

    /// Segments the latest run that has lists, and publishes the result.
    ///
    /// - Throws: `PipelineError` if there is no such run.
    package func segmentLatest() throws -> RunOutcome {
        let lock = try lockOutput()
        defer { withExtendedLifetime(lock) {} }
        try checkPlaybooks()
        let session = try latestRanked()
        if let audit = try session.audit(), audit.status == .failed { throw AuditFailed(report: audit) }
        do {
            let report = try run(SegmentStage(pipeline: self), in: session)
            // The report shows the playbooks.
            if session.folder.hasFinished(.report) { try run(ReportStage(pipeline: self), in: session) }
            let lists = try session.lists()
            let results = try publish(lists, of: session)
            return RunOutcome(
                manifest: session.folder.manifest, folder: session.folder.path, report: nil, snapshots: nil, model: nil,
                backtest: try? session.backtest(), tuning: [], lists: lists, audit: try? session.audit(),
                results: results, playbooks: report)
        } catch {
            throw cancellation.isCancelled ? PlaybooksInterrupted() : error
        }
    }

    /// Returns what `prospect segment` would do, without calling the model.
    package func previewPlaybooks() throws -> PlaybookPreview {
        let session = try latestRanked()
        let settings = configuration.playbooks
        let work = try playbookWork(session)
        let chat = ChatSettings(settings)
        let requests = work.facts.map { work.writer.request(for: $0) }
        let answers =
            FileManager.default.fileExists(atPath: answersFile) ? try AnswerJournal(path: answersFile) : nil
        let open = try usesModel() ? requests.filter { answers?.answer(to: $0.key(chat)) == nil } : []
        // A token is about four English letters, and an answer about 120 tokens.
        let input = open.reduce(0) { $0 + $1.messages.reduce(0) { $0 + $1.content.utf8.count } } / 4
        let retries = 2 * input + open.count * settings.answerTokens
        return PlaybookPreview(
            prospects: work.facts.count, model: try usesModel() ? settings.model : nil, calls: open.count,
            tokens: input + 120 * open.count, money: chat.money(input: input, output: 120 * open.count),
            mostMoney: chat.money(input: retries, output: 2 * open.count * settings.answerTokens),
            prompt: requests.first?.messages.map { (role: $0.role.rawValue, text: $0.content) } ?? [])
    }

    private struct PlaybookWork {
        let list: RankedList
        let facts: [PortalFacts]
        let taxonomy: Taxonomy
        let writer: PromptWriter
        let check: AnswerCheck
        let edits: Edits
    }

    private func playbookWork(_ session: RunSession) throws -> PlaybookWork {
        let settings = configuration.playbooks
        let snapshots = try session.snapshots()
        guard let list = try session.lists().primary else { throw PipelineError.nothingRanked(output) }
        let connection = try openDatabase().connect()
        let reader = FactsReader(
            snapshots: snapshots, list: list, firmographics: firmographics(of: snapshots), connection: connection)
        let reasons = try reasons(in: session.folder, for: list.model)
        let taxonomy = Taxonomy(
            rows: settings.taxonomy, urgencies: settings.urgency,
            thresholds: try reader.thresholds(of: settings.taxonomy.map(\.rule) + settings.urgency.map(\.rule)),
            signals: SignalCatalog(snapshots).names)
        return PlaybookWork(
            list: list,
            facts: try reader.facts(top: settings.top, reasons: reasons),
            taxonomy: taxonomy,
            writer: PromptWriter(
                prompts: try prompts(), taxonomy: taxonomy, horizon: snapshots.horizon, product: settings.product),
            check: AnswerCheck(taxonomy: taxonomy, product: settings.product),
            edits: try Edits(path: output + "/" + Edits.file, asOf: session.asOf, connection: connection))
    }

    private func latestRanked() throws -> RunSession {
        guard let folder = RunFolder.all(in: output).last(where: { $0.hasFinished(.rank) }) else {
            throw PipelineError.nothingRanked(output)
        }
        return RunSession(folder: folder)
    }

    /// Returns the prompts of the configured folder, and the built-in ones for those that it lacks.
    private func prompts() throws -> Prompts {
        func text(_ name: String) throws -> String? {
            let path = configuration.playbooks.prompts + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            guard let text = FileManager.default.contents(atPath: path).flatMap({ String(data: $0, encoding: .utf8) })
            else { throw PipelineError.unreadablePrompt(path) }
            return text
        }
        return try Prompts(
            system: text(Prompts.systemFile) ?? DefaultPrompts.system,
            task: text(Prompts.taskFile) ?? DefaultPrompts.task)
    }
}

extension PlaybookReport {
    /// Copies the counts of a segmentation.
    mutating func fill(from result: Segmentation, patterns names: [String]) {
        func counts(_ values: [String], order: [String]) -> [Count] {
            order.map { name in Count(name, values.filter { $0 == name }.count) }.filter { $0.count > 0 }
        }
        let chosen = result.prospects.map(\.playbook.pattern)
        patterns = counts(chosen, order: names)
        let from = result.prospects.map(\.source)
        sources = counts(from, order: Set(from).sorted())
        distinctSubjects = Set(result.prospects.map(\.playbook.subject)).count
        accepted = result.accepted
        retried = result.retried
        rejected = result.rejected
        unanswered = result.unanswered
        cached = result.cached
        stopped = result.stopped
    }
}

/// The output of `prospect segment --dry-run`.
package struct PlaybookPreview: Sendable {
    package let prospects: Int
    /// The name of the model, or nil if the rules write and nothing is called.
    package let model: String?
    /// The number of prospects whose answer is not on disk. Each needs one request.
    package let calls: Int
    /// The approximate number of tokens of these requests, without retries.
    package let tokens: Int
    package let money: Double
    /// The cost if every answer had to be requested a second time.
    package let mostMoney: Double
    /// The first prospect's prompt.
    package let prompt: [(role: String, text: String)]
}
