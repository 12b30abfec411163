internal import Base
package import Charts
internal import Snapshots

/// How often values are missing, by column.
package enum MissingChart {
    package static func chart(_ exploration: ExplorationReport) -> Chart? {
        let columns = exploration.missing
        // A portal without usage has no last usage day. That is not a gap.
        let days = [
            SnapshotColumn.recency, SnapshotColumn.daysSinceLastRow, SnapshotColumn.daysSinceFirstUse,
            SnapshotColumn.daysSinceFirstSeen, SnapshotColumn.daysSinceCreated,
        ]
        guard let first = columns.first(where: { !days.contains($0.column) }) ?? columns.first else { return nil }
        let bars = Trace.bars(
            "missing", x: .numbers(columns.map(\.share)), y: .labels(columns.map { ColumnTitle($0.column).text }),
            colour: .main, lying: true,
            text: .labels(columns.map { Numbers.percent($0.share) }), hover: "%{y}: %{x:.1%}<extra></extra>"
        ).labelledOutside()
        var layout = Layout(
            height: 90 + 32 * Double(columns.count), x: .share("Snapshots without a value"), y: .names(lying: true))
        layout.xaxis?.range = [0, 1.1]
        layout.bargap = 0.35
        return Chart(
            id: "missing-values",
            title: first.missing == 0
                ? "No firmographic is missing anywhere"
                : "\(ColumnTitle(first.column).text) is missing in \(Numbers.percent(first.share)) of the snapshots",
            note: "The \(Numbers.count(exploration.completeColumns, "column")) of counts "
                + "\(exploration.completeColumns == 1 ? "is" : "are") 0, and never missing, where there was no usage. "
                + "A portal that was never active has no last activity.",
            figure: Figure([bars], layout),
            table: ResultTable(
                [.text("Column"), .number("Missing"), .number("Share")],
                rows: columns.map {
                    [ColumnTitle.described($0.column), Numbers.count($0.missing), Numbers.percent($0.share)]
                }))
    }
}
