internal import Base
internal import Foundation

/// Truncated normal kernels of a number, over the logarithm for a logarithmic domain.
///
/// In a domain with steps, the probability of the interval of one step replaces the density.
struct NumericalColumn: KernelColumn {
    private let domain: NumericalDomain
    private let means: [Double]
    private let deviations: [Double]

    init(observed: [Double], domain: NumericalDomain) {
        self.domain = domain
        let low = domain.scaledLow
        let high = domain.scaledHigh
        let positions = observed.map(domain.scaled)
        deviations = Bandwidths.betweenNeighbours(positions, low: low, high: high) + [high - low]
        means = positions + [0.5 * (low + high)]
    }

    private func truncated(_ kernel: Int) -> TruncatedNormal {
        TruncatedNormal(
            lower: (domain.scaledLow - means[kernel]) / deviations[kernel],
            upper: (domain.scaledHigh - means[kernel]) / deviations[kernel])
    }

    func sample(kernel: Int, using generator: inout SeededGenerator) -> Double {
        let point = truncated(kernel).quantile(generator.uniform()) * deviations[kernel] + means[kernel]
        return domain.coordinate(scaled: point)
    }

    func addLogDensities(at coordinates: [Double], to sums: inout [Double]) {
        if let step = domain.step {
            addLogProbabilities(at: coordinates, step: step, to: &sums)
        } else {
            addContinuous(at: coordinates, to: &sums)
        }
    }

    private func addContinuous(at coordinates: [Double], to sums: inout [Double]) {
        let kernels = means.count
        let constants = means.indices.map {
            -NormalDistribution.logNormalizer - truncated($0).logMass - log(deviations[$0])
        }
        let precisions = deviations.map { 1 / $0 }
        let positions = coordinates.map(domain.scaled)
        sums.withUnsafeMutableBufferPointer { sums in
            means.withUnsafeBufferPointer { means in
                constants.withUnsafeBufferPointer { constants in
                    precisions.withUnsafeBufferPointer { precisions in
                        for (point, position) in positions.enumerated() {
                            // Wrapping arithmetic and a buffer of the row let the compiler use vector instructions.
                            let row = UnsafeMutableBufferPointer(
                                rebasing: sums[point &* kernels..<(point &+ 1) &* kernels])
                            for kernel in 0..<kernels {
                                let distance = (position - means[kernel]) * precisions[kernel]
                                row[kernel] += constants[kernel] - 0.5 * distance * distance
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds log probabilities in a domain with steps. Values and kernels repeat there, so each pair is computed only
    /// once.
    private func addLogProbabilities(at coordinates: [Double], step: Double, to sums: inout [Double]) {
        var places: [Kernel: Int] = [:]
        var distinct: [Int] = []
        let placeOfKernel = means.indices.map { index in
            let kernel = Kernel(mean: means[index], deviation: deviations[index])
            if let place = places[kernel] { return place }
            places[kernel] = distinct.count
            distinct.append(index)
            return distinct.count - 1
        }
        let masses = distinct.map { truncated($0).logMass }
        var known: [Double: [Double]] = [:]
        for (point, coordinate) in coordinates.enumerated() {
            let row = point * means.count
            let left = domain.scaled(coordinate - step / 2)
            let right = domain.scaled(coordinate + step / 2)
            let values =
                known[coordinate]
                ?? zip(distinct, masses).map { index, mass in
                    NormalDistribution.logMass(
                        (left - means[index]) / deviations[index], (right - means[index]) / deviations[index]) - mass
                }
            known[coordinate] = values
            for kernel in means.indices { sums[row + kernel] += values[placeOfKernel[kernel]] }
        }
    }

    private struct Kernel: Hashable {
        let mean: Double
        let deviation: Double
    }
}
