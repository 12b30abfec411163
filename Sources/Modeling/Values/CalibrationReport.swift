package import Base

/// How the raw scores of each model become listed probabilities, and the evidence for it: `calibration.json`.
package struct CalibrationReport: Codable, Equatable, Sendable {
    /// The run's Sunday. Nothing decided after it was used.
    package var asOf: Day
    /// The Sundays of the backtest that the calibrations are fitted on.
    package var sundays: [Day]
    /// The calibrations, by the model's name.
    package var models: [String: ModelCalibration]

    package func of(_ model: ModelName) -> ModelCalibration? { models[model.rawValue] }
}

extension ModelCalibration {
    /// The listed probabilities against the outcomes: on the judged Sundays, or on all Sundays if the list is not
    /// calibrated.
    package var listed: Agreement { calibration == .none ? raw : after ?? raw }
}

/// One model's calibration.
package struct ModelCalibration: Codable, Equatable, Sendable {
    /// The map to the listed probabilities, fitted on all matured Sundays of the backtest.
    package var calibration: Calibration
    /// Why this method was chosen, in a sentence.
    package var reason: String
    /// The Sundays on which the methods are compared, each with calibrations that had seen only earlier Sundays. nil if
    /// there was too little to compare.
    package var judged: Judged?
    /// The methods in the order of simplicity. Empty without a comparison.
    package var candidates: [Candidate]
    /// The raw scores against the outcomes on all Sundays.
    package var raw: Agreement
    /// The raw scores against the outcomes on the judged Sundays, or nil without a comparison.
    package var before: Agreement?
    /// The probabilities that would have been listed, against the outcomes on the judged Sundays.
    package var after: Agreement?
    /// The top bands that stay over-confident, because no method repairs them without harm.
    package var overConfident: [String]
    package var level: LevelUncertainty
    /// How often the interval of the number of conversions was right on past Sundays.
    package var coverage: Coverage?
    /// The forecast for each past Sunday against the outcome. nil in reports of earlier versions.
    package var sundays: [SundayForecast]?
    /// The results of the bands A to D on past Sundays.
    package var bands: [MeasuredBand]

    package struct Judged: Codable, Equatable, Sendable {
        package var sundays: [Day]
        package var snapshots: Int
        package var conversions: Int
    }

    /// The out-of-sample result of a method.
    package struct Candidate: Codable, Equatable, Sendable {
        package var method: Calibration.Method
        /// The numbers of snapshots and conversions that the method could be judged on. The isotonic method needs many
        /// to learn from.
        package var snapshots: Int
        package var conversions: Int
        /// Mean negative log likelihood in nats.
        package var logLoss: Double
        /// How much lower the log loss is than without a calibration on the same snapshots. Negative means higher.
        package var gain: Double
        /// The standard error of the gain, clustered by portal.
        package var standardError: Double
        package var brier: Double
        package var calibrationError: Double
    }

    /// Expected against actual conversions.
    package struct Agreement: Codable, Equatable, Sendable {
        package var snapshots: Int
        package var logLoss: Double?
        package var brier: Double?
        /// The mean distance between probability and rate over groups of equal size by rank, weighted by size.
        package var calibrationError: Double?
        package var groups: Int
        package var total: RankBand
        package var bands: [RankBand]
        /// The calibration curve: the ranges of probability that contain a snapshot. nil in reports of earlier
        /// versions.
        package var curve: [CalibrationBin]?

        package init(
            snapshots: Int, logLoss: Double?, brier: Double?, calibrationError: Double?, groups: Int, total: RankBand,
            bands: [RankBand], curve: [CalibrationBin]? = nil
        ) {
            self.snapshots = snapshots
            self.logLoss = logLoss
            self.brier = brier
            self.calibrationError = calibrationError
            self.groups = groups
            self.total = total
            self.bands = bands
            self.curve = curve
        }
    }

    /// The rows between two ranks of every judged Sunday.
    package struct RankBand: Codable, Equatable, Sendable {
        package var first: Int
        /// The last rank, or nil for no end.
        package var last: Int?
        package var snapshots: Int
        /// The expected conversions: the sum of the probabilities.
        package var expected: Double
        package var actual: Int
        /// The interval that contains the number nine times in ten if the probabilities are right.
        package var low: Int
        package var high: Int

        package var isOverConfident: Bool { actual < low }
        package var isUnderConfident: Bool { actual > high }

        /// The ranks in words: `1–20`, `1001 and more`.
        package var title: String { last.map { "\(first)–\($0)" } ?? "\(first) and more" }
    }

    package init(
        calibration: Calibration, reason: String, judged: Judged?, candidates: [Candidate], raw: Agreement,
        before: Agreement?, after: Agreement?, overConfident: [String], level: LevelUncertainty, coverage: Coverage?,
        sundays: [SundayForecast]? = nil, bands: [MeasuredBand]
    ) {
        self.calibration = calibration
        self.reason = reason
        self.judged = judged
        self.candidates = candidates
        self.raw = raw
        self.before = before
        self.after = after
        self.overConfident = overConfident
        self.level = level
        self.coverage = coverage
        self.sundays = sundays
        self.bands = bands
    }
}

/// How far the common level of a Sunday's probabilities may be off.
package struct LevelUncertainty: Codable, Equatable, Sendable {
    /// The ratio of actual to expected conversions on past Sundays.
    package var ratio: Double
    /// The variance of that ratio from one Sunday to the next, beyond chance.
    package var betweenSundays: Double
    /// The variance with which a new Sunday's level differs from 1.
    package var variance: Double
    package var sundays: Int
}

/// The expected and the actual conversions of one past Sunday.
package struct SundayForecast: Codable, Equatable, Sendable {
    package var sunday: Day
    /// The expected conversions by a calibration that had seen nothing later.
    package var expected: Double
    package var actual: Int
    /// The 90% interval that could be given by then, or nil if too few Sundays had matured.
    package var low: Int?
    package var high: Int?

    package init(sunday: Day, expected: Double, actual: Int, low: Int? = nil, high: Int? = nil) {
        self.sunday = sunday
        self.expected = expected
        self.actual = actual
        self.low = low
        self.high = high
    }
}

/// How often an interval was right.
package struct Coverage: Codable, Equatable, Sendable {
    /// The number of Sundays whose conversions lay inside the interval.
    package var covered: Int
    package var sundays: Int
    /// The mean width of the interval.
    package var meanWidth: Double
}

/// The results of a priority band on past Sundays.
package struct MeasuredBand: Codable, Equatable, Sendable {
    package var band: PriorityBand
    /// The number of snapshots over all judged Sundays.
    package var snapshots: Int
    /// The number of different portals among them.
    package var portals: Int
    package var conversions: Int
    /// The expected conversions: the sum of the listed probabilities.
    package var expected: Double
    /// Conversions per snapshot, with the 90% interval.
    package var rate: Double
    package var low: Double
    package var high: Double
    /// The interval clustered by portal.
    package var clusteredLow: Double
    package var clusteredHigh: Double
}

/// A band of the list, A best. Bands end where the probabilities above add up to a given share of all expected
/// conversions.
package enum PriorityBand: String, CaseIterable, Codable, Sendable, Comparable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"

    package static func < (left: PriorityBand, right: PriorityBand) -> Bool { left.rawValue < right.rawValue }

    /// Returns the band of a portal.
    ///
    /// - Parameters:
    ///   - share: The expected conversions of all portals that rank above it, over those of all portals.
    ///   - cuts: The shares at which A, B and C end, ascending.
    package static func of(_ share: Double, cuts: [Double]) -> PriorityBand {
        allCases[cuts.firstIndex { share < $0 } ?? cuts.count]
    }
}
