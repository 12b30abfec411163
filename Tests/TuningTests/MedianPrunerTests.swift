import Testing

@testable import Tuning

@Suite("The pruner decides as Optuna's")
struct MedianPrunerTests {
    struct Decision: Decodable {
        struct Other: Decodable {
            let isComplete: Bool
            let reports: [String: Double?]
        }
        let direction: String
        let startup: Int
        let warmup: Int
        let interval: Int
        let others: [Other]
        let running: [String: Double?]
        let stops: Bool
    }

    /// JSON's null stands for NaN.
    private func values(_ reports: [String: Double?]) -> [Int: Double] {
        Dictionary(uniqueKeysWithValues: reports.map { (Int($0)!, $1 ?? .nan) })
    }

    @Test func decisions() throws {
        for (number, reference) in try Reference.load("pruning", as: Decision.self).enumerated() {
            var pruner = MedianPruner()
            pruner.startupTrials = reference.startup
            pruner.warmupSteps = reference.warmup
            pruner.interval = reference.interval
            let others = reference.others.enumerated().map { number, other in
                Trial(
                    number: number, coordinates: [], value: 0, state: other.isComplete ? .complete : .pruned,
                    intermediateValues: values(other.reports))
            }
            let stops = pruner.shouldStop(
                values(reference.running), among: others,
                direction: reference.direction == "minimize" ? .minimize : .maximize)
            #expect(stops == reference.stops, "in case \(number)")
        }
    }
}
