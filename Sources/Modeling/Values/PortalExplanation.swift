package import Base
internal import Boosting

/// The explanation of one portal's probability on one list.
package struct PortalExplanation: Codable, Equatable, Sendable {
    /// The contribution of one signal to the score.
    package struct Part: Codable, Equatable, Sendable {
        package var signal: Signal
        package var axis: Signal.Axis
        /// The contribution, in log-odds.
        package var contribution: Double
        /// The portal's value and the median of the free portals, as texts. nil if there is none.
        package var value: String?
        package var typical: String?
        package var text: String

        package init(
            signal: Signal, axis: Signal.Axis, contribution: Double, value: String?, typical: String?, text: String
        ) {
            self.signal = signal
            self.axis = axis
            self.contribution = contribution
            self.value = value
            self.typical = typical
            self.text = text
        }
    }

    /// The run's id.
    package var run: String
    package var asOf: Day
    /// The number of days after the list in which a conversion counts.
    package var horizon: Int
    package var model: ModelName
    package var id: String
    package var rank: Int
    package var listed: Int
    package var probability: Double
    /// The band, or nil if the list has no bands.
    package var band: String?
    package var status: String
    /// The log-odds: logOdds = base + fit + intent.
    package var logOdds: Double
    package var base: Double
    package var fit: Double
    package var intent: Double
    /// The percentile on each axis, or nil if no signal is on the axis.
    package var fitPercentile: Int?
    package var intentPercentile: Int?
    /// All signals, strongest first.
    package var parts: [Part]

    package init(
        run: String, asOf: Day, horizon: Int, model: ModelName, id: String, rank: Int, listed: Int,
        probability: Double, band: String?, status: String, logOdds: Double, base: Double, fit: Double, intent: Double,
        fitPercentile: Int?,
        intentPercentile: Int?, parts: [Part]
    ) {
        self.run = run
        self.asOf = asOf
        self.horizon = horizon
        self.model = model
        self.id = id
        self.rank = rank
        self.listed = listed
        self.probability = probability
        self.band = band
        self.status = status
        self.logOdds = logOdds
        self.base = base
        self.fit = fit
        self.intent = intent
        self.fitPercentile = fitPercentile
        self.intentPercentile = intentPercentile
        self.parts = parts
    }
}
