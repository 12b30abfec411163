package import Settings
internal import Sources

/// The keys of the settings of `Snapshots`.
package enum WalkKeys {
    package static let sections = [snapshots, features]

    static let snapshots = SettingSection<WalkSettings>(
        name: "snapshots", title: "Snapshots",
        comment: "A snapshot is one portal on one day of the week, with only what was known at the end of that day.",
        keys: [
            SettingKey("snapshots.weekday", \.source.clocks.weekday, .oneOf, "The day of the week."),
            SettingKey(
                "snapshots.windows", \.snapshots.windows, .ascending(1...366),
                "Lookback windows in days, which end on the day of the snapshot and include it."),
            SettingKey(
                "snapshots.horizon", \.snapshots.horizon, .wholeNumber(1...366),
                "The days after the snapshot in which a conversion counts."),
            SettingKey(
                "snapshots.population", \.snapshots.population, .oneOf,
                """
                Which portals have a snapshot: all of them until they convert, or (observed-span) only those between \
                their first and last row of usage, which looks ahead and is meant for comparison.
                """),
            SettingKey(
                "snapshots.usage_through", \.source.clocks.usageThrough, .word("auto", or: .day),
                "The last day that usage covers, which decides the day of the list; auto finds it from the rows."),
            SettingKey(
                "snapshots.outcomes_through", \.source.clocks.outcomesThrough, .word("auto", or: .day),
                "The last day for which close dates are known, which decides the labels; auto finds it from the rows."),
        ])

    static let features = SettingSection<WalkSettings>(
        name: "features", title: "Features",
        comment: "What a model sees of a snapshot. `features: basic` is short for `features: {set: basic}`.",
        keys: [
            SettingKey(
                "features.set", \.features.set, .oneOf,
                """
                The signals of usage: window sums and recency (basic), or also longer windows, decayed activity, trends, \
                breadth and history (extended).
                """),
            SettingKey(
                "features.firmographics", \.features.firmographics, .truth,
                "Whether a model sees the firmographics; they are as of extraction, not as of the snapshot."),
            SettingKey(
                "features.monotone", \.features.monotone, .truth,
                "Whether a tree member's score may never fall as a signal of activity rises, all else equal."),
        ], shorthand: "features.set")
}
