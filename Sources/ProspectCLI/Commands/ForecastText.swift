internal import Base
internal import Modeling

/// The forecast of a list, for the terminal.
struct ForecastText {
    let forecast: ListForecast
    /// The number of days in which a conversion counts.
    let horizon: Int
    let weekday: Weekday

    var lines: [String] {
        [conversions] + [revenue].compactMap { $0 } + calibration + ["", bands]
    }

    private var conversions: String {
        let promise = forecast.conversions
        let interval = "90% interval \(Text.count(promise.low)) to \(Text.count(promise.high))"
        return "Expected: \(Text.decimal(promise.expected, 1)) conversions within \(Text.days(horizon)), "
            + (promise.hasLevel ? "\(interval)." : "\(interval) by chance alone.")
    }

    private var revenue: String? {
        forecast.revenue.map {
            "Expected first-year revenue: \(Text.count(Int($0.expected.rounded()))), "
                + "90% interval \(Text.count(Int($0.low.rounded()))) to \(Text.count(Int($0.high.rounded())))."
        }
    }

    private var calibration: [String] {
        guard let method = forecast.calibration else {
            return ["Not calibrated: without a backtest there is nothing to calibrate by."]
        }
        var lines = [
            method == .none
                ? "Calibration: none; no method was clearly better on past \(weekday.plural)."
                : "Calibration: \(method.rawValue)."
        ]
        if !forecast.overConfident.isEmpty {
            lines.append(
                "In the backtest, the ranks \(forecast.overConfident.joined(separator: " and ")) held fewer conversions "
                    + "than listed.")
        }
        return lines
    }

    private var bands: String {
        let isMeasured = forecast.bands.contains { $0.measured != nil }
        var table = ResultTable(
            [.text("band"), .text("ranks"), .count("portals"), .decimal("expected", 1)]
                + (isMeasured ? [.number("in the backtest: rate"), .count("conversions")] : []))
        for band in forecast.bands {
            var cells: [any TableValue] = [
                band.band.rawValue, "\(Text.count(band.first))–\(Text.count(band.last))", band.portals, band.expected,
            ]
            if isMeasured {
                cells.append(
                    band.measured.map {
                        "\(Text.percent($0.rate, 2)) [\(Text.percent($0.clusteredLow, 2)), "
                            + "\(Text.percent($0.clusteredHigh, 2))]"
                    })
                cells.append(band.measured?.conversions)
            }
            table.add(cells)
        }
        return table.text()
    }
}
