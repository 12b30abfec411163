/// What a signal does to the scores of a whole list.
public struct SignalInfluence: Codable, Equatable, Sendable {
    public var signal: Signal
    /// Its mean absolute contribution over the explained portals, in log-odds: mean |SHAP|.
    public var importance: Double
    /// What it adds by its value: in the order of the values, the portals without one last. Filled for the most
    /// important signals alone.
    public var dependence: [Step]

    /// Portals whose values lie next to each other.
    public struct Step: Codable, Equatable, Sendable {
        /// As it is shown: `20–49`, `Software`; nil: without a value.
        public var name: String?
        public var portals: Int
        /// The median and the 5% and 95% quantiles of the contributions, in log-odds.
        public var median: Double
        public var low: Double
        public var high: Double

        public init(name: String?, portals: Int, median: Double, low: Double, high: Double) {
            self.name = name
            self.portals = portals
            self.median = median
            self.low = low
            self.high = high
        }
    }

    public init(signal: Signal, importance: Double, dependence: [Step] = []) {
        self.signal = signal
        self.importance = importance
        self.dependence = dependence
    }
}
