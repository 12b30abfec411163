internal import Base

/// The kernels of a Parzen estimator along one parameter: one for each trial, and the prior as the last.
protocol KernelColumn {
    /// Draws a coordinate from one kernel.
    func sample(kernel: Int, using generator: inout SeededGenerator) -> Double

    /// Adds every kernel's log density at every coordinate.
    ///
    /// - Parameters:
    ///   - coordinates: The points' coordinates along this parameter.
    ///   - sums: A row for each point, with a column for each kernel.
    func addLogDensities(at coordinates: [Double], to sums: inout [Double])
}
