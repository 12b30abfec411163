/// The price of a model, per million tokens.
package struct ModelPrice: Equatable, Sendable {
    package var model: String
    package var input: Double
    package var output: Double

    package init(_ model: String, input: Double, output: Double) {
        self.model = model
        self.input = input
        self.output = output
    }

    package static let defaults = [
        ModelPrice("gpt-4o-mini", input: 0.15, output: 0.6), ModelPrice("gpt-4o", input: 2.5, output: 10),
        ModelPrice("gpt-4.1-mini", input: 0.4, output: 1.6), ModelPrice("gpt-4.1-nano", input: 0.1, output: 0.4),
    ]
}
