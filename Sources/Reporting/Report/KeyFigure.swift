/// A number that is to be seen at once.
package struct KeyFigure: Equatable, Sendable {
    package var label: String
    package var value: String
    /// What stands under it in small letters.
    package var note: String?

    package init(label: String, value: String, note: String? = nil) {
        self.label = label
        self.value = value
        self.note = note
    }
}
