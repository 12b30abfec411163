import Base
import ChatCompletion
import Foundation
import TestSupport
import Testing

/// The client against a server that misbehaves on its sockets; pauses pass at once.
@Suite struct ChatClientTests {
    let folder: TemporaryFolder
    let time = ManualTime()

    init() throws { folder = try TemporaryFolder() }

    private static let schema = AnswerSchema(name: "a", fields: [.init("color", choices: ["red", "blue"])])
    private static let good = #"{"color": "red"}"#

    private func request(_ text: String = "Which color?") -> ChatRequest {
        ChatRequest(messages: [ChatMessage(.user, text)], schema: Self.schema)
    }

    private func client(
        _ server: ModelServer, limit: Spending = .init(requests: 100, tokens: 1_000_000, money: 100),
        timeout: Duration = .seconds(20), change: (inout ChatSettings) -> Void = { _ in }
    ) throws -> ChatClient {
        var settings = ChatSettings(
            baseURL: server.address, model: "m", price: ModelPrice("m", input: 1_000, output: 2_000))
        change(&settings)
        let journal = try AnswerJournal(path: folder.path + "/answers.jsonl")
        return ChatClient(
            settings: settings, key: APIKey("sk-secret"), transport: AsyncHTTPTransport(timeout: timeout), time: time,
            journal: journal, budget: Budget(limit: limit, scope: "s", journal: journal), seed: 1)
    }

    @Test func asksWithAStrictSchemaAndTheKey() async throws {
        let server = try ModelServer { _ in .text(Self.good) }
        let answer = try await client(server).complete(request())
        #expect(answer == ChatAnswer(content: .text(Self.good), isCached: false))
        let sent = try #require(server.requests.first)
        #expect(sent.head.hasPrefix("POST /v1/chat/completions "))
        #expect(sent.head.lowercased().contains("authorization: bearer sk-secret"))
        #expect(sent.format == "json_schema")
        let format = try #require(sent.json["response_format"] as? [String: Any])
        let schema = try #require(format["json_schema"] as? [String: Any])
        #expect(schema["strict"] as? Bool == true)
        let written = try String(contentsOfFile: folder.path + "/answers.jsonl", encoding: .utf8)
        #expect(!written.contains("sk-secret") && !written.contains("Which color"))
    }

    @Test(arguments: [408, 409, 429, 500, 503])
    func triesAgainAfter(_ status: Int) async throws {
        let server = try ModelServer { $0.number < 3 ? .json(status, "{}") : .text(Self.good) }
        #expect(try await client(server).complete(request()).content == .text(Self.good))
        #expect(server.requests.count == 3)
        // 0.5 s and 1 s, of which the upper half is drawn.
        let sleeps = time.sleeps
        #expect(sleeps.count == 2)
        #expect(sleeps[0] >= .milliseconds(250) && sleeps[0] <= .milliseconds(500))
        #expect(sleeps[1] >= .milliseconds(500) && sleeps[1] <= .seconds(1))
    }

    @Test(arguments: [("7", 7), ("Mon, 27 Apr 2020 00:00:09 GMT", 9)])
    func waitsAsAsked(_ header: String, _ seconds: Int) async throws {
        let server = try ModelServer {
            $0.number == 1 ? .json(429, "{}", headers: ["Retry-After": header]) : .text(Self.good)
        }
        _ = try await client(server).complete(request())
        #expect(time.sleeps.max() == .seconds(seconds))
        #expect(server.requests.count == 2)
    }

    @Test func triesAgainAfterDroppedAndTruncatedAndSlow() async throws {
        let server = try ModelServer {
            switch $0.number {
            case 1: .reset
            case 2: .truncated(#"{"choices": "#)
            case 3: .drip(String(repeating: " ", count: 8_000), pause: 0.05)
            default: .text(Self.good)
            }
        }
        #expect(try await client(server, timeout: .seconds(1)).complete(request()).content == .text(Self.good))
        #expect(server.requests.count == 4)
    }

    @Test func givesUpAndStopsAllCalls() async throws {
        let server = try ModelServer { _ in .json(500, "{}") }
        let client = try client(server) {
            $0.attempts = 2
            $0.breaker = 2
        }
        for text in ["a", "b"] {
            await #expect(throws: ChatFailure.unavailable("the server answered with HTTP 500")) {
                try await client.complete(request(text))
            }
        }
        await #expect(throws: ChatFailure.self) { try await client.complete(request("c")) }
        #expect(server.requests.count == 4)
        #expect(client.stopped?.contains("2 calls in a row were given up") == true)
    }

    @Test func aRefusedKeyStopsAtOnceAndIsNotRepeated() async throws {
        let server = try ModelServer { _ in .json(401, #"{"error": {"message": "Incorrect API key: sk-secret"}}"#) }
        let client = try client(server)
        do {
            _ = try await client.complete(request())
            Issue.record("was answered")
        } catch {
            #expect(!"\(error)".contains("sk-secret"))
        }
        #expect(server.requests.count == 1)
        #expect(client.stopped != nil)
    }

    @Test func fallsBackFromSchemaToObjectToTextAndRemembers() async throws {
        let server = try ModelServer {
            switch $0.format {
            case "json_schema": .json(400, #"{"error": {"message": "response_format json_schema is not supported"}}"#)
            case "json_object": .json(400, #"{"error": {"message": "unknown response_format"}}"#)
            default: .text("Sure:\n```json\n\(Self.good)\n```")
            }
        }
        let client = try client(server)
        _ = try await client.complete(request("a"))
        #expect(server.requests.map(\.format) == ["json_schema", "json_object", nil])
        _ = try await client.complete(request("b"))
        #expect(server.requests.count == 4)
        #expect(client.spent.tokens == 2_200)
    }

    @Test func anAnswerOfTenMegabytesIsNotRead() async throws {
        let body = String(repeating: "x", count: 10 << 20)
        let server = try ModelServer { _ in .text(body) }
        #expect(try await client(server).complete(request()).content == .unusable("is larger than 8 KB"))
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        (#"{"choices": []}"#, "has no choices"), (#"{"choices": [{"mess"#, "is not what the API answers with"),
        (#"{"choices": [{"message": {"refusal": "No."}}]}"#, "is a refusal"),
        (#"{"choices": [{"message": {"content": "{"}, "finish_reason": "length"}]}"#, "was cut off"),
        (#"{"choices": [{"message": {"content": " "}}]}"#, "is empty"),
    ])
    func answersWithNothingToRead(_ body: String, _ problem: String) async throws {
        let server = try ModelServer { _ in .json(200, body) }
        let answer = try await client(server).complete(request())
        guard case .unusable(let text) = answer.content else {
            Issue.record("\(answer)")
            return
        }
        #expect(text.hasPrefix(problem))
    }

    @Test func theBudgetIsNeverExceeded() async throws {
        let server = try ModelServer(delay: 0.02) { _ in .text(Self.good, input: 50, output: 10) }
        let body = 400.0  // more than the bytes of one request
        // An answer of 300 tokens may have 16 bytes for each, and 4,096 around them.
        let one = (body * 1_000 + 8_896 * 2_000) / 1e6
        let limit = Spending(requests: 7, tokens: 1_000_000, money: 2.5 * one)
        let client = try client(server, limit: limit)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do {
                        _ = try await client.complete(self.request("\(number)"))
                        return false
                    } catch { return true }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused > 0)
        #expect(client.spent.money <= limit.money && client.spent.requests <= limit.requests)
        #expect(client.spent.requests == server.requests.count)
        // What is spent is on disk, for the next process.
        let spent = try AnswerJournal(path: folder.path + "/answers.jsonl").spent("s")
        #expect(spent.requests == server.requests.count)
        #expect(abs(spent.money - client.spent.money) < 1e-12)
    }

    /// Calls wait for what others do not use up; without that only two of these would be made.
    @Test func aCallWaitsForWhatOthersLeave() async throws {
        let server = try ModelServer(delay: 0.02) { _ in .text(Self.good, input: 50, output: 10) }
        let limit = Spending(requests: 100, tokens: 20_000, money: 1_000)
        let client = try client(server, limit: limit)
        let answered = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<12 {
                group.addTask { (try? await client.complete(self.request("\(number)"))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(answered == 12)
        #expect(client.spent.tokens == 720)
        #expect(server.mostAtOnce <= 2)
    }

    /// A server that takes no notice of `max_tokens`: the answer is cut, and what was set aside covers all of it.
    @Test(arguments: [20_000, 200_000])
    func anAnswerWithoutAnEndStaysInsideTheBudget(_ bytes: Int) async throws {
        let body = String(repeating: "x ", count: bytes / 2)
        let server = try ModelServer { _ in .text(body, input: 50, output: bytes / 2) }
        let limit = Spending(requests: 100, tokens: 20_000, money: 1_000)
        let client = try client(server, limit: limit)
        for number in 0..<5 { _ = try? await client.complete(request("\(number)")) }
        // 9,200 tokens each are set aside and stay spent; a third call would not fit.
        #expect(server.requests.count == 2)
        #expect(client.spent.tokens <= limit.tokens && client.spent.tokens > 18_000)
    }

    /// A server that charges for what nobody sees: counted as it says, and no further call is made.
    @Test func hiddenTokensEndTheCalls() async throws {
        let server = try ModelServer { _ in .text(Self.good, input: 50, output: 50_000) }
        let client = try client(server, limit: .init(requests: 100, tokens: 1_000_000, money: 1_000))
        #expect(try await client.complete(request("a")).content == .text(Self.good))
        await #expect(throws: ChatFailure.stopped("the server charges for more tokens than were sent and read")) {
            try await client.complete(request("b"))
        }
        #expect(server.requests.count == 1)
        #expect(client.spent.tokens == 50_050)
    }

    /// The page of an error may be of any length, and is no answer.
    @Test func aLongErrorIsTriedAgain() async throws {
        let page = "{" + String(repeating: " ", count: 100_000) + "}"
        let server = try ModelServer { $0.number == 1 ? .json(502, page) : .text(Self.good) }
        #expect(try await client(server).complete(request()).content == .text(Self.good))
        #expect(server.requests.count == 2)
    }

    @Test func aCallWithoutAnEndCountsWithTheMostThatItCanCost() async throws {
        let path = try folder.write(
            "answers.jsonl",
            """
            {"kind":"call","id":"x-1","scope":"s","tokens":700,"money":0.5}
            {"kind":"call","id":"x-2","scope":"other","tokens":9,"money":9}
            {"kind":"call","id":"x-3","scope":"s","tokens":800,"money":0.6}
            {"kind":"answer","id":"x-3","tokens":20,"money":0.01,"key":"k","text":"hello"}
            {"kind":"answer","id":"x-1","tok
            """)
        let journal = try AnswerJournal(path: path)
        #expect(journal.spent("s") == Spending(requests: 2, tokens: 720, money: 0.51))
        #expect(journal.answer(to: "k") == .text("hello"))
    }

    @Test func anAnswerIsAskedForOnce() async throws {
        let server = try ModelServer { _ in .text(Self.good) }
        _ = try await client(server).complete(request())
        let again = try await client(server).complete(request())
        #expect(again == ChatAnswer(content: .text(Self.good), isCached: true))
        #expect(server.requests.count == 1)
        _ = try await client(server) { $0.temperature = 0.9 }.complete(request())
        #expect(server.requests.count == 2)
    }

    @Test func requestsAreHeldBackToTheirRate() async throws {
        let server = try ModelServer { _ in .text(Self.good) }
        let client = try client(server) { $0.requestsPerMinute = 2 }
        for number in 0..<4 { _ = try await client.complete(request("\(number)")) }
        // Two at once, then one every 30 seconds.
        #expect(abs(time.now().components.seconds - 60) <= 1)
    }
}

@Suite struct JSONObjectTests {
    @Test(arguments: [
        #"{"a": "1"}"#, "```json\n{\"a\": \"1\"}\n```", #"Here {it} is: {"a": "1"} and {"a": "2"}"#,
        #"{"a": "1"}}}"#,
    ])
    func firstObject(_ text: String) { #expect(JSONObject.first(in: text)?["a"] as? String == "1") }

    @Test func bracesInTextsDoNotCount() {
        #expect(JSONObject.first(in: #"x {"a": "}\"{"}"#)?["a"] as? String == "}\"{")
        #expect(JSONObject.first(in: #"{"a": "1""#) == nil)
    }
}
