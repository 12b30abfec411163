// Runs Tuning's samplers on the test functions, or times one suggestion; prints JSON as optuna_comparison.py does.
//   SamplerComparison [--seeds 50] [--trials 100]
//   SamplerComparison --timing

import Base
import Foundation
import Tuning

/// The best value that a sampler finds.
func best(_ function: TestFunction, sampler: any Sampler, seed: Int, trials: Int) -> Double {
    var finished: [Trial] = []
    for number in 0..<trials {
        var generator = SeededGenerator(seed: UInt64(seed), stream: UInt64(number))
        let context = SamplingContext(space: function.space, direction: .minimize, finished: finished)
        let point = sampler.suggest(in: context, using: &generator)
        finished.append(
            Trial(number: number, coordinates: point, value: function.value(function.space.values(at: point))))
    }
    return finished.compactMap(\.value).min() ?? .nan
}

/// Seconds of one suggestion after `past` finished trials, measured `repetitions` times.
func timing(past: Int, dimensions: Int, repetitions: Int) throws -> [Double] {
    let function = try TestFunction.sphere(dimensions)
    var generator = SeededGenerator(seed: 0)
    let finished = (0..<past).map { number in
        let point = (0..<dimensions).map { _ in generator.uniform() * 10.24 - 5.12 }
        return Trial(number: number, coordinates: point, value: point.reduce(0) { $0 + $1 * $1 })
    }
    let context = SamplingContext(space: function.space, direction: .minimize, finished: finished)
    let clock = ContinuousClock()
    return (0..<repetitions + 3).map { number in
        var generator = SeededGenerator(seed: 0, stream: UInt64(number))
        let elapsed = clock.measure { _ = TPESampler().suggest(in: context, using: &generator) }
        return elapsed / .seconds(1)
    }.suffix(repetitions)
}

func option(_ name: String, default value: Int) -> Int {
    let arguments = CommandLine.arguments
    guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return value }
    return Int(arguments[index + 1]) ?? value
}

struct Results: Encodable {
    var seconds: [Double]?
    var best: [String: [Double]]?
    var random: [String: [Double]]?
}

var results = Results()
if CommandLine.arguments.contains("--timing") {
    results.seconds = try timing(past: 1_000, dimensions: 10, repetitions: 30)
} else {
    let (seeds, trials) = (option("--seeds", default: 50), option("--trials", default: 100))
    results.best = [:]
    results.random = [:]
    for function in try TestFunction.all() {
        results.best?[function.name] = (0..<seeds).map {
            best(function, sampler: TPESampler(), seed: $0, trials: trials)
        }
        results.random?[function.name] = (0..<seeds).map {
            best(function, sampler: RandomSampler(), seed: $0, trials: trials)
        }
    }
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]
FileHandle.standardOutput.write(try encoder.encode(results))
