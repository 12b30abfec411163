internal import Base
internal import Modeling

/// What models and baselines are called in charts.
package enum Titles {
    /// With a capital: "Ensemble", "User-weeks in 30 days".
    package static func ranking(_ name: String) -> String {
        if let model = ModelName(rawValue: name) {
            return model.title.prefix(1).uppercased() + model.title.dropFirst()
        }
        return Baseline.title(name).map(sentence) ?? name
    }

    /// "3 past Sundays".
    static func past(_ count: Int, _ weekday: Weekday) -> String { Numbers.count(count, "past \(weekday.name)") }

    /// What a backtest rests on: "67 conversions, counted once per list, of 55 portals, on the lists of 12 past Sundays".
    static func conversions(_ report: BacktestReport) -> String {
        "\(Numbers.count(report.conversions, "conversion")), counted once per list, of "
            + "\(Numbers.count(report.convertedPortals, "portal")), on the lists of "
            + past(report.folds.count, report.weekday)
    }

    /// The horizon within a sentence: "30 days".
    static func days(_ count: Int) -> String { Numbers.count(count, "day") }

    /// A value of the data as it is read in a sentence: `COMPUTER_SOFTWARE` as "computer software", `BANKING` as "banking".
    /// Capitals of up to four letters are taken for an abbreviation, such as `IT`.
    package static func readable(_ value: String) -> String {
        let isCode =
            (value.contains("_") || value.count > 4) && value.contains(where: \.isLetter)
            && value.allSatisfy { $0 == "_" || $0.isNumber || $0.isUppercase }
        return isCode ? value.lowercased().replacing("_", with: " ") : value
    }

    /// The same where it stands alone: `COMPUTER_SOFTWARE` as "Computer software".
    package static func value(_ value: String) -> String { sentence(readable(value)) }

    /// A name of the program as a label: `reach_out_now` as "Reach out now".
    package static func name(_ name: String) -> String {
        sentence(name.replacing("_", with: " ").replacing("-", with: " "))
    }

    /// A sentence that begins with what may be a small letter.
    package static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
