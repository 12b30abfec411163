/// A number at the head of a page.
struct KeyFigure {
    let label: String
    let value: String
    /// What stands beside it in small letters.
    let detail: String?
}
