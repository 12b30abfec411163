/// The Sundays on which a model is trained, stopped early and judged.
///
/// Between two periods lies a purge gap of one horizon, so that no label of the earlier was decided in the later.
public struct Split: Codable, Equatable, Sendable {
    public var train: Period
    public var validation: Period
    public var test: Period

    /// Sundays from `first` to `last`, every `step`-th week counted back from `last`.
    public struct Period: Codable, Hashable, Sendable {
        public var first: Day
        public var last: Day
        /// Weeks from one Sunday to the next.
        public var step: Int

        public init(first: Day, last: Day, step: Int = 1) {
            self.first = first
            self.last = last
            self.step = step
        }

        public var sundays: [Day] {
            stride(from: last.daysSinceEpoch, through: first.daysSinceEpoch, by: -7 * step).reversed()
                .map { Day(daysSinceEpoch: $0) }
        }
    }

    public init(train: Period, validation: Period, test: Period) {
        self.train = train
        self.validation = validation
        self.test = test
    }

    /// Splits the matured Sundays of a run, the latest to the test.
    ///
    /// - Returns: nil where the history is too short to leave a training period.
    public init?(settings: SplitSettings, firstSunday: Day, asOf: Day, horizon: Int) {
        let weekday = asOf.weekday
        let lastMatured = (asOf - horizon).onOrBefore(weekday)
        let firstTest = lastMatured - 7 * (settings.test - 1)
        let lastValidation = (firstTest - horizon).onOrBefore(weekday)
        let firstValidation = lastValidation - 7 * (settings.validation - 1)
        let lastTrain = (firstValidation - horizon).onOrBefore(weekday)
        guard firstSunday <= lastTrain else { return nil }
        train = Period(first: firstSunday, last: lastTrain, step: settings.every)
        validation = Period(first: firstValidation, last: lastValidation)
        test = Period(first: firstTest, last: lastMatured)
    }

    /// All matured Sundays, for the model that scores the list.
    public static func matured(settings: SplitSettings, firstSunday: Day, asOf: Day, horizon: Int) -> Period {
        Period(first: firstSunday, last: (asOf - horizon).onOrBefore(asOf.weekday), step: settings.every)
    }

    /// The weeks of history that the settings need at the least, from the first Sunday to the run's.
    public static func weeksNeeded(settings: SplitSettings, horizon: Int) -> Int {
        let gap = (horizon + 6) / 7
        return 3 * gap + settings.test - 1 + settings.validation - 1 + 1
    }
}
