internal import Base
internal import Foundation
internal import Synchronization

/// The answers on disk and their cost: one JSON object per line. A line is written at once and never changed.
///
/// A line is a `call` that is about to be made with its maximum cost, `settled` with its actual cost, or an `answer`,
/// which also settles its call. A call that no line settles, because the process was killed, counts with its maximum
/// cost. Prompts and keys are not written.
package final class AnswerJournal: Sendable {
    private struct Line: Codable {
        enum Kind: String, Codable { case call, settled, answer }

        var kind: Kind
        var id: String
        /// The purpose of the budget.
        var scope: String?
        var tokens: Int
        var money: Double
        var key: String?
        var model: String?
        var text: String?
        var problem: String?
    }

    private struct State {
        var answers: [String: ChatAnswer.Content] = [:]
        var calls: [String: (scope: String, tokens: Int, money: Double)] = [:]
        var number = 0
    }

    private let handle: FileHandle
    private let state: Mutex<State>
    /// Distinguishes the calls of this process from those of others.
    private let process = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    /// Opens a journal, or begins one. A line that a kill cut off is ignored.
    package init(path: String) throws(JournalError) {
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw JournalError(path: path, reason: String(cString: strerror(errno))) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let data: Data
        do {
            data = try handle.readToEnd() ?? Data()
            if let last = data.last, last != UInt8(ascii: "\n") { try handle.write(contentsOf: Data("\n".utf8)) }
        } catch {
            throw JournalError(path: path, reason: error.localizedDescription)
        }
        var state = State()
        let decoder = JSONDecoder()
        for text in data.split(separator: UInt8(ascii: "\n")) {
            guard let line = try? decoder.decode(Line.self, from: Data(text)) else { continue }
            Self.enter(line, into: &state)
        }
        self.state = Mutex(state)
    }

    /// Returns the answer to an earlier request.
    package func answer(to key: String) -> ChatAnswer.Content? { state.withLock { $0.answers[key] } }

    /// Returns what has been spent for a purpose.
    package func spent(_ scope: String) -> Spending {
        state.withLock { state in
            state.calls.values.filter { $0.scope == scope }.reduce(into: Spending()) { sum, call in
                sum.requests += 1
                sum.tokens += call.tokens
                sum.money += call.money
            }
        }
    }

    /// Records a call before it is made and returns its id.
    func begin(scope: String, tokens: Int, money: Double) -> String {
        state.withLock { state in
            state.number += 1
            let id = "\(process)-\(state.number)"
            append(Line(kind: .call, id: id, scope: scope, tokens: tokens, money: money), to: &state)
            return id
        }
    }

    /// Records the actual cost of a call without an answer.
    func settle(_ id: String, tokens: Int, money: Double) {
        state.withLock { append(Line(kind: .settled, id: id, tokens: tokens, money: money), to: &$0) }
    }

    /// Records an answer. Returns once it is on disk.
    func keep(_ content: ChatAnswer.Content, key: String, model: String, id: String, tokens: Int, money: Double) {
        var line = Line(kind: .answer, id: id, tokens: tokens, money: money, key: key, model: model)
        switch content {
        case .text(let text): line.text = text
        case .unusable(let problem): line.problem = problem
        }
        state.withLock { append(line, to: &$0) }
        try? handle.synchronize()
    }

    private func append(_ line: Line, to state: inout State) {
        Self.enter(line, into: &state)
        guard let data = try? JSONEncoder().encode(line) else { return }
        try? handle.write(contentsOf: data + Data("\n".utf8))
    }

    private static func enter(_ line: Line, into state: inout State) {
        switch line.kind {
        case .call: state.calls[line.id] = (line.scope ?? "", line.tokens, line.money)
        case .settled, .answer:
            state.calls[line.id]?.tokens = line.tokens
            state.calls[line.id]?.money = line.money
            guard line.kind == .answer, let key = line.key else { return }
            state.answers[key] = line.text.map { .text($0) } ?? .unusable(line.problem ?? "is empty")
        }
    }
}

/// An error for a journal that cannot be written.
package struct JournalError: ProspectError {
    let path: String
    let reason: String

    package var problem: String { "Cannot write '\(path)': \(reason)." }
    package var remedy: String? { "Check the folder's permissions and free space." }
}
