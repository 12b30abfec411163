package import Charts
package import ProspectCore

/// Expected against actual conversions, Sunday by Sunday.
package enum ExpectedChart {
    /// - Parameter coverage: how often the interval of the number of conversions held.
    package static func chart(_ report: BacktestReport, model: ModelName, coverage: Coverage?) -> Chart? {
        let rows = report.folds.compactMap { fold in
            fold.models[model.rawValue]?.expected.map { (fold: fold, expected: $0.value) }
        }
        guard rows.count > 1 else { return nil }
        let expected = rows.map(\.expected)
        let actual = rows.map { Double($0.fold.conversions) }
        let days = Values.days(rows.map(\.fold.sunday))
        var layout = Layout(
            height: 280, x: .date("Sunday of the list"), y: .count("Conversions"), showsLegend: true)
        layout.hovermode = "x unified"
        let held = coverage.map {
            " The 90% interval, made with what was known by then, held on \($0.covered) of \($0.sundays) Sundays."
        }
        return Chart(
            id: "expected",
            title: "\(Numbers.decimal(expected.reduce(0, +), 0)) conversions were expected on these Sundays, and "
                + "\(Numbers.decimal(actual.reduce(0, +), 0)) came",
            note:
                "What the probabilities of a list add up to, before calibration, and what happened within the horizon."
                + (held ?? ""),
            figure: Figure(
                [
                    .line("expected", x: days, y: .numbers(expected), colour: .main, points: true, hover: "%{y:.1f}"),
                    .points(
                        "actual", x: days, y: .numbers(actual), colour: .second, size: 8, symbol: "diamond",
                        hover: "%{y}"),
                ], layout),
            table: ChartTable(
                [.text("Sunday"), .number("Expected"), .number("Actual")],
                rows: rows.map {
                    [$0.fold.sunday.description, Numbers.decimal($0.expected, 1), Numbers.count($0.fold.conversions)]
                }))
    }
}
