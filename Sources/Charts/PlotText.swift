/// A text inside a chart.
///
/// plotly.js reads a few HTML tags in texts (`<br>`, `<b>`, `<a href>`). A text from the program may use them. A text
/// from the data is escaped, so that it is shown unchanged. The two cannot be confused: a literal makes the former, and
/// everything else has to use `PlotText(data:)`.
package struct PlotText: Codable, Equatable, Sendable, ExpressibleByStringLiteral {
    /// The text in the form for plotly.js.
    package let markup: String

    package init(stringLiteral value: StaticString) { markup = "\(value)" }

    /// Makes a text without any markup.
    package init(data text: String) {
        markup = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    package init(from decoder: any Decoder) throws { markup = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(markup)
    }
}
