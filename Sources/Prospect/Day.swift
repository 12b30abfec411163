internal import Base

/// A calendar day, such as the Sunday of a list.
///
/// ```swift
/// let sunday = Day("2026-11-29")!
/// print(sunday)  // 2026-11-29
/// ```
public struct Day: Hashable, Comparable, Sendable, LosslessStringConvertible {
    let value: Base.Day

    init(_ value: Base.Day) { self.value = value }

    /// Reads a day in the form `YYYY-MM-DD`. Returns nil for any other text and for a day that does not exist.
    public init?(_ text: String) {
        guard let value = Base.Day(text) else { return nil }
        self.value = value
    }

    /// The day as `YYYY-MM-DD`.
    public var description: String { value.description }

    public static func < (left: Day, right: Day) -> Bool { left.value < right.value }
}

extension Day: Codable {
    /// Reads a day in the form `YYYY-MM-DD`.
    public init(from decoder: any Decoder) throws { value = try Base.Day(from: decoder) }

    /// Writes the day as `YYYY-MM-DD`.
    public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
