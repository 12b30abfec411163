/// A secret that is sent to a server and nowhere else: it does not print itself.
public struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secret; only for the header of a request.
    public let secret: String

    /// - Returns: nil for a text without anything in it, or with characters that no header may have.
    public init?(_ text: String) {
        let trimmed = text.filter { !$0.isWhitespace }
        guard !trimmed.isEmpty, trimmed.allSatisfy({ $0.isASCII && !$0.isNewline }) else { return nil }
        secret = trimmed
    }

    public var description: String { "(hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
