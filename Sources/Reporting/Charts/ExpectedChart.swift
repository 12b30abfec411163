internal import Base
package import Charts
package import Modeling

/// Expected against actual conversions, list by list, with the probabilities as they would have been listed.
package enum ExpectedChart {
    package static func chart(_ calibration: ModelCalibration) -> Chart? {
        guard let sundays = calibration.sundays, sundays.count > 1 else { return nil }
        let days = Values.days(sundays.map(\.sunday))
        let weekday = sundays[0].sunday.weekday
        var layout = Layout(
            height: 300, x: .date("Day of the list"), y: .count("Conversions"), showsLegend: true)
        layout.hovermode = "x unified"
        var traces = Trace.band(
            "90% interval", x: days, low: sundays.map { $0.low.map(Double.init) },
            high: sundays.map { $0.high.map(Double.init) }, colour: .main)
        traces += [
            .line(
                "expected", x: days, y: .numbers(sundays.map(\.expected)), colour: .main, points: true,
                hover: "%{y:.1f}"),
            .points(
                "actual", x: days, y: .counts(sundays.map(\.actual)), colour: .second, size: 8, symbol: "diamond",
                hover: "%{y}"),
        ]
        return Chart(
            id: "expected", title: title(sundays), note: note(calibration, sundays),
            figure: Figure(traces, layout),
            table: ResultTable(
                [.text(weekday.name), .number("Expected"), .number("90% interval"), .number("Actual")],
                rows: sundays.map { sunday in
                    let interval = sunday.low.flatMap { low in
                        sunday.high.map { "\(Numbers.count(low)) to \(Numbers.count($0))" }
                    }
                    return [
                        sunday.sunday.description, Numbers.decimal(sunday.expected, 1), interval ?? "–",
                        Numbers.count(sunday.actual),
                    ]
                }))
    }

    private static func title(_ sundays: [SundayForecast]) -> String {
        let held = sundays.compactMap { sunday in
            sunday.low.flatMap { low in sunday.high.map { (low...$0).contains(sunday.actual) } }
        }
        guard !held.isEmpty else {
            let (expected, actual) = sundays.reduce((0.0, 0)) { ($0.0 + $1.expected, $0.1 + $1.actual) }
            return "\(Numbers.decimal(expected, 0)) conversions were expected from these lists, and "
                + "\(Numbers.count(actual)) came"
        }
        return
            "For \(Numbers.count(held.count { $0 })) of \(Numbers.count(held.count, "list")) the number of conversions lay "
            + "in the 90% interval"
    }

    private static func note(_ calibration: ModelCalibration, _ sundays: [SundayForecast]) -> String {
        let made =
            calibration.calibration == .none
            ? "the list is not calibrated, so these are the scores themselves"
            : "each list calibrated by earlier ones alone"
        let first = sundays.first { $0.low != nil }?.sunday
        return
            "What the listed probabilities add up to (\(made)), and what happened within the horizon. The interval is the "
            + "one that could be given by then"
            + (first.map { $0 == sundays[0].sunday ? "." : ", the first on \($0)." } ?? "; no list had one.")
    }
}
