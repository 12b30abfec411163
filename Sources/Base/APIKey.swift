/// A secret that is only sent to a server. Printing it does not reveal it.
package struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secret, for the header of a request only.
    package let secret: String

    /// Makes a key. Returns nil for a blank text, or one with characters that are not allowed in a header.
    package init?(_ text: String) {
        let trimmed = text.filter { !$0.isWhitespace }
        guard !trimmed.isEmpty, trimmed.allSatisfy({ $0.isASCII && !$0.isNewline }) else { return nil }
        secret = trimmed
    }

    package var description: String { "(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
