package import Base

/// How the raw scores of each model become listed probabilities, and what stands behind it: `calibration.json`.
package struct CalibrationReport: Codable, Equatable, Sendable {
    /// The run's Sunday: nothing decided after it was looked at.
    package var asOf: Day
    /// The backtest's Sundays whose scores the calibrations are fitted on.
    package var sundays: [Day]
    /// By the model's name.
    package var models: [String: ModelCalibration]

    package func of(_ model: ModelName) -> ModelCalibration? { models[model.rawValue] }
}

extension ModelCalibration {
    /// The listed probabilities against what happened: on the judged Sundays, or of a list that is not calibrated, on
    /// all of them.
    package var listed: Agreement { calibration == .none ? raw : after ?? raw }
}

/// One model's calibration.
package struct ModelCalibration: Codable, Equatable, Sendable {
    /// What makes the listed probabilities, fitted on all matured Sundays of the backtest.
    package var calibration: Calibration
    /// Why this method, in a sentence.
    package var reason: String
    /// The Sundays on which the methods are compared, each with calibrations that had seen earlier Sundays alone; nil
    /// where there was too little to compare.
    package var judged: Judged?
    /// The methods in the order of simplicity; empty without a comparison.
    package var candidates: [Candidate]
    /// The raw scores on all Sundays.
    package var raw: Agreement
    /// The raw scores on the judged Sundays; nil without a comparison.
    package var before: Agreement?
    /// What would have been listed on the judged Sundays.
    package var after: Agreement?
    /// The top bands that stay over-confident, because no method repairs them without harm.
    package var overConfident: [String]
    package var level: LevelUncertainty
    /// How often the interval of the number of conversions held on past Sundays.
    package var coverage: Coverage?
    /// What would have been listed on each past Sunday, against what happened; nil in reports of before there was one.
    package var sundays: [SundayForecast]?
    /// What the bands A to D have held on past Sundays.
    package var bands: [MeasuredBand]

    package struct Judged: Codable, Equatable, Sendable {
        package var sundays: [Day]
        package var snapshots: Int
        package var conversions: Int
    }

    /// A method out of sample.
    package struct Candidate: Codable, Equatable, Sendable {
        package var method: Calibration.Method
        /// Snapshots and conversions that it could be judged on; isotonic needs many to learn from.
        package var snapshots: Int
        package var conversions: Int
        /// Mean negative log likelihood in nats.
        package var logLoss: Double
        /// How much lower than without a calibration on the same snapshots; below 0: higher.
        package var gain: Double
        /// Of the gain; the differences of one portal are taken together.
        package var standardError: Double
        package var brier: Double
        package var calibrationError: Double
    }

    /// Expected against actual.
    package struct Agreement: Codable, Equatable, Sendable {
        package var snapshots: Int
        package var logLoss: Double?
        package var brier: Double?
        /// The mean distance of probability and rate over groups of equal size by rank, weighted by size.
        package var calibrationError: Double?
        package var groups: Int
        package var total: RankBand
        package var bands: [RankBand]
        /// By probability, those that hold a snapshot; nil in reports of before there was one.
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
        /// nil: to the end.
        package var last: Int?
        package var snapshots: Int
        /// What the probabilities add up to.
        package var expected: Double
        package var actual: Int
        /// Were the probabilities right, the number would lie in here nine times in ten.
        package var low: Int
        package var high: Int

        package var isOverConfident: Bool { actual < low }
        package var isUnderConfident: Bool { actual > high }

        /// `1–20`, `1001 and more`.
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

/// How far the level of all probabilities of a Sunday together may be off.
package struct LevelUncertainty: Codable, Equatable, Sendable {
    /// Conversions over what was expected, on past Sundays.
    package var ratio: Double
    /// The variance of that ratio from one Sunday to the next, beyond chance.
    package var betweenSundays: Double
    /// The variance with which a new Sunday's level differs from 1.
    package var variance: Double
    package var sundays: Int
}

/// What the listed probabilities of one past Sunday add up to, and how many conversions came.
package struct SundayForecast: Codable, Equatable, Sendable {
    package var sunday: Day
    /// By a calibration that had seen nothing later.
    package var expected: Double
    package var actual: Int
    /// The 90% interval that could be given by then; nil where too few Sundays had matured.
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

/// How often an interval held.
package struct Coverage: Codable, Equatable, Sendable {
    /// Sundays on which the number lay inside.
    package var covered: Int
    package var sundays: Int
    /// The mean width of the interval.
    package var meanWidth: Double
}

/// What a band of priority has held on past Sundays.
package struct MeasuredBand: Codable, Equatable, Sendable {
    package var band: PriorityBand
    /// Over all judged Sundays.
    package var snapshots: Int
    /// Different portals among them.
    package var portals: Int
    package var conversions: Int
    /// What the listed probabilities add up to.
    package var expected: Double
    /// Conversions per snapshot, with the 90% interval.
    package var rate: Double
    package var low: Double
    package var high: Double
    /// The interval where a portal's Sundays are taken together.
    package var clusteredLow: Double
    package var clusteredHigh: Double
}

/// A band of the list, A best: cut where the probabilities above add up to a share of all expected conversions.
package enum PriorityBand: String, CaseIterable, Codable, Sendable, Comparable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"

    package static func < (left: PriorityBand, right: PriorityBand) -> Bool { left.rawValue < right.rawValue }

    /// The band of a portal.
    ///
    /// - Parameters:
    ///   - share: The expected conversions of all portals that rank above it, over those of all portals.
    ///   - cuts: Where A, B and C end, ascending.
    package static func of(_ share: Double, cuts: [Double]) -> PriorityBand {
        allCases[cuts.firstIndex { share < $0 } ?? cuts.count]
    }
}
