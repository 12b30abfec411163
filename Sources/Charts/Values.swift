package import Base
internal import Foundation

/// The values of one side of a trace.
package enum Values: Codable, Equatable, Sendable {
    /// Numbers. nil is a gap.
    case numeric([Double?])
    /// Categories, dates and texts.
    case texts([PlotText])

    /// Returns numbers with six significant digits, more than a screen shows. A number that is not finite becomes a
    /// gap.
    package static func numbers(_ values: [Double?]) -> Values { .numeric(values.map { $0.flatMap(rounded) }) }

    package static func counts(_ values: [Int]) -> Values { .numeric(values.map(Double.init)) }

    package static func days(_ values: [Day]) -> Values { .texts(values.map { PlotText(data: $0.description) }) }

    /// Returns texts that come from the data.
    package static func labels(_ values: [String]) -> Values { .texts(values.map(PlotText.init(data:))) }

    private static func rounded(_ value: Double) -> Double? {
        guard value.isFinite else { return nil }
        guard value != 0 else { return 0 }
        return Double(String(format: "%.6g", value))
    }

    package var count: Int {
        switch self {
        case .numeric(let values): values.count
        case .texts(let values): values.count
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let numbers = try? container.decode([Double?].self) {
            self = .numeric(numbers)
        } else {
            self = .texts(try container.decode([PlotText].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .numeric(let values): try container.encode(values)
        case .texts(let values): try container.encode(values)
        }
    }
}
