internal import Base
internal import Modeling

/// The names of models and baselines in charts.
package enum Titles {
    /// Returns a capitalised name: "Ensemble", "User-weeks in 30 days".
    package static func ranking(_ name: String) -> String {
        if let model = ModelName(rawValue: name) {
            return model.title.prefix(1).uppercased() + model.title.dropFirst()
        }
        return Baseline.title(name).map(sentence) ?? name
    }

    /// Formats "3 past Sundays".
    static func past(_ count: Int, _ weekday: Weekday) -> String { Numbers.count(count, "past \(weekday.name)") }

    /// Describes what a backtest rests on: "67 conversions, counted once per list, of 55 portals, on the lists of 12
    /// past Sundays".
    static func conversions(_ report: BacktestReport) -> String {
        "\(Numbers.count(report.conversions, "conversion")), counted once per list, of "
            + "\(Numbers.count(report.convertedPortals, "portal")), on the lists of "
            + past(report.folds.count, report.weekday)
    }

    /// Returns the horizon within a sentence: "30 days".
    static func days(_ count: Int) -> String { Numbers.count(count, "day") }

    /// Returns a value of the data for a sentence: `COMPUTER_SOFTWARE` as "computer software", `BANKING` as "banking".
    /// Up to four capitals count as an abbreviation, such as `IT`.
    package static func readable(_ value: String) -> String {
        let isCode =
            (value.contains("_") || value.count > 4) && value.contains(where: \.isLetter)
            && value.allSatisfy { $0 == "_" || $0.isNumber || $0.isUppercase }
        return isCode ? value.lowercased().replacing("_", with: " ") : value
    }

    /// Returns a value of the data that stands alone: `COMPUTER_SOFTWARE` as "Computer software".
    package static func value(_ value: String) -> String { sentence(readable(value)) }

    /// Returns a name of the program as a label: `reach_out_now` as "Reach out now".
    package static func name(_ name: String) -> String {
        sentence(name.replacing("_", with: " ").replacing("-", with: " "))
    }

    /// Returns a sentence whose first letter is a capital.
    package static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
