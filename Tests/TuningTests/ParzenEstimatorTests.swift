import Base
import DuckDB
import Testing

@testable import Tuning

@Suite("The estimator agrees with Optuna's")
struct ParzenEstimatorTests {
    struct Densities: Decodable {
        let observed: [[Double]]
        let candidates: [[Double]]
        let logDensities: [Double]
    }

    struct Split: Decodable {
        struct Row: Decodable {
            let isComplete: Bool
            let value: Double
            let reports: [String: Double]
        }
        let direction: String
        let trials: [Row]
        let below: [Int]
    }

    /// The space of `Scripts/tuning-references.py`.
    static let distributions: [Distribution] = [
        .float(low: -5, high: 10), .float(low: 1e-4, high: 1, log: true), .float(low: 0.1, high: 0.9, step: 0.1),
        .int(low: 1, high: 12), .int(low: 2, high: 256, log: true), .int(low: 0, high: 100, step: 10),
        .categorical(["a", "b", "c"]),
    ]

    @Test func logDensities() throws {
        for reference in try Reference.load("parzen", as: Densities.self) {
            let estimator = ParzenEstimator(points: reference.observed, distributions: Self.distributions)
            let densities = estimator.logDensities(at: reference.candidates)
            for (ours, theirs) in zip(densities, reference.logDensities) {
                #expect(agree(ours, theirs, to: 1e-10), "with \(reference.observed.count) trials")
            }
        }
    }

    @Test func splits() throws {
        for reference in try Reference.load("splits", as: Split.self) {
            let trials = reference.trials.enumerated().map { number, row in
                Trial(
                    number: number, coordinates: [0], value: row.isComplete ? row.value : nil,
                    state: row.isComplete ? .complete : .pruned,
                    intermediateValues: Dictionary(uniqueKeysWithValues: row.reports.map { (Int($0)!, $1) }))
            }
            let direction: Direction = reference.direction == "minimize" ? .minimize : .maximize
            let split = TrialSplit(trials, direction: direction)
            #expect(split.below.map(\.number) == reference.below)
            #expect(split.above.count == trials.count - split.below.count)
        }
    }

    @Test func weights() {
        #expect(ParzenEstimator.weights(3) == [1, 1, 1])
        #expect(ParzenEstimator.weights(26).first == 1.0 / 26)
        let weights = ParzenEstimator.weights(125)
        #expect(weights.count == 125)
        #expect(weights.first == 1.0 / 125)
        #expect(weights.suffix(26).allSatisfy { $0 == 1 })
    }

    @Test func sorting() {
        var generator = SeededGenerator(seed: 5)
        for count in [0, 1, 2, 3, 50, 500] {
            // Spread out, with equals, and nearly all in one place.
            for numbers in [
                (0..<count).map { _ in generator.uniform() },
                (0..<count).map { _ in (generator.uniform() * 5).rounded() },
                (0..<count).map { $0 == 0 ? 1e9 : generator.uniform() },
            ] {
                let expected = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
                #expect(Bandwidths.ascending(numbers) == expected)
            }
        }
    }

    @Test func sampleFollowsDensity() {
        // The mean of 1/density over samples is the volume of the domain.
        var generator = SeededGenerator(seed: 9)
        let distributions: [Distribution] = [.float(low: -2, high: 3), .int(low: 1, high: 6), .categorical([1, 2])]
        let points: [[Double]] = [[0, 2, 0], [1, 3, 1], [1.5, 3, 1]]
        let estimator = ParzenEstimator(points: points, distributions: distributions)
        let samples = estimator.sample(20_000, using: &generator)
        let volumes = estimator.logDensities(at: samples).map { (-$0).exponential }
        let mean = volumes.reduce(0, +) / Double(volumes.count)
        #expect(abs(mean - 60) < 2)
    }
}
