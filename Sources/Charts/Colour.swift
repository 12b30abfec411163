/// A colour by its role. `charts.js` gives it the shade for light, dark or paper.
///
/// The series are from Okabe and Ito, "Color Universal Design", 2008. People with any of the common kinds of colour
/// blindness can tell them apart. The lightest ones are a little darker, so that all have a contrast of 3 to 1 with the
/// page. In the dark, their lighter neighbours are used.
package struct Colour: Codable, Equatable, Sendable {
    private let token: String

    private init(_ token: String) { self.token = token }

    /// Blue, for what the chart is about.
    package static let main = Colour("@1")
    /// Vermilion, for what it is compared with.
    package static let second = Colour("@2")
    package static let third = Colour("@3")
    package static let fourth = Colour("@4")
    package static let fifth = Colour("@5")
    package static let sixth = Colour("@6")
    /// Grey, for baselines and reference lines.
    package static let muted = Colour("@muted")
    package static let text = Colour("@text")
    package static let none = Colour("rgba(0,0,0,0)")

    /// Returns the colour of one of several series, in order. The colours repeat after six.
    package static func series(_ index: Int) -> Colour { Colour("@\(index % 6 + 1)") }

    /// Returns the colour with an opacity: 0 is invisible, 1 is solid.
    package func faint(_ opacity: Double) -> Colour { Colour("\(token)/\(opacity)") }

    package init(from decoder: any Decoder) throws { token = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(token)
    }
}

/// A map from numbers to colours.
package enum ColourScale: String, Codable, Equatable, Sendable {
    /// A scale from one hue through the background to another, for values around 0.
    case diverging = "@diverging"
    /// A scale from the background to one hue.
    case sequential = "@sequential"
}
