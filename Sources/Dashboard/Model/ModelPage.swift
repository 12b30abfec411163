internal import Base
internal import Charts
internal import Modeling
internal import Pipeline
internal import Reporting
internal import Sources

/// A run's models in the form of the template `model`: sections 2 and 3 of its report, and the trials of tuning.
struct ModelPage {
    let subtitle: String
    let choice: String?
    let trust: [BlockView]
    let why: [BlockView]
    let trials: [ChartView]
    let models: BlockView?

    /// Whether the run has nothing to judge.
    let isEmpty: Bool
    let hasCharts: Bool

    init(_ report: RunReport, tuning: TuningHistory) {
        let day = report.run.asOf?.withWeekday ?? "an unknown day"
        subtitle =
            "The models of the run \(report.run.id), for \(day)."
            + (report.run.manifest?.clocks.map { " \($0.phrase)." } ?? "")
        choice = report.run.manifest?.primary.map {
            "The list is ranked by \($0.model.inText): \($0.reason)."
        }
        trust = report.content.map { TrustSection($0).section.blocks.map(BlockView.init) } ?? []
        why = report.content.map { WhySection($0).section.blocks.map(BlockView.init) } ?? []
        trials = tuning.members.compactMap(TrialsChart.chart).map { ChartView($0) }
        isEmpty = trust.isEmpty
        hasCharts = !trials.isEmpty || (trust + why).contains { $0.chart != nil }
        models = report.model.flatMap { $0.members.isEmpty ? nil : BlockView(SettingsSection.models($0)) }
    }
}
