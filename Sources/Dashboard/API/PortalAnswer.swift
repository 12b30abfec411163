internal import Base
internal import Boosting
internal import DuckDB
internal import Modeling
internal import Playbooks
internal import Ranking

/// A portal in the API's form.
struct PortalAnswer: Encodable {
    struct Fact: Encodable {
        let column: String
        let value: String?
    }

    struct LogOdds: Encodable {
        let total: Double
        let base: Double
        let fit: Double
        let intent: Double
    }

    struct Reason: Encodable {
        let signal: String
        let axis: String
        let contribution: Double
        let value: String?
        let typical: String?
        let text: String
    }

    struct Standing: Encodable {
        let asOf: Day
        let run: String
        let rank: Int
        let probability: Double
        let band: String?
        let fit: Int?
        let intent: Int?
    }

    struct Usage: Encodable {
        struct Series: Encodable {
            let column: String
            let kind: String
            let counts: [Int]
        }

        let window: Int
        let sundays: [Day]
        let series: [Series]
    }

    struct Playbook: Encodable {
        let pattern: String
        let stage: String
        let focus: String
        let urgency: String
        let subject: String
        let opening: String
        let source: String
        /// The generated lines, whether or not a person changed them.
        let madeSubject: String
        let madeOpening: String
    }

    let run: String
    let asOf: Day
    let model: String
    let listed: Int
    let row: ListAnswer.Row
    let firmographics: [Fact]
    let logOdds: LogOdds?
    let reasons: [Reason]
    let history: [Standing]
    let usage: Usage
    let playbook: Playbook?

    init(_ detail: PortalDetail) {
        let index = detail.index
        run = index.run.id
        asOf = index.list.asOf
        model = index.list.model.rawValue
        listed = index.count
        row = ListAnswer.Row(index, detail.row)
        firmographics = detail.firmographics.map { Fact(column: $0.column, value: $0.value) }
        logOdds = detail.sums.map { LogOdds(total: $0.logOdds, base: $0.base, fit: $0.fit, intent: $0.intent) }
        reasons = detail.parts.map {
            Reason(
                signal: $0.signal.name, axis: $0.axis.rawValue, contribution: $0.contribution, value: $0.value,
                typical: $0.typical, text: $0.text)
        }
        history = detail.history.map {
            Standing(
                asOf: $0.sunday, run: $0.run, rank: $0.rank, probability: $0.probability, band: $0.band, fit: $0.fit,
                intent: $0.intent)
        }
        usage = Usage(
            window: detail.usage.window, sundays: detail.usage.sundays,
            series: detail.usage.actions.map { .init(column: $0.column, kind: "actions", counts: $0.counts) }
                + detail.usage.users.map { .init(column: $0.column, kind: "users", counts: $0.counts) })
        playbook = detail.playbook.map(\.playbook).flatMap { playbook in
            detail.message.map { message in
                Playbook(
                    pattern: playbook.pattern, stage: playbook.stage, focus: playbook.focus,
                    urgency: playbook.urgency.rawValue,
                    subject: message.subject, opening: message.opening, source: message.source,
                    madeSubject: playbook.subject, madeOpening: playbook.opening)
            }
        }
    }
}
