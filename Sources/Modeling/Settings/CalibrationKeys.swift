internal import Settings

/// The section on calibration.
extension ModelingKeys {
    static let calibration = SettingSection<ModelingSettings>(
        name: "calibration", title: "Calibration",
        comment: "How raw scores become listed probabilities: fitted on the past lists of the backtest.",
        keys: [
            SettingKey(
                "calibration.method", \.calibration.method, .word("auto", or: .oneOf),
                "auto takes the simplest method that no richer one clearly beats on lists that it has not seen."),
            SettingKey(
                "calibration.least_conversions", \.calibration.leastConversions, .wholeNumber(10...1_000_000),
                "Conversions that must have matured before a list for a calibration to be judged on it."),
            SettingKey(
                "calibration.least_isotonic_conversions", \.calibration.leastIsotonicConversions,
                .wholeNumber(10...1_000_000), "The same for isotonic, which follows every step of the data."),
        ])
}
