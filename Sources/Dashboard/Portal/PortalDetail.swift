internal import Base
internal import Modeling
internal import Playbooks
internal import Reporting

/// Everything that is known of one portal of a list.
struct PortalDetail: Sendable {
    /// A column of the company's own.
    struct Fact: Sendable {
        let column: String
        /// What the column is called.
        let title: String
        let value: String?
        let isRank: Bool

        /// As it is read.
        var text: String? {
            guard let value else { return nil }
            return (isRank ? Int(value).map(Numbers.count) : nil) ?? Titles.value(value)
        }
    }

    /// Counts by Sunday, over the days that end with it.
    struct Usage: Sendable {
        /// Days that a count covers.
        let window: Int
        let sundays: [Day]
        /// In the order of `sundays`.
        let actions: [(column: String, counts: [Int])]
        let users: [(column: String, counts: [Int])]
    }

    /// The log-odds of the listed probability, and what they are made of.
    struct Sums: Sendable {
        let logOdds: Double
        let base: Double
        let fit: Double
        let intent: Double
    }

    let index: ListIndex
    let row: Int
    let firmographics: [Fact]
    /// nil where the portal was not explained.
    let sums: Sums?
    /// All signals, the strongest first.
    let parts: [PortalExplanation.Part]
    let usage: Usage
    /// By Sunday, this list's last.
    let history: [PastList.Standing]
    let playbook: PlaybookRow?
    let message: Message?
    /// Files of the run that cannot be read.
    let unreadable: [String]

    var id: String { index.columns.ids[row] }
    var rank: Int { row + 1 }
}
