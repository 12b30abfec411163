package import Base
package import Snapshots

/// The Sundays on which a model is trained, stopped early and judged.
///
/// Between two periods lies a purge gap of one horizon, so that no label of the earlier was decided in the later.
package struct Split: Codable, Equatable, Sendable {
    package var train: SnapshotPeriod
    package var validation: SnapshotPeriod
    package var test: SnapshotPeriod

    /// Splits the matured Sundays of a run, the latest to the test.
    ///
    /// - Parameters:
    ///   - firstSunday: The first day of the data with snapshots; all days of the split have its weekday.
    ///   - labelsThrough: The last day whose outcomes may be used; it need not be a Sunday.
    /// - Returns: nil where the history is too short to leave a training period.
    package init?(settings: SplitSettings, firstSunday: Day, labelsThrough: Day, horizon: Int) {
        let weekday = firstSunday.weekday
        let lastMatured = (labelsThrough - horizon).onOrBefore(weekday)
        let firstTest = lastMatured - 7 * (settings.test - 1)
        let lastValidation = (firstTest - horizon).onOrBefore(weekday)
        let firstValidation = lastValidation - 7 * (settings.validation - 1)
        let lastTrain = (firstValidation - horizon).onOrBefore(weekday)
        guard firstSunday <= lastTrain else { return nil }
        train = SnapshotPeriod(first: firstSunday, last: lastTrain, step: settings.every)
        validation = SnapshotPeriod(first: firstValidation, last: lastValidation)
        test = SnapshotPeriod(first: firstTest, last: lastMatured)
    }

    /// Splits the matured Sundays of a history that may be too short for the settings, which are adapted to it.
    ///
    /// - Returns: nil where not even three Sundays are left for the three periods.
    package static func shrunk(
        settings: SplitSettings, firstSunday: Day, labelsThrough: Day, horizon: Int
    ) -> Split? {
        Split(
            settings: settings.adapted(firstSunday: firstSunday, labelsThrough: labelsThrough, horizon: horizon),
            firstSunday: firstSunday, labelsThrough: labelsThrough, horizon: horizon)
    }

    /// All matured Sundays, for the model that scores the list. Its last may lie before its first: nothing has matured.
    package static func matured(
        settings: SplitSettings, firstSunday: Day, labelsThrough: Day, horizon: Int
    ) -> SnapshotPeriod {
        SnapshotPeriod(
            first: firstSunday, last: (labelsThrough - horizon).onOrBefore(firstSunday.weekday), step: settings.every)
    }

    /// The weeks of history that the settings need at the least, from the first Sunday to the last day with labels.
    package static func weeksNeeded(settings: SplitSettings, horizon: Int) -> Int {
        let gap = (horizon + 6) / 7
        return 3 * gap + settings.test - 1 + settings.validation - 1 + 1
    }
}

extension SplitSettings {
    /// The settings for a history that may be too short for them.
    ///
    /// Training gets at least half of the Sundays. Where validation and test do not fit into the rest, they keep their
    /// proportion and share it, one Sunday each at the least, and training takes every Sunday: there is none to spare. The
    /// gaps between the periods stay whole.
    package func adapted(firstSunday: Day, labelsThrough: Day, horizon: Int) -> SplitSettings {
        let lastMatured = (labelsThrough - horizon).onOrBefore(firstSunday.weekday)
        let gap = (horizon + 6) / 7
        let sundays = firstSunday <= lastMatured ? (lastMatured - firstSunday) / 7 + 1 - 2 * (gap - 1) : 0
        let rest = max(2, sundays / 2)
        guard validation + test > rest || sundays < 3 else { return self }
        var settings = self
        settings.test = min(max(1, rest * test / (validation + test)), rest - 1)
        settings.validation = rest - settings.test
        settings.every = 1
        return settings
    }
}

extension SnapshotSet {
    /// The settings of the split, adapted to how much of the snapshots has matured.
    package func adapted(_ settings: SplitSettings) -> SplitSettings {
        settings.adapted(firstSunday: firstSunday, labelsThrough: labelsThrough, horizon: horizon)
    }
}
