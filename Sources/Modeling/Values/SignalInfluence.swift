/// The influence of a signal on the scores of a whole list.
package struct SignalInfluence: Codable, Equatable, Sendable {
    package var signal: Signal
    /// The mean absolute contribution over the explained portals, in log-odds: mean |SHAP|.
    package var importance: Double
    /// The contribution by the signal's value, in the order of the values, with portals without a value last. Filled
    /// for the most important signals only.
    package var dependence: [Step]

    /// Portals with neighbouring values.
    package struct Step: Codable, Equatable, Sendable {
        /// The values as they are shown: `20–49`, `Software`. nil for portals without a value.
        package var name: String?
        package var portals: Int
        /// The median and the 5% and 95% quantiles of the contributions, in log-odds.
        package var median: Double
        package var low: Double
        package var high: Double

        package init(name: String?, portals: Int, median: Double, low: Double, high: Double) {
            self.name = name
            self.portals = portals
            self.median = median
            self.low = low
            self.high = high
        }
    }

    package init(signal: Signal, importance: Double, dependence: [Step] = []) {
        self.signal = signal
        self.importance = importance
        self.dependence = dependence
    }
}
