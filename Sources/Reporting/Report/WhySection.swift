internal import Boosting
internal import Charts
internal import Modeling
internal import Ranking

/// The report's section on what moves the scores.
package struct WhySection {
    private let content: ReportContent

    package init(_ content: ReportContent) { self.content = content }

    package var section: ReportDocument.Section { .init(id: "why", title: "Why these portals?", blocks: blocks) }

    private var blocks: [ReportDocument.Block] {
        guard let model = content.list?.model else { return [.text("This run has no list.")] }
        guard model != .activity else {
            return [
                .text(
                    "The list is in the order of recent activity; there is no model behind it that could be explained.")
            ]
        }
        let titles = SignalTitles(content.snapshots)
        guard let importance = ImportanceChart.chart(content.influences, titles: titles, model: model) else {
            return [.text("No portal was explained in this run (`ranking.explain_top`).")]
        }
        let details = content.influences.prefix(InfluenceReader.detailed).enumerated().compactMap { place, influence in
            DependenceChart.chart(influence, titles: titles, place: place + 1)
        }
        return [
            .text(
                "What a signal adds to a portal's score, in log-odds: the base rate and the contributions of all signals add "
                    + "up to the listed probability. This says what the model has seen go along with conversions, not what "
                    + "causes them."),
            .chart(importance),
        ] + details.map { .chart($0) }
    }
}
