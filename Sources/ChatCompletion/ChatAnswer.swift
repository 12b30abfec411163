internal import Foundation

/// The result of a call.
package struct ChatAnswer: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        case text(String)
        /// The server's answer has no readable content. Completes "the answer …".
        case unusable(String)
    }

    package var content: Content
    /// Whether the answer was on disk.
    package var isCached: Bool

    package init(content: Content, isCached: Bool) {
        self.content = content
        self.isCached = isCached
    }
}

/// The reason why there is no answer.
package enum ChatFailure: Error, Equatable, Sendable {
    /// The call was tried as often as allowed. Completes "the model did not answer: …".
    case unavailable(String)
    /// No more calls are made, because of earlier ones.
    case stopped(String)
    /// The budget does not allow the call. The text names what is used up.
    case budget(String)
    case cancelled
}

/// The body of a successful response of the chat completions API.
struct Completion: Decodable {
    struct Choice: Decodable {
        struct Message: Decodable {
            var content: String?
            var refusal: String?
        }
        var message: Message?
        var finishReason: String?
    }
    struct Usage: Decodable {
        var promptTokens: Int?
        var completionTokens: Int?
    }

    var choices: [Choice]?
    var usage: Usage?

    var content: ChatAnswer.Content {
        guard let choice = choices?.first else { return .unusable("has no choices") }
        if choice.message?.refusal != nil { return .unusable("is a refusal") }
        if choice.finishReason == "length" { return .unusable("was cut off at the maximum number of tokens") }
        if choice.finishReason == "content_filter" { return .unusable("was held back by the server's filter") }
        guard let text = choice.message?.content, text.contains(where: { !$0.isWhitespace }) else {
            return .unusable("is empty")
        }
        return .text(text)
    }
}

/// Finds the first JSON object in a text that may have code fences and other words around it.
package enum JSONObject {
    /// Returns the first object.
    ///
    /// - Returns: The object, or nil if the text has no complete object.
    package static func first(in text: String) -> [String: any Sendable]? {
        let bytes = Array(text.utf8)
        var from = 0
        while let start = bytes[from...].firstIndex(of: UInt8(ascii: "{")) {
            if let end = end(of: bytes, from: start),
                let object = try? JSONSerialization.jsonObject(with: Data(bytes[start...end])) as? [String: Any]
            {
                return object.mapValues { ($0 as? String) as (any Sendable)? ?? "\($0)".count }
            }
            from = start + 1
        }
        return nil
    }

    /// Returns the position of the brace that closes the one at `start`. Braces inside texts are ignored.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var isText = false
        var isEscaped = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if isEscaped {
                isEscaped = false
            } else if isText {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isText = false }
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }
}
