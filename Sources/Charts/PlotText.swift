/// A text inside a chart.
///
/// plotly.js reads a few HTML tags in texts (`<br>`, `<b>`, `<a href>`). A text that the program has written may use
/// them; one that comes from the data is escaped, so that it is shown as it is. The two cannot be mixed up: a literal
/// makes the former, and everything else has to say `PlotText(data:)`.
package struct PlotText: Codable, Equatable, Sendable, ExpressibleByStringLiteral {
    /// As plotly.js gets it.
    package let markup: String

    package init(stringLiteral value: StaticString) { markup = "\(value)" }

    /// A text with nothing but characters in it.
    package init(data text: String) {
        markup = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    package init(from decoder: any Decoder) throws { markup = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(markup)
    }
}
