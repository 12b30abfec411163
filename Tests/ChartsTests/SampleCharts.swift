import Base
import Charts

/// Charts of all kinds with made-up numbers, and texts that try to break out.
enum SampleCharts {
    static let hostile = "</script><script>alert(1)</script><b>&\u{2028}'\""

    static let line: Chart = {
        let x = Values.texts(["2026-01-04", "2026-01-11", "2026-01-18", "2026-01-25"])
        return Chart(
            id: "line", title: "It rises: \(hostile)", note: "A note: \(hostile)",
            figure: Figure(
                Trace.band("interval", x: x, low: [0, 0.1, 0.15, nil], high: [0.2, 0.3, 0.4, nil], colour: .main)
                    + [.line("rate", x: x, y: .numbers([0.1, 0.2, 0.25, nil]), colour: .main, points: true)],
                Layout(x: .date("Sunday"), y: .share("Portals that converted"), showsLegend: true)),
            table: ResultTable(
                [.text("Sunday"), .number("rate")], rows: [[hostile, "0.1"], ["2026-01-11", "0.2"]]))
    }()

    static let bars: Chart = {
        let names = Values.labels(["Software & <b>tools</b>", hostile])
        let bars = Trace.bars("rate", x: .numbers([0.02, 0.01]), y: names, colour: .second, lying: true)
        return Chart(
            id: "bars", title: "Bars that lie", note: "With whiskers.",
            figure: Figure(
                [bars.whiskers(values: [0.02, 0.01], low: [0.01, 0.005], high: [0.04, 0.03])],
                Layout(x: .share("Conversion rate"), y: .names(lying: true))),
            table: ResultTable([.text("industry")], rows: [["a"]]))
    }()

    static let heatmap = Chart(
        id: "heatmap", title: "A heat map", note: "Of correlations.",
        figure: Figure(
            [
                .heatmap(
                    x: .labels(["a", "b"]), y: .labels(["a", "b"]), z: [[1, 0.3], [0.3, nil]], scale: .diverging,
                    range: -1...1, texts: "%{z:.2f}")
            ], Layout(height: 360, x: .names(), y: .names(lying: true))),
        table: ResultTable([.text("")], rows: []))

    static let points = Chart(
        id: "points", title: "Points", note: "Sized.",
        figure: Figure(
            [.points("portals", x: .numbers([1, 2, .infinity]), y: .numbers([0.123456789, -2, 3]), colour: .third)],
            Layout(x: .count("actions"), y: Layout.Axis("contribution"))),
        table: ResultTable([.text("")], rows: []))

    static let all = [line, bars, heatmap, points]

    /// A page with them, as plain as can be.
    static func page(plotly: String) -> String {
        """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Charts</title>
        <style>\(ChartPage.styles)</style></head><body>
        \(all.map { ChartPage.html($0) }.joined())
        <script>\(plotly)</script><script>\(ChartPage.script)</script></body></html>
        """
    }
}
