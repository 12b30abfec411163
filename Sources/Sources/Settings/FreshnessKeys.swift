internal import Settings

/// The section on the age of the data.
extension SourceKeys {
    static let freshness = SettingSection<SourceSettings>(
        name: "freshness", title: "Freshness",
        comment: "How old usage may be: days from the last day that it covers to today.",
        keys: [
            SettingKey(
                "freshness.warn", \.freshness.warn, .word("off", or: .wholeNumber(0...10_000)),
                "Older usage is said on the first line, in the report and on every page of the dashboard."),
            SettingKey(
                "freshness.error", \.freshness.error, .word("off", or: .wholeNumber(0...10_000)),
                "Older usage ends the run with exit code 5, before anything is written."),
        ])
}
