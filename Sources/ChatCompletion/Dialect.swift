internal import Foundation

/// The dialect of a server, learned from its errors and kept for later calls.
struct Dialect: Equatable, Sendable {
    /// The way to make an answer an object.
    enum Format: Sendable {
        /// A strict JSON schema.
        case schema
        /// Any JSON object.
        case object
        /// Only the prompt.
        case text
    }

    var format = Format.schema
    /// The field for the maximum number of tokens. OpenAI's newer models refuse `max_tokens`.
    var tokenField = "max_tokens"
    var sendsTemperature = true

    /// Learns from the text of an error of status 400 or similar.
    ///
    /// - Parameter used: The dialect of the refused request.
    /// - Returns: Whether the request is worth sending again, because this or another request has learned something
    ///   from the error.
    mutating func adapt(to error: String, used: Dialect) -> Bool {
        let text = error.lowercased()
        if text.contains("max_completion_tokens"), used.tokenField == "max_tokens" {
            tokenField = "max_completion_tokens"
            return true
        }
        if text.contains("temperature"), used.sendsTemperature {
            sendsTemperature = false
            return true
        }
        let isAboutFormat = [
            "response_format", "json_schema", "json_object", "schema", "json mode", "structured output", "grammar",
        ].contains { text.contains($0) }
        guard isAboutFormat else { return false }
        switch used.format {
        case .schema where format == .schema: format = .object
        case .object where format != .text: format = .text
        case .text: return false
        default: break
        }
        return true
    }

    /// Returns the body of a request.
    func body(_ request: ChatRequest, _ settings: ChatSettings) -> Data {
        var pairs: [(String, JSONValue)] = [
            ("model", .string(settings.model)),
            (
                "messages",
                .array(
                    request.messages.map {
                        .object([("role", .string($0.role.rawValue)), ("content", .string($0.content))])
                    })
            ), (tokenField, .number(Double(settings.answerTokens))),
        ]
        if sendsTemperature { pairs.append(("temperature", .number(settings.temperature))) }
        switch format {
        case .schema:
            pairs.append(
                (
                    "response_format",
                    .object([
                        ("type", .string("json_schema")),
                        (
                            "json_schema",
                            .object([
                                ("name", .string(request.schema.name)), ("strict", .bool(true)),
                                ("schema", request.schema.json),
                            ])
                        ),
                    ])
                ))
        case .object: pairs.append(("response_format", .object([("type", .string("json_object"))])))
        case .text: break
        }
        return Data(JSONValue.object(pairs).text.utf8)
    }
}
