import Base
import Foundation
import Testing

@testable import Tuning

/// What every sampler must keep to.
@Suite("Every sampler")
struct SamplerTests {
    enum Candidate: CaseIterable, Sendable {
        case random, tpe, tpeWithoutLiar

        var sampler: any Sampler {
            switch self {
            case .random: return RandomSampler()
            case .tpe: return TPESampler()
            case .tpeWithoutLiar:
                var sampler = TPESampler()
                sampler.constantLiar = false
                return sampler
            }
        }
    }

    static let space = try! SearchSpace([
        .init("float", .float(low: -3, high: 7)), .init("log", .float(low: 1e-5, high: 1e-1, log: true)),
        .init("step", .float(low: 0, high: 1, step: 0.3)), .init("int", .int(low: -2, high: 3)),
        .init("intLog", .int(low: 1, high: 1_000, log: true)), .init("intStep", .int(low: 1, high: 20, step: 7)),
        .init("choice", .categorical(["a", true, 2, 2.5])), .init("only", .int(low: 4, high: 4)),
        .init("one", .categorical(["x"])),
    ])

    /// A cost that pulls every number to an end of its domain.
    private func history(_ sampler: any Sampler, seed: UInt64, trials: Int) -> [Trial] {
        var finished: [Trial] = []
        for number in 0..<trials {
            var generator = SeededGenerator(seed: seed, stream: UInt64(number))
            let running = finished.suffix(number % 3).map(\.coordinates)
            let context = SamplingContext(
                space: Self.space, direction: .maximize, finished: finished.dropLast(number % 3), running: running)
            let point = sampler.suggest(in: context, using: &generator)
            let state: TrialState = number % 7 == 3 ? .pruned : number % 11 == 5 ? .failed : .complete
            finished.append(
                Trial(
                    number: number, coordinates: point, value: state == .failed ? nil : point.reduce(0, +),
                    state: state, intermediateValues: [0: point[0]]))
        }
        return finished
    }

    @Test(arguments: Candidate.allCases) func staysInTheSpace(_ candidate: Candidate) {
        for seed in 0..<5 as Range<UInt64> {
            for trial in history(candidate.sampler, seed: seed, trials: 80) {
                #expect(Self.space.contains(trial.coordinates), "\(trial.coordinates)")
            }
        }
    }

    @Test(arguments: Candidate.allCases) func followsFromItsSeed(_ candidate: Candidate) {
        let first = history(candidate.sampler, seed: 7, trials: 60)
        #expect(history(candidate.sampler, seed: 7, trials: 60) == first)
        #expect(history(candidate.sampler, seed: 8, trials: 60) != first)
    }

    @Test(arguments: Candidate.allCases) func reachesEveryValue(_ candidate: Candidate) {
        var seen: [Set<Double>] = Array(repeating: [], count: Self.space.parameters.count)
        for seed in 0..<100 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let context = SamplingContext(space: Self.space, direction: .minimize, finished: [])
            for (index, coordinate) in candidate.sampler.suggest(in: context, using: &generator).enumerated() {
                seen[index].insert(coordinate)
            }
        }
        #expect(seen[2].count == 4)
        #expect(seen[3] == [-2, -1, 0, 1, 2, 3])
        #expect(seen[5] == [1, 8, 15])
        #expect(seen[6] == [0, 1, 2, 3])
        #expect(seen[7] == [4])
    }

    @Test(arguments: Candidate.allCases) func copesWithNothingToSearch(_ candidate: Candidate) throws {
        let empty = SamplingContext(space: try SearchSpace([]), direction: .minimize, finished: [])
        var generator = SeededGenerator(seed: 0)
        #expect(candidate.sampler.suggest(in: empty, using: &generator) == [])
        let space = try SearchSpace([.init("only", .float(low: 2, high: 2))])
        let finished = (0..<20).map { Trial(number: $0, coordinates: [2], value: 0) }
        let fixed = SamplingContext(space: space, direction: .minimize, finished: finished)
        #expect(candidate.sampler.suggest(in: fixed, using: &generator) == [2])
    }

    @Test func estimatorBeatsRandom() throws {
        let space = try SearchSpace((0..<5).map { .init("x\($0)", .float(low: -5, high: 5)) })
        func best(_ sampler: any Sampler, seed: UInt64) throws -> Double {
            try StudyRunner(sampler: sampler, seed: seed).optimize(Study(space: space), trials: 60) { trial in
                try (0..<5).reduce(0) { try $0 + pow(trial.double("x\($1)"), 2) }
            }.best!.value!
        }
        for seed in 0..<5 as Range<UInt64> {
            #expect(try best(TPESampler(), seed: seed) < best(RandomSampler(), seed: seed))
        }
    }

    @Test func runningTrialsKeepOthersAway() throws {
        let space = try SearchSpace([.init("x", .float(low: 0, high: 1))])
        let finished = (0..<30).map { number in
            let x = Double(number) / 29
            return Trial(number: number, coordinates: [x], value: (x - 0.5) * (x - 0.5))
        }
        func distance(running: [[Double]]) -> Double {
            let context = SamplingContext(space: space, direction: .minimize, finished: finished, running: running)
            return (0..<40 as Range<UInt64>).map { seed in
                var generator = SeededGenerator(seed: seed)
                return abs(TPESampler().suggest(in: context, using: &generator)[0] - 0.5)
            }.reduce(0, +)
        }
        #expect(distance(running: Array(repeating: [0.5], count: 5)) > 1.5 * distance(running: []))
    }
}

extension Double {
    var exponential: Double { exp(self) }
}
