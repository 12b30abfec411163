package import Settings

/// The sections on the audit and on random numbers.
extension ModelingKeys {
    static let audit = SettingSection<ModelingSettings>(
        name: "audit", title: "Audit", comment: "What the audit of a run lets pass.",
        keys: [
            SettingKey(
                "audit.accepted", \.audit.accepted, .columns(atLeast: 0),
                """
                Columns, as the audit prints them, of which it is known that they are filled in before the sale, though they tell who converts: what \
                `single-features` finds of them is then a warning. `test-result` makes the alarm at a high ROC-AUC one.
                """)
        ])

    /// The section on the seed. It comes near the end of a file, with what concerns the whole run.
    package static let seed = SettingSection<ModelingSettings>(
        name: nil, title: "Seed", comment: "",
        keys: [
            SettingKey(
                "seed", \.seed, .wholeNumber(0...Int(Int32.max)),
                "The seed of everything that is drawn at random: the same seed and data give the same list.")
        ])
}
