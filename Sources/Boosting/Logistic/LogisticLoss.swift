internal import Foundation

/// The loss that a logistic regression minimises, and its gradient. The loss is the mean negative log likelihood of the
/// rows, plus half the squared length of the coefficients without the intercept, times `l2` over the rows' total
/// weight.
///
/// This is scikit-learn's loss with C = 1 / `l2`, divided by the total weight.
struct LogisticLoss {
    let matrix: LogisticMatrix
    let l2: Double
    let threads: Int

    /// The number of rows that are summed together. The sums of the blocks are added in order, so that the result does
    /// not depend on how threads share the blocks, not even in its last bit.
    private static let blockRows = 2_048

    /// Returns the loss at a point.
    ///
    /// - Parameters:
    ///   - point: The coefficients, then the intercept.
    ///   - gradient: Receives the gradient, in the same order.
    func value(at point: [Double], gradient: inout [Double]) -> Double {
        let width = matrix.coefficientCount + 1
        let blocks = (matrix.rowCount + Self.blockRows - 1) / Self.blockRows
        // Each block has its gradient, then its loss.
        var sums = [Double](repeating: 0, count: blocks * (width + 1))
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let all = sums
            inParallel(blocks) { block in
                sumBlock(block, at: point, into: .init(rebasing: all[block * (width + 1)..<(block + 1) * (width + 1)]))
            }
        }
        var total = [Double](repeating: 0, count: width + 1)
        for block in 0..<blocks {
            for index in total.indices { total[index] += sums[block * (width + 1) + index] }
        }
        let scale = 1 / matrix.totalWeight
        var value = total[width] * scale
        for index in 0..<width {
            gradient[index] = total[index] * scale
            guard index < matrix.coefficientCount else { continue }
            gradient[index] += l2 * scale * point[index]
            value += 0.5 * l2 * scale * point[index] * point[index]
        }
        return value
    }

    /// Returns the raw score of each row, in log-odds.
    static func scores(_ matrix: LogisticMatrix, at point: [Double]) -> [Double] {
        let coefficients = grouped(point, matrix.groups)
        return (0..<matrix.rowCount).map { score(of: $0, matrix, point, coefficients) }
    }

    private func inParallel(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let workers = min(threads, count)
        guard workers > 1 else {
            for index in 0..<count { body(index) }
            return
        }
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for index in stride(from: worker, to: count, by: workers) { body(index) }
        }
    }

    private func sumBlock(_ block: Int, at point: [Double], into sums: UnsafeMutableBufferPointer<Double>) {
        let coefficients = Self.grouped(point, matrix.groups)
        let groups = matrix.groups
        let intercept = matrix.coefficientCount
        var gradient = [SIMD4<Double>](repeating: .zero, count: groups)
        let last = min(matrix.rowCount, (block + 1) * Self.blockRows)
        for row in block * Self.blockRows..<last {
            let score = Self.score(of: row, matrix, point, coefficients)
            let weight = matrix.weights.map { Double($0[row]) } ?? 1
            let label = Double(matrix.labels[row])
            // This is log(1 + exp(score)) - label * score, without an overflow.
            sums[intercept + 1] += weight * (max(score, 0) - label * score + log1p(exp(-abs(score))))
            let residual = weight * (probability(ofScore: score) - label)
            for group in 0..<groups { gradient[group] += residual * matrix.numbers[row * groups + group] }
            for slot in row * matrix.slots..<(row + 1) * matrix.slots where matrix.ones[slot] >= 0 {
                sums[Int(matrix.ones[slot])] += residual
            }
            sums[intercept] += residual
        }
        for group in 0..<groups {
            for lane in 0..<4 { sums[4 * group + lane] = gradient[group][lane] }
        }
    }

    @inline(__always)
    private static func score(
        of row: Int, _ matrix: LogisticMatrix, _ point: [Double], _ coefficients: [SIMD4<Double>]
    ) -> Double {
        var sum = SIMD4<Double>.zero
        for group in 0..<matrix.groups { sum += coefficients[group] * matrix.numbers[row * matrix.groups + group] }
        var score = point[matrix.coefficientCount] + ((sum[0] + sum[1]) + (sum[2] + sum[3]))
        for slot in row * matrix.slots..<(row + 1) * matrix.slots where matrix.ones[slot] >= 0 {
            score += point[Int(matrix.ones[slot])]
        }
        return score
    }

    private static func grouped(_ point: [Double], _ groups: Int) -> [SIMD4<Double>] {
        (0..<groups).map { SIMD4(point[4 * $0], point[4 * $0 + 1], point[4 * $0 + 2], point[4 * $0 + 3]) }
    }
}
