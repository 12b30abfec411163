internal import Base
internal import Boosting
internal import Charts
internal import Foundation
internal import Modeling
internal import Ranking
internal import Reporting
internal import Snapshots

/// The charts of one portal.
struct PortalCharts {
    let detail: PortalDetail
    private let titles: SignalTitles

    init(detail: PortalDetail) {
        self.detail = detail
        titles = SignalTitles(detail.index.snapshots)
    }

    /// The charts that have something to show.
    var all: [Chart] { [probability, axes, actions, users, contributions].compactMap(\.self) }

    /// The weekday of the lists: "Sunday".
    private var weekday: String { detail.index.list.asOf.weekday.name }

    private var sundays: Values { .days(detail.history.map(\.sunday)) }

    /// The axis of Sundays. If there are few, each has a label.
    private var sundayAxis: Layout.Axis {
        var axis = Layout.Axis.date(PlotText(data: weekday))
        if detail.history.count <= 8 {
            axis.tickvals = sundays
            axis.tickformat = "%b %-d"
        }
        return axis
    }

    private var standings: ResultTable {
        ResultTable(
            [
                .text(weekday), .number("Probability"), .number("Rank"), .text("Band"), .number("Fit"),
                .number("Intent"),
            ],
            rows: detail.history.map { standing in
                [
                    standing.sunday.description, Numbers.percent(standing.probability), Numbers.count(standing.rank),
                    standing.band ?? "–", standing.fit.map(String.init) ?? "–", standing.intent.map(String.init) ?? "–",
                ]
            })
    }

    private var probability: Chart? {
        guard let first = detail.history.first, let last = detail.history.last, detail.history.count > 1 else {
            return nil
        }
        let way =
            last.probability > first.probability * 1.05
            ? "rose" : last.probability < first.probability * 0.95 ? "fell" : "hardly changed"
        let title =
            "The probability \(way): \(Numbers.percent(first.probability)) on \(first.sunday), "
            + "\(Numbers.percent(last.probability)) on \(last.sunday)"
        var line = Trace.line(
            "probability", x: sundays, y: .numbers(detail.history.map(\.probability)), colour: .main, points: true,
            hover: "%{x}: %{y:.2%}<extra></extra>")
        line.text = .labels(detail.history.map { $0.band ?? "" })
        if detail.history.count <= 16 {
            line.mode = "lines+markers+text"
            line.textposition = "top center"
        }
        line.cliponaxis = false
        return Chart(
            id: "probability", title: title,
            note:
                "The probability to become a customer within \(Numbers.count(detail.index.snapshots.horizon, "day")), as each list had it; the letter is the band.",
            figure: Figure([line], Layout(height: 260, x: sundayAxis, y: .share("Probability"))),
            table: standings)
    }

    private var axesTitle: String {
        let (first, last) = (detail.history.first, detail.history.last)
        let parts = [
            Self.course("intent", first?.intent, last?.intent), Self.course("fit", first?.fit, last?.fit),
        ].compactMap(\.self)
        return parts.isEmpty ? "Fit and intent" : Titles.sentence(parts.joined(separator: ", "))
    }

    /// Describes how a percentile has moved from the first Sunday to the last. Returns nil if one of them is unknown.
    static func course(_ name: String, _ first: Int?, _ last: Int?) -> String? {
        guard let first, let last else { return nil }
        if abs(last - first) < 5 { return "\(name) stayed at about \(last)" }
        return "\(name) \(last > first ? "rose" : "fell") from \(first) to \(last)"
    }

    private var axes: Chart? {
        guard detail.history.count > 1, detail.history.contains(where: { $0.fit != nil || $0.intent != nil }) else {
            return nil
        }
        var y = Layout.Axis.count("Percentile")
        y.range = [0, 105]
        let fit = Trace.line(
            "fit", x: sundays, y: .numbers(detail.history.map { $0.fit.map(Double.init) }), colour: .second,
            dash: "dash", points: true, hover: "%{x}: %{y}<extra>fit</extra>")
        let intent = Trace.line(
            "intent", x: sundays, y: .numbers(detail.history.map { $0.intent.map(Double.init) }), colour: .main,
            points: true, hover: "%{x}: %{y}<extra>intent</extra>")
        return Chart(
            id: "axes", title: axesTitle,
            note:
                "Percentile among the free portals: fit by what the company is, intent by what it does.",
            figure: Figure([intent, fit], Layout(height: 260, x: sundayAxis, y: y, showsLegend: true)),
            table: standings)
    }

    private var actions: Chart? { usage(detail.usage.actions, id: "actions", what: "Actions") { .actions($0) } }

    private var users: Chart? { usage(detail.usage.users, id: "users", what: "Users") { .users($0) } }

    private func usage(
        _ series: [(column: String, counts: [Int])], id: String, what: String, signal: (String) -> Signal
    ) -> Chart? {
        let usage = detail.usage
        guard series.contains(where: { $0.counts.contains { $0 > 0 } }) else { return nil }
        let names = series.map { titles.title(signal($0.column)) }
        let x = Values.days(usage.sundays)
        let traces = zip(series, names).enumerated().map { place, pair in
            var bars = Trace.bars(
                PlotText(data: pair.1), x: x, y: .counts(pair.0.counts), colour: .series(place),
                hover: "%{x}: %{y:,d}")
            bars.hoverinfo = "x+y+name"
            return bars
        }
        var layout = Layout(
            height: 280, x: .date(PlotText(data: weekday)), y: .count(PlotText(data: what)), showsLegend: true)
        layout.barmode = "stack"
        let totals = usage.sundays.indices.map { week in series.reduce(0) { $0 + $1.counts[week] } }
        let top = totals.indices.max { totals[$0] < totals[$1] }!
        return Chart(
            id: id,
            title:
                "\(what) by module: most in the \(Numbers.count(usage.window, "day")) to \(usage.sundays[top]), with \(Numbers.count(totals[top]))",
            note: "Sums over the \(usage.window) days that end with each \(weekday)"
                + (id == "users" ? "; who works on several days or in several modules counts several times." : "."),
            figure: Figure(traces, layout),
            table: ResultTable(
                [.text(weekday)] + names.map { .number($0) },
                rows: usage.sundays.indices.map { week in
                    [usage.sundays[week].description] + series.map { Numbers.count($0.counts[week]) }
                }))
    }

    private func title(_ part: PortalExplanation.Part) -> String { titles.title(part.signal) }

    private var contributions: Chart? {
        let parts = detail.parts.filter { abs($0.contribution) > 0.0005 }.prefix(12)
        guard let strongest = parts.first else { return nil }
        func bars(_ name: PlotText, _ isUp: Bool) -> Trace {
            let own = parts.filter { ($0.contribution > 0) == isUp }
            return .bars(
                name, x: .numbers(own.map(\.contribution)), y: .labels(own.map(title)),
                colour: isUp ? .main : .second, lying: true, hover: "%{x:+.2f} log-odds<extra></extra>")
        }
        var y = Layout.Axis.names(lying: true)
        y.tickvals = .labels(parts.map(title))
        var layout = Layout(
            height: Double(90 + 30 * parts.count), x: Layout.Axis("Log-odds"), y: y, showsLegend: true)
        layout.barmode = "overlay"
        return Chart(
            id: "contributions",
            title: "What moves this portal most: \(titles.inText(strongest.signal))",
            note: "What each signal adds to the log-odds of the probability. Right of zero it pulls the portal up the "
                + "list, left of it down. All signals and the base add up to the log-odds of the probability.",
            figure: Figure([bars("up the list", true), bars("down the list", false)], layout),
            table: ResultTable(
                [.text("Signal"), .text("In words"), .text("Value"), .text("Typical"), .number("Log-odds")],
                rows: detail.parts.map { part in
                    [
                        title(part), part.text, part.value ?? "–", part.typical ?? "–",
                        Numbers.signed(part.contribution, 3),
                    ]
                }))
    }
}
