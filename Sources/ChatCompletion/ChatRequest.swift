internal import Crypto
internal import Foundation

package struct ChatMessage: Codable, Equatable, Sendable {
    package enum Role: String, Codable, Sendable { case system, user, assistant }

    package var role: Role
    package var content: String

    package init(_ role: Role, _ content: String) {
        self.role = role
        self.content = content
    }
}

/// The required form of an answer: an object of texts, some of which have a fixed set of values.
package struct AnswerSchema: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package var name: String
        /// The allowed texts, or nil for any.
        package var choices: [String]?

        package init(_ name: String, choices: [String]? = nil) {
            self.name = name
            self.choices = choices
        }
    }

    package var name: String
    package var fields: [Field]

    package init(name: String, fields: [Field]) {
        self.name = name
        self.fields = fields
    }

    /// The form as a JSON schema.
    var json: JSONValue {
        let properties = fields.map { field in
            let choices = field.choices.map { ("enum", JSONValue.array($0.map { .string($0) })) }
            return (field.name, JSONValue.object([("type", .string("string"))] + [choices].compactMap { $0 }))
        }
        return .object([
            ("type", .string("object")), ("properties", .object(properties)),
            ("required", .array(fields.map { .string($0.name) })), ("additionalProperties", .bool(false)),
        ])
    }
}

/// A question to the model.
package struct ChatRequest: Equatable, Sendable {
    package var messages: [ChatMessage]
    package var schema: AnswerSchema

    package init(messages: [ChatMessage], schema: AnswerSchema) {
        self.messages = messages
        self.schema = schema
    }

    /// Returns a hash of everything that determines the answer: server, model, temperature, prompts with their facts,
    /// and schema.
    package func key(_ settings: ChatSettings) -> String {
        let value = JSONValue.object([
            ("provider", .string("openai")), ("server", .string(settings.endpoint)),
            ("model", .string(settings.model)), ("temperature", .number(settings.temperature)),
            ("tokens", .number(Double(settings.answerTokens))),
            (
                "messages",
                .array(
                    messages.map { .object([("role", .string($0.role.rawValue)), ("content", .string($0.content))]) })
            ),
            ("schema", schema.json),
        ])
        return SHA256.hash(data: Data(value.text.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
