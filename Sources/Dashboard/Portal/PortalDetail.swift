internal import Base
internal import Modeling
internal import Playbooks
internal import Reporting

/// Everything that is known about one portal of a list.
struct PortalDetail: Sendable {
    /// A column of the company's own tables.
    struct Fact: Sendable {
        let column: String
        /// The title of the column.
        let title: String
        let value: String?
        let isRank: Bool

        /// The value in readable form.
        var text: String? {
            guard let value else { return nil }
            return (isRank ? Int(value).map { Numbers.count($0) } : nil) ?? Titles.value(value)
        }
    }

    /// Counts by Sunday, over the days that end with it.
    struct Usage: Sendable {
        /// The number of days that a count covers.
        let window: Int
        let sundays: [Day]
        /// The counts in the order of `sundays`.
        let actions: [(column: String, counts: [Int])]
        let users: [(column: String, counts: [Int])]
    }

    /// The log-odds of the listed probability, and their parts.
    struct Sums: Sendable {
        let logOdds: Double
        let base: Double
        let fit: Double
        let intent: Double
    }

    let index: ListIndex
    let row: Int
    let firmographics: [Fact]
    /// The sums, or nil if the portal was not explained.
    let sums: Sums?
    /// All signals, strongest first.
    let parts: [PortalExplanation.Part]
    let usage: Usage
    /// The positions by Sunday, with this list's last.
    let history: [PastList.Standing]
    let playbook: PlaybookRow?
    let message: Message?
    /// The run's files that cannot be read.
    let unreadable: [String]

    var id: String { index.columns.ids[row] }
    var rank: Int { row + 1 }
}
