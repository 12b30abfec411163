/// A number that readers should see at once.
package struct KeyFigure: Equatable, Sendable {
    package var label: String
    package var value: String
    /// The note below it in small print.
    package var note: String?

    package init(label: String, value: String, note: String? = nil) {
        self.label = label
        self.value = value
        self.note = note
    }
}
