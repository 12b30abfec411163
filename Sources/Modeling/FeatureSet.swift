internal import DuckDB
internal import Foundation
internal import Snapshots

/// The features of a model, as expressions over the columns of the snapshots.
///
/// Every feature depends on one snapshot only, and never on the portal's id.
struct FeatureSet {
    var features: [TrainedModel.Feature] = []

    /// Makes the features of some snapshots.
    ///
    /// - Parameter firmographics: Whether the model sees firmographics, which are as of extraction.
    init(_ snapshots: SnapshotSet, firmographics: Bool) {
        let usage = UsageColumns(snapshots)
        addSums(snapshots, usage)
        switch snapshots.featureSet {
        case .basic: add(.recency, SnapshotColumn.recency, SnapshotColumn.recency, direction: -1)
        case .extended: addHistory(snapshots, usage)
        }
        if firmographics { addFirmographics(snapshots) }
    }

    /// The signals of the features, in the order in which they first appear.
    var signals: [Signal] {
        var seen: Set<Signal> = []
        return features.map(\.signal).filter { seen.insert($0).inserted }
    }

    private mutating func add(
        _ signal: Signal, _ name: String, _ expression: String, direction: Int = 0,
        isCategorical: Bool = false, isCompact: Bool = true
    ) {
        let name = unused(Self.learnable(name))
        features.append(
            .init(
                name: name, expression: expression, isCategorical: isCategorical, direction: direction,
                isCompact: isCompact, signal: signal))
    }

    /// Returns a name that every library accepts: white space and the characters that JSON and XGBoost reserve become
    /// `_`.
    static func learnable(_ name: String) -> String {
        String(name.map { $0.isWhitespace || "[]{}\",:<".contains($0) ? "_" : $0 })
    }

    /// Returns a name that no other feature has, ignoring case. An action may be called `TOTAL_ACTIONS`.
    private func unused(_ name: String) -> String {
        let taken = Set(features.map { $0.name.lowercased() })
        var (free, number) = (name, 1)
        while taken.contains(free.lowercased()) {
            number += 1
            free = "\(name)_\(number)"
        }
        return free
    }

    /// Adds log sums per window and in total, growth, and actions per user.
    private mutating func addSums(_ snapshots: SnapshotSet, _ usage: UsageColumns) {
        for span in usage.spans {
            let counts =
                snapshots.actions.map { ($0, Signal.actions($0)) } + snapshots.users.map { ($0, Signal.users($0)) }
            for (column, signal) in counts {
                add(
                    signal, "\(column)_\(span.name)_LOG1P", "ln(1 + \(span.sum(column)))",
                    direction: 1, isCompact: span.window == snapshots.windows.last)
            }
            add(
                .activity, "TOTAL_ACTIONS_\(span.name)_LOG1P", "ln(1 + \(span.total(snapshots.actions)))",
                direction: 1)
        }
        let shortest = snapshots.windows.first!
        let longest = snapshots.windows.last!
        let short = UsageColumns.Span(window: shortest)
        let long = UsageColumns.Span(window: longest)
        if shortest < longest {
            for column in snapshots.actions {
                // This is the daily rate of the shortest window over that of the longest, with one action added to
                // both.
                add(
                    .trend, "\(column)_GROWTH",
                    "ln((1 + \(short.sum(column))) / (1 + \(long.sum(column)) * \(shortest) / \(longest).0))")
            }
        }
        for (actions, users) in zip(snapshots.actions, snapshots.users) {
            add(
                .actions(actions), "\(actions)_PER_USER",
                "ln(1 + \(long.sum(actions)) / greatest(\(long.sum(users)), 1))")
        }
    }

    /// Adds the features of the extended set: recency of rows and of activity, density, decay, trend, breadth, users.
    private mutating func addHistory(_ snapshots: SnapshotSet, _ usage: UsageColumns) {
        typealias Column = SnapshotColumn
        add(.recency, "WEEKS_SINCE_LAST_ACTIVITY", "\(Column.recency) / 7.0", direction: -1)
        add(.recency, "WEEKS_SINCE_LAST_ROW", "\(Column.daysSinceLastRow) / 7.0", direction: -1)
        add(.tenure, "WEEKS_SINCE_FIRST_USE", "\(Column.daysSinceFirstUse) / 7.0")
        addAge(snapshots)
        add(.regularity, "ACTIVE_WEEKS", Column.activeWeeks, direction: 1)
        add(.regularity, "ACTIVE_WEEKS_12W", Column.activeWeeks12, direction: 1)
        add(
            .regularity, "ACTIVE_WEEK_DENSITY",
            "\(Column.activeWeeks) / (1 + \(Column.daysSinceFirstUse) // 7)::DOUBLE")
        let signals: [Signal] = [.activity, .team, .regularity]
        for (decaying, signal) in zip(Column.decayedSignals, signals) {
            for halfLife in Column.halfLives {
                let column = Column.decayed(decaying, halfLife: halfLife)
                add(signal, "\(column)_LOG1P", "ln(1 + \(column))", direction: 1)
            }
        }
        add(
            .trend, "ACTIONS_TREND_4W", "ln((1 + \(Column.actions4)) / (1 + \(Column.actionsPrior4))::DOUBLE)")
        add(.trend, "USERS_TREND_4W", "ln((1 + \(Column.users4)) / (1 + \(Column.usersPrior4))::DOUBLE)")
        let longest = UsageColumns.Span(window: snapshots.windows.last!)
        for span in [longest, UsageColumns.Span(window: nil)] {
            let actions = snapshots.actions.map(span.sum)
            add(
                .breadth, "BREADTH_\(span.name)", actions.map { "(\($0) > 0)::INTEGER" }.joined(separator: " + "),
                direction: 1)
            add(.breadth, "ENTROPY_\(span.name)", entropy(of: actions))
        }
        add(.breadth, "NEW_MODULES_4W", Column.newModules4)
        add(.team, "MAX_USERS_EVER", Column.maxUsers, direction: 1)
        add(.team, "MAX_USERS_4W", Column.maxUsers4, direction: 1)
        add(.team, "MAX_USERS_GROWTH", "\(Column.maxUsers4) - \(Column.maxUsersPrior4)")
        add(.team, "EVER_MULTI_USER", "(\(Column.maxUsers) > 1)::INTEGER", direction: 1)
        add(
            .activity, "ACTIONS_PER_USER_4W", "ln(1 + \(Column.actions4) / greatest(\(Column.users4), 1)::DOUBLE)")
    }

    /// Adds the days since creation, or since the portal was first seen if creation is unknown. Which of the two it is
    /// becomes a feature too.
    private mutating func addAge(_ snapshots: SnapshotSet) {
        let (created, seen) = (SnapshotColumn.daysSinceCreated, SnapshotColumn.daysSinceFirstSeen)
        let age = "coalesce(\(created), \(seen))"
        add(.age, "AGE_LOG1P", "ln(1 + \(SnapshotFiles.ageStep(SQL(unsafe: age)).text))")
        add(.age, "YOUNGER_THAN_HORIZON", "(\(age) < \(snapshots.horizon))::INTEGER")
        add(.age, "AGE_FROM_FIRST_SEEN", "(\(created) IS NULL AND \(seen) IS NOT NULL)::INTEGER")
    }

    /// Returns the Shannon entropy of the shares of several sums, in nats. It is 0 if all sums are 0.
    private func entropy(of sums: [String]) -> String {
        let total = "(\(sums.joined(separator: " + ")))::DOUBLE"
        let terms = sums.map { "CASE WHEN \($0) > 0 THEN -(\($0) / \(total)) * ln(\($0) / \(total)) ELSE 0 END" }
        return terms.joined(separator: " + ")
    }

    private mutating func addFirmographics(_ snapshots: SnapshotSet) {
        for firmographic in snapshots.firmographics {
            let signal = Signal.firmographic(firmographic.given)
            guard let derived = firmographic.derived else {
                add(signal, firmographic.given, SQL.identifier(firmographic.given), isCategorical: true)
                continue
            }
            add(signal, derived, SQL.identifier(derived))
            if let unranked = firmographic.unranked, snapshots.featureSet == .extended {
                add(
                    signal, "\(firmographic.given)_UNRANKED",
                    "(\(SQL.identifier(derived)) = ln(1 + \(unranked)))::INTEGER")
            }
        }
    }
}

/// The windows of the snapshots as features name them.
private struct UsageColumns {
    /// A window, or all time.
    struct Span {
        /// The length in days, or nil for all time.
        let window: Int?

        var name: String { window.map { "\($0)D" } ?? "LIFETIME" }

        /// Returns the column with the sum of a count.
        func sum(_ column: String) -> String {
            SQL.identifier(
                window.map { SnapshotColumn.sum(column, window: $0) } ?? SnapshotColumn.lifetime(column))
        }

        /// Returns the sum of several counts.
        func total(_ columns: [String]) -> String { columns.map(sum).joined(separator: " + ") }
    }

    let spans: [Span]

    init(_ snapshots: SnapshotSet) {
        spans =
            snapshots.sumWindows.map { Span(window: $0) }
            + (snapshots.featureSet == .extended ? [Span(window: nil)] : [])
    }
}
