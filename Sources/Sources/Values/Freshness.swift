package import Base

/// How old the usage behind a list is on a day.
///
///     let freshness = Freshness(usageThrough: Day("2022-01-02")!, today: Day("2022-11-28")!, warn: 8)
///     freshness.age      // 330
///     freshness.warning  // "Usage ends on 2022-01-02, 330 days ago: this list is old."
package struct Freshness: Equatable, Sendable {
    /// The last day that usage covers.
    package var usageThrough: Day
    /// The day from which the age is counted.
    package var today: Day
    /// The age in days beyond which usage is old; nil: never.
    package var warn: Int?

    /// Days from the last covered day to today; 0 where usage covers today, or reaches beyond it.
    package var age: Int { max(0, today - usageThrough) }

    /// Whether the age is above the limit.
    package var isOld: Bool { warn.map { age > $0 } ?? false }

    /// "Usage ends on 2022-01-02, 330 days ago", without a full stop.
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

    /// The sentence to show where usage is old; nil where it is not.
    package var warning: String? { isOld ? "\(phrase): this list is old." : nil }
}

extension Clocks {
    /// "Usage through 2024-02-25, outcomes through 2024-02-22", without a full stop.
    package var phrase: String { "Usage through \(usageThrough), outcomes through \(outcomesThrough)" }

    /// The age of the usage on a day.
    package func freshness(today: Day, warn: Int?) -> Freshness {
        Freshness(usageThrough: usageThrough, today: today, warn: warn)
    }
}
