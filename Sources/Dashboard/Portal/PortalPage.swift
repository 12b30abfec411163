internal import Base
internal import Boosting
internal import Charts
internal import Foundation
internal import Modeling
internal import Playbooks
internal import Ranking
internal import Reporting
internal import Snapshots

/// A portal in the form of the template `portal`.
struct PortalPage {
    struct Reason {
        /// The fact in words, with the portal's value and the typical one.
        let text: String
        let effect: String
    }

    struct Line {
        let name: String
        let label: String
        let value: String
        let isLong: Bool
        let isEdited: Bool
        let most: Int
    }

    struct Playbook {
        let pattern: String
        let stage: String
        let focus: String
        let urgency: String
        let source: String
        let lines: [Line]
        let isEdited: Bool
        let address: String
        let formToken: String
        /// Whether the message was saved a moment ago.
        let isSaved: Bool
    }

    struct Week {
        let sunday: String
        let rank: String
        let change: String
        let probability: String
        let band: String
        let fit: String
        let intent: String
    }

    let id: String
    /// The heading of the days in the history.
    let weekday: String
    let subtitle: String
    let backAddress: String
    let figures: [KeyFigure]
    let facts: [KeyFigure]
    let up: [Reason]
    let down: [Reason]
    let isExplained: Bool
    let whyNot: String
    let playbook: Playbook?
    let weeks: [Week]
    let isFirstWeek: Bool
    let charts: [ChartView]
    let hasUsage: Bool

    /// The maximum lengths of lines that can be saved.
    static let longestSubject = 200
    static let longestOpening = 1_000

    /// Returns the address of a portal's page.
    static func address(_ id: String, run: String?, saved: Bool = false) -> String {
        let parameters = (run.map { [("run", $0)] } ?? []) + (saved ? [("saved", "yes")] : [])
        return QueryParameters.address("/portals/" + QueryParameters.encoded(id), parameters)
    }

    init(_ detail: PortalDetail, run: String?, formToken: String, isSaved: Bool) {
        let (index, row) = (detail.index, detail.row)
        let columns = index.columns
        id = detail.id
        weekday = index.list.asOf.weekday.name
        var back = ListQuery()
        back.run = run
        backAddress = back.address("/")
        subtitle =
            "Rank \(Numbers.count(detail.rank)) of \(Numbers.count(index.count)) on \(index.list.asOf.withWeekday), by "
            + "\(index.list.model.inText)."
        let past = detail.history.dropLast().last
        figures = Self.figures(detail, past)
        facts =
            detail.firmographics.map {
                KeyFigure(label: $0.title, value: $0.text ?? "not known")
            }
            + [KeyFigure(label: "Status", value: columns.status[row].map(Titles.name) ?? "–")]
        let parts = detail.parts.filter { abs($0.contribution) >= 0.01 }
        up = parts.filter { $0.contribution > 0 }.prefix(8).map(Self.reason)
        down = parts.filter { $0.contribution < 0 }.prefix(8).map(Self.reason)
        isExplained = !detail.parts.isEmpty
        whyNot =
            index.list.model == .activity
            ? "This list is in the order of recent activity; there is no model behind it."
            : "Only the best of the list were explained; ranking.explain_top says how many."
        playbook = detail.playbook.map { row in
            let message = detail.message!
            return Playbook(
                pattern: row.playbook.pattern, stage: row.playbook.stage, focus: row.playbook.focus,
                urgency: Titles.name(row.playbook.urgency.rawValue), source: message.source,
                lines: [
                    Line(
                        name: "subject", label: "Subject line", value: message.subject, isLong: false,
                        isEdited: message.isSubjectEdited, most: Self.longestSubject),
                    Line(
                        name: "opening", label: "Opening line", value: message.opening, isLong: true,
                        isEdited: message.isOpeningEdited, most: Self.longestOpening),
                ], isEdited: message.isSubjectEdited || message.isOpeningEdited,
                address: QueryParameters.address(
                    "/portals/\(QueryParameters.encoded(detail.id))/message", run.map { [("run", $0)] } ?? []),
                formToken: formToken, isSaved: isSaved)
        }
        weeks = detail.history.enumerated().reversed().map { place, standing in
            let before = place > 0 ? detail.history[place - 1].rank : nil
            let change = before.map { $0 - standing.rank }
            return Week(
                sunday: standing.sunday.description, rank: Numbers.count(standing.rank),
                change: change.map { $0 > 0 ? "+\(Numbers.count($0))" : Numbers.count($0) } ?? "–",
                probability: Numbers.percent(standing.probability), band: standing.band ?? "–",
                fit: standing.fit.map(String.init) ?? "–", intent: standing.intent.map(String.init) ?? "–")
        }
        isFirstWeek = detail.history.count == 1
        charts = PortalCharts(detail: detail).all.map { ChartView($0) }
        hasUsage = detail.usage.actions.contains { $0.counts.contains { $0 > 0 } }
    }

    private static func figures(_ detail: PortalDetail, _ past: PastList.Standing?) -> [KeyFigure] {
        let (index, row) = (detail.index, detail.row)
        let columns = index.columns
        let horizon = index.snapshots.horizon
        var figures = [
            KeyFigure(
                label: "Probability", value: Numbers.percent(columns.probability[row]),
                note: past.map { "\(Numbers.percent($0.probability)) on \($0.sunday)" }
                    ?? "within \(Numbers.count(horizon, "day"))"),
            KeyFigure(
                label: "Rank", value: Numbers.count(row + 1),
                note: past.map { past in
                    let change = past.rank - (row + 1)
                    return change == 0
                        ? "as on \(past.sunday)"
                        : "\(change > 0 ? "up" : "down") \(Numbers.count(abs(change))) from \(Numbers.count(past.rank))"
                }),
        ]
        if let band = columns.band[row] {
            figures.append(KeyFigure(label: "Band", value: band, note: past?.band.map { "before: \($0)" }))
        }
        if columns.fit[row] >= 0 {
            figures.append(KeyFigure(label: "Fit", value: "\(columns.fit[row])", note: "of 100"))
        }
        if columns.intent[row] >= 0 {
            figures.append(KeyFigure(label: "Intent", value: "\(columns.intent[row])", note: "of 100"))
        }
        if !columns.revenue[row].isNaN {
            figures.append(
                KeyFigure(
                    label: "Expected revenue", value: Numbers.money(columns.revenue[row]),
                    note: "first year, probability included"))
        }
        return figures
    }

    private static func reason(_ part: PortalExplanation.Part) -> Reason {
        let factor = exp(part.contribution)
        let effect =
            factor >= 2
            ? "multiplies the odds by \(Numbers.decimal(factor, 1))"
            : factor <= 0.5
                ? "divides the odds by \(Numbers.decimal(1 / factor, 1))"
                : "\(factor >= 1 ? "raises" : "lowers") the odds by \(Numbers.decimal(abs(factor - 1) * 100, 0))%"
        return Reason(text: part.text, effect: effect)
    }
}
