package import Base
internal import Foundation
internal import Synchronization

/// A client of OpenAI's chat completions API, which many servers implement.
///
/// A call is looked up on disk, then checked against the budget, delayed by the rate limits, and retried if that can
/// help. The server's error texts serve to learn its dialect and are not passed on.
package final class ChatClient: Sendable {
    private let settings: ChatSettings
    private let key: APIKey?
    private let transport: any HTTPTransport
    private let time: any Timekeeper
    private let journal: AnswerJournal
    private let budget: Budget
    private let limiter: RateLimiter
    private let breaker: CircuitBreaker
    private let retries: RetryPolicy
    private let dialect = Mutex(Dialect())
    private let random: Mutex<SeededGenerator>

    /// Makes a client.
    ///
    /// - Parameter seed: The seed of the pauses between attempts.
    package init(
        settings: ChatSettings, key: APIKey?, transport: any HTTPTransport, time: any Timekeeper,
        journal: AnswerJournal, budget: Budget, seed: UInt64
    ) {
        self.settings = settings
        self.key = key
        self.transport = transport
        self.time = time
        self.journal = journal
        self.budget = budget
        limiter = RateLimiter(
            requestsPerMinute: settings.requestsPerMinute, tokensPerMinute: settings.tokensPerMinute, time: time)
        breaker = CircuitBreaker(limit: settings.breaker)
        retries = RetryPolicy(first: settings.firstPause, longest: settings.longestPause)
        random = Mutex(SeededGenerator(seed: seed))
    }

    /// The reason why no more calls are made, or nil while they are made.
    package var stopped: String? { breaker.reason }
    package var spent: Spending { budget.spent }
    package var spentBefore: Spending { budget.before }

    /// Asks the model, or reads its answer from disk.
    package func complete(_ request: ChatRequest) async throws(ChatFailure) -> ChatAnswer {
        let id = request.key(settings)
        if let content = journal.answer(to: id) { return ChatAnswer(content: content, isCached: true) }
        var attempt = 1
        while true {
            if Task.isCancelled { throw .cancelled }
            if let reason = breaker.reason { throw .stopped(reason) }
            switch try await send(request, id: id) {
            case .answer(let content):
                breaker.succeeded()
                return ChatAnswer(content: content, isCached: false)
            case .learnt: continue
            case .refused(let reason):
                breaker.gaveUp(reason)
                throw .unavailable(reason)
            case .hopeless(let reason):
                breaker.open(reason)
                throw .stopped(reason)
            case .failed(let reason, let wait):
                guard attempt < settings.attempts else {
                    breaker.gaveUp(reason)
                    throw .unavailable(reason)
                }
                let draw = random.withLock { $0.uniform() }
                let pause = max(wait ?? .zero, retries.pause(after: attempt, draw: draw))
                do { try await time.sleep(for: pause) } catch { throw .cancelled }
                attempt += 1
            }
        }
    }

    private enum Outcome {
        case answer(ChatAnswer.Content)
        /// The same call in another dialect may succeed.
        case learnt
        /// Another attempt may succeed, after a wait if the server asked for one.
        case failed(String, wait: Duration?)
        /// This call cannot succeed.
        case refused(String)
        /// No call can succeed.
        case hopeless(String)
    }

    /// Sends one request over the network.
    private func send(_ request: ChatRequest, id: String) async throws(ChatFailure) -> Outcome {
        let used = dialect.withLock { $0 }
        let body = used.body(request, settings)
        // No tokenizer makes more tokens from a text than it has bytes, and no more bytes than these are sent and read.
        // The server may ignore the requested maximum number of tokens.
        let most = body.count + settings.answerBytes
        let estimate = body.count / 4 + settings.answerTokens
        do { try await limiter.acquire(tokens: estimate) } catch { throw .cancelled }
        if let reason = breaker.reason { throw .stopped(reason) }
        let reservation = try await budget.reserve(
            tokens: most, money: settings.money(input: body.count, output: settings.answerBytes))
        defer { budget.end(reservation) }
        if let reason = breaker.reason {
            settle(reservation, tokens: 0, money: 0)
            throw .stopped(reason)
        }
        var headers = [("content-type", "application/json"), ("accept", "application/json")]
        if let key { headers.append(("authorization", "Bearer \(key.secret)")) }
        let answer: HTTPAnswer
        do {
            answer = try await transport.post(
                body, to: settings.endpoint, headers: headers.map { (name: $0.0, value: $0.1) },
                limit: settings.answerBytes)
        } catch {
            // Whether such a call is charged is unknown. The amount set aside stays spent, unless the call never began.
            switch error {
            case .timedOut: return .failed("the server did not answer in time", wait: nil)
            case .dropped: return .failed("the connection was dropped", wait: nil)
            case .badAddress:
                settle(reservation, tokens: 0, money: 0)
                return .hopeless("'playbooks.base_url' is not an address that can be called")
            case .cancelled: throw .cancelled
            case .tooLarge:
                // The amount set aside covered everything that was sent and read.
                let content = ChatAnswer.Content.unusable("is larger than \(settings.answerBytes >> 10) KB")
                journal.keep(
                    content, key: id, model: settings.model, id: reservation.id, tokens: reservation.tokens,
                    money: reservation.money)
                return .answer(content)
            }
        }
        guard answer.status == 200 else { return failure(answer, used, reservation, estimate: estimate) }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let completion = try? decoder.decode(Completion.self, from: answer.body)
        let content = completion?.content ?? .unusable("is not what the API answers with")
        var tokens = reservation.tokens
        var money = reservation.money
        if let input = completion?.usage?.promptTokens, let output = completion?.usage?.completionTokens,
            input >= 0, output >= 0
        {
            tokens = input + output
            money = settings.money(input: input, output: output)
        }
        limiter.correct(estimated: estimate, used: min(tokens, most))
        budget.settle(reservation, tokens: tokens, money: money)
        journal.keep(
            content, key: id, model: settings.model, id: reservation.id, tokens: tokens, money: money)
        if tokens > reservation.tokens || money > reservation.money {
            // The cost is more than the bytes in both directions. Only hidden work can cost that, and nothing limits
            // it.
            breaker.open("the server charges for more tokens than were sent and read")
        }
        return .answer(content)
    }

    /// Returns the meaning of an answer with a status other than 200.
    private func failure(
        _ answer: HTTPAnswer, _ used: Dialect, _ reservation: Reservation, estimate: Int
    ) -> Outcome {
        settle(reservation, tokens: 0, money: 0)
        limiter.correct(estimated: estimate, used: 0)
        let text = String(decoding: answer.body.prefix(10_000), as: UTF8.self)
        let reason = "the server answered with HTTP \(answer.status)"
        switch answer.status {
        case 401, 403: return .hopeless("the server refused the key (HTTP \(answer.status))")
        case 404: return .hopeless("the server does not know the model or the address (HTTP 404)")
        case 429 where text.contains("insufficient_quota"):
            return .hopeless("the account has no quota left (HTTP 429)")
        case let status where RetryPolicy.isWorthRetrying(status):
            let wait = RetryPolicy.wait(answer.headers["retry-after"], now: time.date())
            if let wait {
                if wait > settings.longestWait {
                    return .refused("the server asked to wait \(Int(wait.inSeconds)) seconds (HTTP \(status))")
                }
                // What the server tells one call applies to the others too.
                limiter.pause(for: wait)
            }
            // Some servers answer an unknown format with status 500.
            if status >= 500, dialect.withLock({ $0.adapt(to: text, used: used) }) { return .learnt }
            return .failed(reason, wait: wait)
        default:
            return dialect.withLock({ $0.adapt(to: text, used: used) }) ? .learnt : .refused(reason)
        }
    }

    private func settle(_ reservation: Reservation, tokens: Int, money: Double) {
        budget.settle(reservation, tokens: tokens, money: money)
        journal.settle(reservation.id, tokens: tokens, money: money)
    }
}
