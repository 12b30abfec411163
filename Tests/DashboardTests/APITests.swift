import Foundation
import HTTPTypes
import Testing

@testable import Dashboard

/// The API does what its document says.
@Suite struct APITests {
    /// Addresses for an operation, and the status that they have.
    private static func calls(_ operation: String, _ fixture: RunsFixture, id: String) -> [(
        address: String, status: Int
    )] {
        let id = DashboardClient.encoded(id)
        let query = "q=a&band=A&band=B&sort=revenue&order=asc&page=1&per_page=7&status=active&run=\(fixture.runs[1])"
        switch operation {
        case "list":
            return [
                ("/api/v1/list", 200), ("/api/v1/list?per_page=500", 200), ("/api/v1/list?\(query)", 200),
                ("/api/v1/list?pattern=%28none%29&urgency=%28none%29&industry=%28none%29&size=%28none%29", 200),
                ("/api/v1/list?page=0", 400), ("/api/v1/list?x=1", 400), ("/api/v1/list?run=none", 404),
                ("/api/v1/list?run=\(fixture.backtestRun)", 404),
            ]
        case "listCSV":
            return [
                ("/api/v1/list.csv?\(query)", 200), ("/api/v1/list.csv?sort=x", 400), ("/api/v1/list.csv?run=x", 404),
            ]
        case "portal":
            return [
                ("/api/v1/portals/\(id)", 200), ("/api/v1/portals/\(id)?run=\(fixture.runs[0])", 200),
                ("/api/v1/portals/%3C", 404), ("/api/v1/portals/\(id)?x=1", 400),
            ]
        case "runs": return [("/api/v1/runs", 200), ("/api/v1/runs?x=1", 400)]
        case "run":
            return (fixture.runs + [fixture.backtestRun]).map { ("/api/v1/runs/\($0)", 200) }
                + [("/api/v1/runs/x", 404), ("/api/v1/runs/x?y=1", 400)]
        case "metrics":
            return [
                ("/api/v1/metrics", 200), ("/api/v1/metrics?run=\(fixture.backtestRun)", 200),
                ("/api/v1/metrics?run=x", 404), ("/api/v1/metrics?x=1", 400),
            ]
        case "description": return [("/api/v1/openapi.json", 200)]
        default: return []
        }
    }

    @Test func everyOperationAnswersAsTheDocumentSays() async throws {
        let fixture = try RunsFixture.shared.get()
        try await DashboardClient.with(output: fixture.output) { client in
            let document = try await client.get("/api/v1/openapi.json").json
            #expect(document["openapi"] as? String == "3.1.0")
            let schema = JSONSchema(document: document)
            let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
            let first = try await client.get("/api/v1/list?per_page=1").json
            let id = try #require((first["rows"] as? [[String: Any]])?.first?["id"] as? String)
            for (path, operations) in paths {
                #expect(Array(operations.keys) == ["get"])
                let operation = try #require(operations["get"])
                let name = try #require(operation["operationId"] as? String)
                let calls = Self.calls(name, fixture, id: id)
                #expect(calls.contains { $0.status == 200 }, "\(name) is not called")
                let responses = try #require(operation["responses"] as? [String: [String: Any]])
                for status in responses.keys where status != "401" {
                    #expect(calls.contains { "\($0.status)" == status }, "\(name) \(status) is not called")
                }
                for call in calls {
                    #expect(Self.matches(call.address, path), "\(call.address)")
                    let answer = try await client.get(call.address)
                    #expect(answer.status == call.status, "\(call.address)")
                    try Self.check(answer, responses["\(call.status)"], schema, call.address)
                }
            }
            #expect(Set(paths.keys).count == 7)
        }
    }

    @Test func withoutTheTokenAllOfThemAnswer401AsTheDocumentSays() async throws {
        let fixture = try RunsFixture.shared.get()
        let token = "a-token-of-some-length"
        try await DashboardClient.with(output: fixture.output, token: token) { client in
            let description = try await client.get(
                "/api/v1/openapi.json", [.authorization: "Bearer \(token)"])
            let schema = JSONSchema(document: description.json)
            let paths = try #require(description.json["paths"] as? [String: [String: [String: Any]]])
            for (path, operations) in paths {
                let answer = try await client.get(path.replacing("{id}", with: "1").replacing("{run}", with: "1"))
                #expect(answer.status == 401)
                let responses = try #require(operations["get"]?["responses"] as? [String: [String: Any]])
                try Self.check(answer, responses["401"], schema, path)
            }
        }
    }

    /// The parameters of the document are those that the list takes.
    @Test func theDocumentKnowsAllParameters() async throws {
        let fixture = try RunsFixture.shared.get()
        try await DashboardClient.with(output: fixture.output) { client in
            let document = try await client.get("/api/v1/openapi.json").json
            let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
            for path in ["/api/v1/list", "/api/v1/list.csv"] {
                let parameters = try #require(paths[path]?["get"]?["parameters"] as? [[String: Any]])
                #expect(Set(parameters.compactMap { $0["name"] as? String }) == ListQuery.names)
                let sort = try #require(
                    parameters.first { $0["name"] as? String == "sort" }?["schema"] as? [String: Any])
                #expect(sort["enum"] as? [String] == SortKey.allCases.map(\.rawValue))
            }
        }
    }

    @Test func aWrongAnswerWouldBeFound() {
        let schema = JSONSchema(document: ["components": ["schemas": ["N": ["type": "integer", "minimum": 1]]]])
        let object: [String: Any] = [
            "type": "object", "required": ["a"], "additionalProperties": false,
            "properties": ["a": ["$ref": "#/components/schemas/N"], "b": ["type": "string", "format": "date"]],
        ]
        #expect(schema.problems(["a": 1, "b": "2026-01-01"], object) == [])
        for wrong: [String: Any] in [
            [:], ["a": 0], ["a": 1.5], ["a": "1"], ["a": true], ["a": 1, "c": 2], ["a": 1, "b": "x"], ["a": NSNull()],
        ] {
            #expect(!schema.problems(wrong, object).isEmpty, "\(wrong)")
        }
        #expect(!schema.problems(1, ["type": "integer", "multipleOf": 2]).isEmpty)
        #expect(!schema.problems(1, ["$ref": "#/nowhere"]).isEmpty)
    }

    private static func matches(_ address: String, _ path: String) -> Bool {
        let parts = address.prefix { $0 != "?" }.split(separator: "/")
        let wanted = path.split(separator: "/")
        return parts.count == wanted.count && zip(parts, wanted).allSatisfy { $1.hasPrefix("{") || $0 == $1 }
    }

    private static func check(
        _ answer: DashboardClient.Answer, _ response: [String: Any]?, _ schema: JSONSchema, _ address: String
    ) throws {
        var response = try #require(response, "\(address) \(answer.status) is not in the document")
        if let reference = response["$ref"] as? String { response = try #require(schema.resolve(reference)) }
        let content = try #require(response["content"] as? [String: [String: Any]])
        let type = try #require(answer.headers[.contentType]).split(separator: ";")[0]
        let body = try #require(content[String(type)]?["schema"] as? [String: Any], "\(address): \(type)")
        if type == "application/json" {
            let value = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
            let problems = schema.problems(value, body)
            #expect(problems.isEmpty, "\(address): \(problems.prefix(5))")
        } else {
            #expect(schema.problems(answer.text, body).isEmpty)
        }
    }
}
