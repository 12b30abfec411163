internal import Base
internal import Modeling
internal import Snapshots

/// A finished search, for the terminal.
struct TuningText {
    /// The number of trials in the table.
    private static let shown = 5

    let report: TuningReport

    init(_ report: TuningReport) { self.report = report }

    private var member: TunedMember { report.member }
    private var title: String { ModelName(member.name).title }

    var text: String { [heading, table, parameters, verdict].joined(separator: "\n\n") }

    private var heading: String {
        let first = member.folds[0].judged.first
        let last = member.folds[member.folds.count - 1].judged.last
        let fewer =
            member.folds.count < report.foldsWanted
            ? " (\(report.foldsWanted) are wanted; the history does not hold more)" : ""
        let resumed = report.resumed > 0 ? ", \(report.resumed) of them from before" : ""
        return """
            \(title): \(Text.count(member.trials)) trials\(resumed), \(report.pruned) given up early.
            \(member.metric.title) on \(member.folds.count) rolling folds\(fewer), judged on \(first) to \(last):
            """
    }

    private var table: String {
        var table = ResultTable([.text("trial"), .decimal("mean", 4), .decimal("± SE", 4), .text("")])
        for (place, trial) in report.ranking.prefix(Self.shown).enumerated() {
            table.add(trial.number, trial.value, trial.standardError, place == 0 ? "best" : "")
        }
        table.add("configured", member.defaults.mean, member.defaults.standardError, "")
        return table.text()
    }

    private var parameters: String {
        var table = ResultTable([.text("parameter of the best"), .number("value")])
        for (name, value) in member.parameters.sorted(by: { $0.key < $1.key }) {
            table.add(name, value.contains(".") ? Double(value).map { Self.short($0) } ?? value : value)
        }
        return table.text()
    }

    /// Formats a number with about four significant digits.
    private static func short(_ number: Double) -> String {
        Text.decimal(number, abs(number) < 0.1 ? 5 : abs(number) < 10 ? 3 : 1)
    }

    private var verdict: String {
        let gain = member.gain
        let difference = "\(Text.decimal(abs(gain.mean), 4)) ± \(Text.decimal(gain.standardError, 4))"
        let sentence =
            if member.isBetter {
                """
                The best trial is better than the configured parameters by \(difference): it is kept.
                It is the best of \(Text.count(member.trials)), and so in part the luckiest.
                """
            } else if gain.mean > 0 {
                """
                The best trial is better than the configured parameters by \(difference),
                which is no more than one standard error: the configured ones are kept.
                """
            } else if gain.mean < 0 {
                "The best trial is worse than the configured parameters by \(difference): those are kept."
            } else {
                "The best trial is no better than the configured parameters: those are kept."
            }
        return sentence + """

            (Paired over n = \(member.folds.count) folds, which are few and share rows: the error is itself uncertain.)
            """
    }

    /// Returns what to do with the results.
    static func next(_ reports: [TuningReport]) -> String {
        let journals = reports.map { "       \($0.journal) (study \($0.member.study))" }.joined(separator: "\n")
        let use =
            reports.contains { $0.member.isBetter }
            ? "Set models.tuned: true to use what was found; `prospect run --set models.tuned=true` tries it once."
            : "The configuration needs no change."
        return "\(use)\nStudies:\n\(journals)"
    }
}
