package import Base
package import Snapshots

/// The Sundays on which a model is trained, stopped early and judged.
///
/// Between two periods lies a purge gap of one horizon, so no label of the earlier period was decided in the later one.
package struct Split: Codable, Equatable, Sendable {
    package var train: SnapshotPeriod
    package var validation: SnapshotPeriod
    package var test: SnapshotPeriod

    package init(train: SnapshotPeriod, validation: SnapshotPeriod, test: SnapshotPeriod) {
        self.train = train
        self.validation = validation
        self.test = test
    }

    /// Splits the matured Sundays of a run. The latest go to the test.
    ///
    /// - Parameters:
    ///   - firstSunday: The first day of the data with snapshots. All days of the split have its weekday.
    ///   - labelsThrough: The last day whose outcomes may be used. It need not be a Sunday.
    /// - Returns: The split, or nil if the history is too short to leave a training period.
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

    /// Splits the matured Sundays of a history that may be too short for the settings. The settings are adapted to it.
    ///
    /// - Returns: The split, or nil if fewer than three Sundays are left for the three periods.
    package static func shrunk(
        settings: SplitSettings, firstSunday: Day, labelsThrough: Day, horizon: Int
    ) -> Split? {
        Split(
            settings: settings.adapted(firstSunday: firstSunday, labelsThrough: labelsThrough, horizon: horizon),
            firstSunday: firstSunday, labelsThrough: labelsThrough, horizon: horizon)
    }

    /// Returns all matured Sundays, for the model that scores the list. If nothing has matured, the last lies before
    /// the first.
    package static func matured(
        settings: SplitSettings, firstSunday: Day, labelsThrough: Day, horizon: Int
    ) -> SnapshotPeriod {
        SnapshotPeriod(
            first: firstSunday, last: (labelsThrough - horizon).onOrBefore(firstSunday.weekday), step: settings.every)
    }

    /// Returns the minimum number of weeks of history for the settings, from the first Sunday to the last day with
    /// labels.
    package static func weeksNeeded(settings: SplitSettings, horizon: Int) -> Int {
        let gap = (horizon + 6) / 7
        return 3 * gap + settings.test - 1 + settings.validation - 1 + 1
    }
}

extension SplitSettings {
    /// Returns the settings for a history that may be too short for them.
    ///
    /// Training gets at least half of the Sundays. If validation and test do not fit into the rest, they share it in
    /// their proportion, with at least one Sunday each, and training takes every Sunday, because none can be spared.
    /// The gaps between the periods stay complete.
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
    /// Returns the settings of the split, adapted to how much of the snapshots has matured.
    package func adapted(_ settings: SplitSettings) -> SplitSettings {
        settings.adapted(firstSunday: firstSunday, labelsThrough: labelsThrough, horizon: horizon)
    }
}
