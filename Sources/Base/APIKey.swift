/// A secret that is sent to a server and nowhere else: it does not print itself.
package struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secret; only for the header of a request.
    package let secret: String

    /// - Returns: nil for a text without anything in it, or with characters that no header may have.
    package init?(_ text: String) {
        let trimmed = text.filter { !$0.isWhitespace }
        guard !trimmed.isEmpty, trimmed.allSatisfy({ $0.isASCII && !$0.isNewline }) else { return nil }
        secret = trimmed
    }

    package var description: String { "(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
