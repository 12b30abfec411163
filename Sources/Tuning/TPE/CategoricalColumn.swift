internal import Base
internal import Foundation

/// Kernels over choices. A trial's kernel gives most weight to the trial's choice. The prior's kernel is uniform.
struct CategoricalColumn: KernelColumn {
    private let observed: [Int]
    private let choices: Int
    /// The probability of a trial's own choice under its kernel, and of each other choice.
    private let own: Double
    private let other: Double

    /// Makes the kernels.
    ///
    /// - Parameters:
    ///   - observed: The trials' coordinates, which are indices of choices.
    ///   - choices: The number of choices.
    init(observed: [Double], choices: Int) {
        self.observed = observed.map { Int($0) }
        self.choices = choices
        // There is one observation, and one prior observation that all kernels share and that is spread over the
        // choices.
        let smoothing = 1 / Double(observed.count + 1)
        let total = 1 + smoothing * Double(choices)
        own = (1 + smoothing) / total
        other = smoothing / total
    }

    func sample(kernel: Int, using generator: inout SeededGenerator) -> Double {
        let share = generator.uniform()
        guard kernel < observed.count else {
            return Double(min(Int(share * Double(choices)), choices - 1))
        }
        var below = 0.0
        for choice in 0..<choices - 1 {
            below += choice == observed[kernel] ? own : other
            if share < below { return Double(choice) }
        }
        return Double(choices - 1)
    }

    func addLogDensities(at coordinates: [Double], to sums: inout [Double]) {
        let kernels = observed.count + 1
        let logOwn = log(own)
        let logOther = log(other)
        let logPrior = -log(Double(choices))
        for (point, coordinate) in coordinates.enumerated() {
            let choice = Int(coordinate)
            let row = point * kernels
            for kernel in observed.indices { sums[row + kernel] += observed[kernel] == choice ? logOwn : logOther }
            sums[row + observed.count] += logPrior
        }
    }
}
