import Foundation
import Tuning

/// A function to be minimised, with its domain; `optuna_comparison.py` has the same ones.
struct TestFunction: Sendable {
    let name: String
    let space: SearchSpace
    let value: @Sendable ([String: ParameterValue]) -> Double

    static func all() throws -> [TestFunction] {
        try [
            sphere(5), sphere(20), branin(), hartmann6(), rosenbrock(5), mixed(),
        ]
    }

    private static func cube(_ dimensions: Int, _ low: Double, _ high: Double) throws -> SearchSpace {
        try SearchSpace((0..<dimensions).map { .init("x\($0)", .float(low: low, high: high)) })
    }

    private static func number(_ values: [String: ParameterValue], _ name: String) -> Double {
        switch values[name] {
        case .double(let value): value
        case .int(let value): Double(value)
        default: .nan
        }
    }

    private static func vector(_ values: [String: ParameterValue]) -> [Double] {
        (0..<values.count).map { number(values, "x\($0)") }
    }

    /// Σ x²; 0 at the origin.
    static func sphere(_ dimensions: Int) throws -> TestFunction {
        TestFunction(name: "sphere-\(dimensions)", space: try cube(dimensions, -5.12, 5.12)) {
            vector($0).reduce(0) { $0 + $1 * $1 }
        }
    }

    /// Three equal minima of 0.397887.
    static func branin() throws -> TestFunction {
        let space = try SearchSpace([
            .init("x0", .float(low: -5, high: 10)), .init("x1", .float(low: 0, high: 15)),
        ])
        return TestFunction(name: "branin", space: space) { values in
            let (x, y) = (number(values, "x0"), number(values, "x1"))
            let parabola = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
            return parabola * parabola + 10 * (1 - 1 / (8 * Double.pi)) * cos(x) + 10
        }
    }

    /// One minimum of -3.32237 among six local ones.
    static func hartmann6() throws -> TestFunction {
        let weights = [1.0, 1.2, 3.0, 3.2]
        let scales: [[Double]] = [
            [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
        ]
        let centres: [[Double]] = [
            [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
            [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
        ]
        return TestFunction(name: "hartmann-6", space: try cube(6, 0, 1)) { values in
            let x = vector(values)
            var sum = 0.0
            for (hill, weight) in weights.enumerated() {
                var distance = 0.0
                for index in x.indices {
                    let offset = x[index] - centres[hill][index]
                    distance += scales[hill][index] * offset * offset
                }
                sum -= weight * exp(-distance)
            }
            return sum
        }
    }

    /// A curved valley; 0 at (1, …, 1).
    static func rosenbrock(_ dimensions: Int) throws -> TestFunction {
        TestFunction(name: "rosenbrock-\(dimensions)", space: try cube(dimensions, -2.048, 2.048)) { values in
            let x = vector(values)
            var sum = 0.0
            for (a, b) in zip(x, x.dropFirst()) {
                let (across, along) = (b - a * a, 1 - a)
                sum += 100 * across * across + along * along
            }
            return sum
        }
    }

    /// Numbers of every kind and two choices, one of which moves the best learning rate; 0 at its minimum.
    static func mixed() throws -> TestFunction {
        let space = try SearchSpace([
            .init("rate", .float(low: 1e-4, high: 1, log: true)), .init("leaves", .int(low: 2, high: 256, log: true)),
            .init("depth", .int(low: 1, high: 12)), .init("share", .float(low: 0.1, high: 1, step: 0.1)),
            .init("kind", .categorical(["trees", "dropout", "linear"])),
            .init("balanced", .categorical([false, true])),
        ])
        return TestFunction(name: "mixed", space: space) { values in
            let (offset, bestRate) =
                switch values["kind"] {
                case .string("trees"): (0.0, -1.5)
                case .string("dropout"): (0.3, -1.0)
                default: (1.0, -2.5)
                }
            let rate = log10(number(values, "rate")) - bestRate
            let leaves = log2(number(values, "leaves")) - 5
            let depth = (number(values, "depth") - 6) / 3
            let share = number(values, "share") - 0.7
            let balance = values["balanced"] == .bool(true) ? 0.2 : 0
            return rate * rate + leaves * leaves / 4 + depth * depth + 4 * share * share + offset + balance
        }
    }
}
