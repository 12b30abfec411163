package import Base
package import ChatCompletion

/// A prospect with its playbook and the playbook's source.
package struct SegmentedProspect: Sendable {
    package var facts: PortalFacts
    package var playbook: Playbook
    /// `openai`, `rules`, `rules (llm …: reason)` or `edited`.
    package var source: String
}

/// The result of segmenting a list.
package struct Segmentation: Sendable {
    package var prospects: [SegmentedProspect] = []
    package var accepted = 0
    package var retried = 0
    package var rejected = 0
    package var unanswered = 0
    package var cached = 0
    /// Why the model was abandoned, if it was.
    package var stopped: String?
}

/// Gives each prospect of a list its playbook: from the model if its answers pass the checks, else from the rules.
package struct Segmenter: Sendable {
    private let taxonomy: Taxonomy
    private let writer: PromptWriter
    private let check: AnswerCheck
    private let client: ChatClient
    private let similarity: Double
    private let concurrency: Int
    private let edits: Edits
    private let progress: any ProgressReporter

    /// Makes a segmenter.
    ///
    /// - Parameters:
    ///   - client: The client that asks the model.
    ///   - similarity: The similarity from which opening lines count as equal.
    ///   - concurrency: The number of prospects processed at the same time.
    package init(
        taxonomy: Taxonomy, writer: PromptWriter, check: AnswerCheck, client: ChatClient, similarity: Double,
        concurrency: Int, edits: Edits, progress: any ProgressReporter
    ) {
        self.taxonomy = taxonomy
        self.writer = writer
        self.check = check
        self.client = client
        self.similarity = similarity
        self.concurrency = concurrency
        self.edits = edits
        self.progress = progress
    }

    /// The progress of a prospect.
    private enum Draft: Sendable {
        case accepted(Playbook, answer: String)
        /// The rules take over. Completes "rules (llm …)".
        case left(String, rejected: Bool)
    }

    /// Gives each prospect a playbook.
    ///
    /// The model's answers are processed in the order of the list, so which of two equal lines stays does not depend on
    /// which arrived first.
    ///
    /// - Throws: `PlaybooksInterrupted` if the task is cancelled. The received answers are on disk.
    package func segment(_ prospects: [PortalFacts]) async throws -> Segmentation {
        var result = Segmentation()
        var used = Self.used(by: edits, prospects, similarity)
        var playbooks: [Int: (Playbook, String)] = [:]
        var reasons: [Int: String] = [:]
        let tally = Tally(total: prospects.count, client: client, progress: progress)
        let drafts = try await drafts(of: prospects, client, tally)
        try await settle(
            drafts, prospects, client, tally, used: &used, playbooks: &playbooks, reasons: &reasons)
        let counts = tally.counts
        result.accepted = playbooks.count
        result.retried = counts.retried
        result.rejected = counts.rejected
        result.unanswered = prospects.count - playbooks.count - counts.rejected
        result.cached = counts.cached
        result.stopped = client.stopped ?? counts.stopped
        Self.finish(&result, prospects, playbooks, reasons, used, taxonomy: taxonomy, edits: edits)
        return result
    }

    /// Gives each prospect a playbook from the rules alone.
    package static func byRules(
        _ prospects: [PortalFacts], taxonomy: Taxonomy, similarity: Double, edits: Edits
    ) -> Segmentation {
        var result = Segmentation()
        Self.finish(
            &result, prospects, [:], [:], used(by: edits, prospects, similarity), taxonomy: taxonomy, edits: edits)
        return result
    }

    /// Returns the lines that people wrote. No other prospect gets them.
    private static func used(by edits: Edits, _ prospects: [PortalFacts], _ similarity: Double) -> UsedLines {
        var used = UsedLines(threshold: similarity)
        for facts in prospects {
            if let edit = edits[facts.id] { used.add(subject: edit.subject ?? "", opening: edit.opening ?? "") }
        }
        return used
    }

    /// Lets the rules write what the model did not write, and applies the edits.
    private static func finish(
        _ result: inout Segmentation, _ prospects: [PortalFacts], _ playbooks: [Int: (Playbook, String)],
        _ reasons: [Int: String], _ used: UsedLines, taxonomy: Taxonomy, edits: Edits
    ) {
        var used = used
        var rules = RuleWriter(taxonomy)
        for (index, facts) in prospects.enumerated() {
            var (playbook, source) = playbooks[index] ?? (rules.write(facts, avoiding: used), "rules")
            if playbooks[index] == nil {
                used.add(subject: playbook.subject, opening: playbook.opening)
                if let reason = reasons[index] { source = "rules (llm \(reason))" }
            }
            if let edit = edits[facts.id] {
                playbook.subject = edit.subject ?? playbook.subject
                playbook.opening = edit.opening ?? playbook.opening
                if edit != Edits.Edit() { source = "edited" }
            }
            result.prospects.append(SegmentedProspect(facts: facts, playbook: playbook, source: source))
        }
    }

    // MARK: - The model

    /// Returns each prospect's answer after the checks of single answers, and after a retry if one failed.
    private func drafts(
        of prospects: [PortalFacts], _ client: ChatClient, _ tally: Tally
    ) async throws -> [(draft: Draft, isRetried: Bool)] {
        try await concurrently(prospects.indices) { index in
            let facts = prospects[index]
            let request = writer.request(for: facts)
            switch try await ask(request, facts, client, tally) {
            case .accepted(let playbook, let answer):
                tally.done()
                return (.accepted(playbook, answer: answer), false)
            case .left(let reason):
                tally.left(reason, rejected: false)
                return (.left(reason, rejected: false), false)
            case .wrong(let rejection, let answer):
                tally.retry()
                let again = writer.retry(request, answer: answer, problem: rejection.sentence)
                let draft = try await last(again, facts, client, tally, instead: rejection)
                if case .accepted = draft { tally.done() }
                return (draft, true)
            }
        }
    }

    /// Processes answers in the order of the list. A line that another prospect has is returned to the model once, with
    /// the lines in use.
    private func settle(
        _ drafts: [(draft: Draft, isRetried: Bool)], _ prospects: [PortalFacts], _ client: ChatClient, _ tally: Tally,
        used: inout UsedLines, playbooks: inout [Int: (Playbook, String)], reasons: inout [Int: String]
    ) async throws {
        var repeats: [(index: Int, answer: String, rejection: Rejection)] = []
        var lines: [Playbook] = []
        func take(_ playbook: Playbook, _ index: Int) {
            playbooks[index] = (playbook, "openai")
            guard edits[prospects[index].id] == nil else { return }
            used.add(subject: playbook.subject, opening: playbook.opening)
            lines.append(playbook)
        }
        func repetition(_ playbook: Playbook, _ index: Int) -> Rejection? {
            guard edits[prospects[index].id] == nil else { return nil }
            do {
                try check.check(playbook, against: used)
                return nil
            } catch {
                return error
            }
        }
        for (index, (draft, isRetried)) in drafts.enumerated() {
            switch draft {
            case .left(let reason, _): reasons[index] = reason
            case .accepted(let playbook, let answer):
                guard let rejection = repetition(playbook, index) else {
                    take(playbook, index)
                    continue
                }
                if isRetried {
                    reasons[index] = "rejected: \(rejection.reason)"
                    tally.left(reasons[index]!, rejected: true, wasDone: true)
                } else {
                    repeats.append((index, answer, rejection))
                }
            }
        }
        guard !repeats.isEmpty else { return }
        let taken = PromptWriter.json(
            .list(lines.map { .list([.text($0.subject), .text($0.opening)]) }))
        let repeated = repeats
        let again = try await concurrently(repeated.indices) { place in
            let (index, answer, rejection) = repeated[place]
            tally.retry()
            let sentence = "\(rejection.sentence) Lines that are in use:\n<data>\n\(taken)\n</data>"
            let request = writer.retry(writer.request(for: prospects[index]), answer: answer, problem: sentence)
            return try await last(request, prospects[index], client, tally, instead: rejection, wasDone: true)
        }
        for (place, draft) in again.enumerated() {
            let index = repeated[place].index
            switch draft {
            case .left(let reason, _): reasons[index] = reason
            case .accepted(let playbook, _):
                if let rejection = repetition(playbook, index) {
                    reasons[index] = "rejected: \(rejection.reason)"
                    tally.left(reasons[index]!, rejected: true, wasDone: true)
                } else {
                    take(playbook, index)
                }
            }
        }
    }

    private enum Asked {
        case accepted(Playbook, answer: String)
        case wrong(Rejection, answer: String?)
        case left(String)
    }

    /// Asks the model once and checks its answer.
    private func ask(
        _ request: ChatRequest, _ facts: PortalFacts, _ client: ChatClient, _ tally: Tally
    ) async throws -> Asked {
        let answer: ChatAnswer
        do {
            answer = try await client.complete(request)
        } catch {
            switch error {
            case .cancelled: throw PlaybooksInterrupted()
            case .unavailable(let reason): return .left("unavailable: \(reason)")
            case .stopped: return .left("unavailable: no more calls are made")
            case .budget(let what):
                tally.stop("the budget of \(what) does not allow another call")
                return .left("budget: no \(what) left")
            }
        }
        if answer.isCached { tally.cached() }
        var text: String?
        if case .text(let written) = answer.content { text = written }
        do {
            return .accepted(try check.playbook(answer.content, for: facts), answer: text ?? "")
        } catch {
            return .wrong(error, answer: text)
        }
    }

    /// Asks the model a last time.
    private func last(
        _ request: ChatRequest, _ facts: PortalFacts, _ client: ChatClient, _ tally: Tally, instead first: Rejection,
        wasDone: Bool = false
    ) async throws -> Draft {
        switch try await ask(request, facts, client, tally) {
        case .accepted(let playbook, let answer): return .accepted(playbook, answer: answer)
        case .wrong(let rejection, _):
            tally.left(rejection.reason, rejected: true, wasDone: wasDone)
            return .left("rejected: \(rejection.reason)", rejected: true)
        case .left(let reason):
            // The problem is known. That a retry could not fix it does not concern the prospect.
            tally.left(reason, rejected: true, wasDone: wasDone)
            return .left("rejected: \(first.reason)", rejected: true)
        }
    }

    /// Runs numbered pieces of work, at most `concurrency` at a time. The results are in order.
    private func concurrently<Value: Sendable>(
        _ indices: Range<Int>, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var next = indices.lowerBound
            var results: [Int: Value] = [:]
            func start() {
                guard next < indices.upperBound else { return }
                let index = next
                next += 1
                group.addTask { (index, try await body(index)) }
            }
            for _ in 0..<max(1, concurrency) { start() }
            while let (index, value) = try await group.next() {
                results[index] = value
                start()
            }
            return indices.map { results[$0]! }
        }
    }
}

/// An error for segmenting that was stopped from outside.
package struct PlaybooksInterrupted: ProspectError {
    package init() {}
    package var problem: String { "Stopped before all playbooks were written; the answers received so far are kept." }
    package var remedy: String? { "`prospect segment` continues, and asks only for the missing answers." }
    package var exitCode: ExitStatus { .interrupted }
}
