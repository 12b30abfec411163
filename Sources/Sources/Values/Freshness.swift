package import Base

/// The age of the usage behind a list on a given day.
///
///     let freshness = Freshness(usageThrough: Day("2022-01-02")!, today: Day("2022-11-28")!, warn: 8)
///     freshness.age      // 330
///     freshness.warning  // "Usage ends on 2022-01-02, 330 days ago: this list is old."
package struct Freshness: Equatable, Sendable {
    /// The last day that usage covers.
    package var usageThrough: Day
    /// The day from which the age is counted.
    package var today: Day
    /// The age in days beyond which usage is old, or nil for never.
    package var warn: Int?

    /// The number of days from the last covered day to today. It is 0 if usage covers today or later days.
    package var age: Int { max(0, today - usageThrough) }

    /// Whether the age is above the limit.
    package var isOld: Bool { warn.map { age > $0 } ?? false }

    /// A phrase without a full stop: "Usage ends on 2022-01-02, 330 days ago".
    package var phrase: String {
        let ago =
            switch today - usageThrough {
            case ..<0: ""
            case 0: ", today"
            case 1: ", yesterday"
            default: ", \(age) days ago"
            }
        return "Usage ends on \(usageThrough)\(ago)"
    }

    /// The sentence to show if usage is old, or nil if it is not.
    package var warning: String? { isOld ? "\(phrase): this list is old." : nil }

    package init(usageThrough: Day, today: Day, warn: Int?) {
        self.usageThrough = usageThrough
        self.today = today
        self.warn = warn
    }
}

extension Clocks {
    /// A phrase without a full stop: "Usage through 2024-02-25, outcomes through 2024-02-22".
    package var phrase: String { "Usage through \(usageThrough), outcomes through \(outcomesThrough)" }

    /// Returns the age of the usage on a day.
    package func freshness(today: Day, warn: Int?) -> Freshness {
        Freshness(usageThrough: usageThrough, today: today, warn: warn)
    }
}
