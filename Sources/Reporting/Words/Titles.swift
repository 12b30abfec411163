internal import ProspectCore

/// What models and baselines are called in charts.
package enum Titles {
    /// With a capital: "Ensemble", "User-weeks in 30 days".
    package static func ranking(_ name: String) -> String {
        if let model = ModelName(rawValue: name) {
            return model.title.prefix(1).uppercased() + model.title.dropFirst()
        }
        switch name {
        case "user_weeks_30d": return "User-weeks"
        case "recency": return "Last activity"
        case "last_week": return "Last week's list"
        case "random": return "Any order"
        default: return name
        }
    }

    /// The horizon within a sentence: "30 days".
    static func days(_ count: Int) -> String { Numbers.count(count, "day") }

    /// A sentence that begins with what may be a small letter.
    static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
