/// Why one portal has its probability on one list.
public struct PortalExplanation: Codable, Equatable, Sendable {
    /// One signal's share in the score.
    public struct Part: Codable, Equatable, Sendable {
        public var signal: Signal
        public var axis: Signal.Axis
        /// In log-odds.
        public var contribution: Double
        /// The portal's value and the median of the free portals, as texts; nil where there is none.
        public var value: String?
        public var typical: String?
        public var text: String

        public init(
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
    public var run: String
    public var asOf: Day
    /// Days after the list in which a conversion counts.
    public var horizon: Int
    public var model: ModelName
    public var id: String
    public var rank: Int
    public var listed: Int
    public var probability: Double
    /// nil where the list has no bands.
    public var band: String?
    public var status: String
    /// logOdds = base + fit + intent, all in log-odds.
    public var logOdds: Double
    public var base: Double
    public var fit: Double
    public var intent: Double
    /// nil where no signal is on the axis.
    public var fitPercentile: Int?
    public var intentPercentile: Int?
    /// All signals, the strongest first.
    public var parts: [Part]

    public init(
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
