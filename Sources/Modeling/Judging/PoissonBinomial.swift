/// The distribution of the number of successes among independent trials, each with its own probability.
///
/// It is exact and computed one trial after the other. Y. H. Wang, "On the number of successes in independent trials",
/// Statistica Sinica 3, 1993.
struct PoissonBinomial {
    /// The probability of each number of successes, from 0. The probability beyond the end is below 1e-12.
    private let masses: [Double]

    init(_ probabilities: some Sequence<Double>) {
        var masses = [1.0]
        for probability in probabilities where probability > 0 {
            masses.append(0)
            for count in stride(from: masses.count - 1, to: 0, by: -1) {
                masses[count] = masses[count] * (1 - probability) + masses[count - 1] * probability
            }
            masses[0] *= 1 - probability
            // Negligible tails are dropped.
            while masses.count > 1, masses[masses.count - 1] < 1e-16 { masses.removeLast() }
        }
        self.masses = masses
    }

    /// Returns the smallest number that is not exceeded with a probability of at least `share`.
    func quantile(_ share: Double) -> Int {
        var sum = 0.0
        for (count, mass) in masses.enumerated() {
            sum += mass
            if sum >= share { return count }
        }
        return masses.count - 1
    }
}
