internal import Foundation

/// The likelihood of labels whose log-odds are a weighted sum of a few terms. Newton's method finds its maximum.
struct LogisticLikelihood {
    struct Maximum {
        /// One parameter per term, 0 for terms that were left out.
        var parameters: [Double]
        /// The log likelihood.
        var value: Double
    }

    /// The terms of each row, one row after the other.
    let terms: [Double]
    /// The number of terms of a row: at most three.
    let count: Int
    /// What is added to each sum, or nil for nothing.
    let offsets: [Double]?
    let labels: [Bool]
    let weights: [Double]?
    /// The parameters at which the search begins.
    let start: [Double]

    private static let steps = 100
    /// The bound beyond which the likelihood is assumed to rise without end.
    private static let largest = 1e4

    /// Finds the maximum.
    ///
    /// - Parameter chosen: The terms that take part. nil: all of them.
    /// - Returns: The maximum, or nil if no finite parameters have it.
    func maximum(over chosen: [Int]? = nil) -> Maximum? {
        let chosen = chosen ?? Array(0..<count)
        var parameters = start.indices.map { chosen.contains($0) ? start[$0] : 0 }
        var current = derivatives(parameters, chosen)
        let scale = weights?.reduce(0, +) ?? Double(labels.count)
        for _ in 0..<Self.steps {
            if current.gradient.allSatisfy({ abs($0) <= 1e-13 * scale }) { break }
            guard let step = SymmetricSystem.solve(current.curvature, current.gradient) else { return nil }
            var share = 1.0
            while true {
                var next = parameters
                for (place, term) in chosen.enumerated() { next[term] += share * step[place] }
                let there = derivatives(next, chosen)
                if there.value >= current.value {
                    let gain = there.value - current.value
                    (parameters, current) = (next, there)
                    if gain <= 1e-15 * abs(current.value), share == 1 { share = 0 }
                    break
                }
                share /= 2
                // No step improves the likelihood any more: this is the maximum to the last bits.
                if share < 1e-10 {
                    share = 0
                    break
                }
            }
            guard parameters.allSatisfy({ $0.isFinite && abs($0) < Self.largest }) else { return nil }
            if share == 0 { break }
        }
        let isFlat = current.gradient.allSatisfy { abs($0) <= 1e-7 * scale }
        // Perfectly separated labels have a likelihood of 1.
        guard isFlat, current.value < -1e-9 * scale else { return nil }
        return Maximum(parameters: parameters, value: current.value)
    }

    /// Returns the log likelihood with its gradient and negative curvature in the chosen parameters.
    private func derivatives(
        _ parameters: [Double], _ chosen: [Int]
    ) -> (value: Double, gradient: [Double], curvature: [[Double]]) {
        var value = CompensatedSum()
        var gradient = [CompensatedSum](repeating: CompensatedSum(), count: chosen.count)
        let size = chosen.count
        var curvature = [Double](repeating: 0, count: size * size)
        for row in labels.indices {
            let weight = weights?[row] ?? 1
            let start = row * count
            var score = offsets?[row] ?? 0
            for term in chosen { score += parameters[term] * terms[start + term] }
            let tail = exp(-abs(score))
            // ln(1 + exp(score)) without overflow.
            value.add(weight * ((labels[row] ? score : 0) - (max(score, 0) + log1p(tail))))
            let probability = score >= 0 ? 1 / (1 + tail) : tail / (1 + tail)
            let error = weight * ((labels[row] ? 1 : 0) - probability)
            let spread = weight * tail / ((1 + tail) * (1 + tail))
            for first in chosen.indices {
                let term = terms[start + chosen[first]]
                gradient[first].add(error * term)
                for second in 0...first {
                    curvature[first * size + second] += spread * term * terms[start + chosen[second]]
                }
            }
        }
        let matrix = (0..<size).map { first in
            (0..<size).map { second in curvature[max(first, second) * size + min(first, second)] }
        }
        return (value.value, gradient.map(\.value), matrix)
    }
}

/// A solver for small systems of linear equations with a positive definite matrix.
enum SymmetricSystem {
    /// Solves a system by Cholesky's decomposition.
    ///
    /// - Returns: The solution, or nil if the matrix is not positive definite within numerical precision.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        let count = right.count
        var lower = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for row in 0..<count {
            for column in 0...row {
                var rest = matrix[row][column]
                for place in 0..<column { rest -= lower[row][place] * lower[column][place] }
                if row == column {
                    guard rest > 1e-14 * matrix[row][row] else { return nil }
                    lower[row][row] = rest.squareRoot()
                } else {
                    lower[row][column] = rest / lower[column][column]
                }
            }
        }
        var forward = right
        for row in 0..<count {
            for place in 0..<row { forward[row] -= lower[row][place] * forward[place] }
            forward[row] /= lower[row][row]
        }
        var solution = forward
        for row in (0..<count).reversed() {
            for place in (row + 1)..<max(count, row + 1) { solution[row] -= lower[place][row] * solution[place] }
            solution[row] /= lower[row][row]
        }
        return solution
    }
}
