// Tunes XGBoost on one validation period as the peer's script does, and prints a line as it does.
//   TuningComparison SNAPSHOTS.parquet [--trials 50] [--seed 0] [--parallel 2] [--no-pruning] [--balance] [--bins 256]

import Base
import Boosting
import Foundation
import Synchronization
import Tuning

let arguments = CommandLine.arguments
guard arguments.count > 1, !arguments[1].hasPrefix("-") else {
    FileHandle.standardError.write(Data("usage: TuningComparison SNAPSHOTS.parquet [--trials 50] [--seed 0]\n".utf8))
    exit(64)
}
func option(_ name: String, default value: Int) -> Int {
    guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return value }
    return Int(arguments[place + 1]) ?? value
}
let trials = option("--trials", default: 50)
let seed = option("--seed", default: 0)
let parallel = option("--parallel", default: 2)
let isBalanced = arguments.contains("--balance")
let patience = 120

func processorSeconds() -> Double {
    var usage = rusage()
    #if os(Linux)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
        getrusage(RUSAGE_SELF, &usage)
    #endif
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

var space: [SearchSpace.Parameter] = [
    .init("n_estimators", .int(low: 800, high: 3500)),
    .init("learning_rate", .float(low: 0.008, high: 0.05, log: true)),
    .init("max_depth", .int(low: 4, high: 9)),
    .init("min_child_weight", .int(low: 5, high: 50)),
    .init("subsample", .float(low: 0.6, high: 0.95)),
    .init("colsample_bytree", .float(low: 0.6, high: 0.95)),
    .init("reg_alpha", .float(low: 1e-3, high: 10, log: true)),
    .init("reg_lambda", .float(low: 1e-3, high: 10, log: true)),
]
if isBalanced { space.append(.init("scale_pos_weight_multiplier", .float(low: 0.7, high: 1.5))) }

let clock = ContinuousClock()
let started = clock.now
let split = try SnapshotSplit(file: arguments[1], threads: 2)
var parameters = XGBoostLearner().parameters(seed: seed, threads: 1)
try parameters.set("max_bin", option("--bins", default: 256))
let matrix = SharedMatrix(try .training(on: split.training, parameters: parameters))
let held = SharedMatrix(try matrix.value.validation(on: split.validation))
let judge = RankingScore(labels: held.value.labels, weights: held.value.weights)
func weight(_ isPositive: Bool) -> Double {
    zip(matrix.value.labels, matrix.value.weights ?? []).reduce(0) {
        $0 + (($1.0 > 0) == isPositive ? Double($1.1) : 0)
    }
}
let balance = weight(false) / max(weight(true), 1)
let prepared = clock.now

// A trial is compared every so many rounds: what it has reached by then with the median of the others.
let step = 100
var pruner = MedianPruner()
pruner.startupTrials = 8
let runner = StudyRunner(pruner: arguments.contains("--no-pruning") ? nil : pruner, seed: UInt64(seed))
let base = parameters
let study = try runner.optimize(
    Study(direction: .maximize, space: SearchSpace(space)), trials: trials, parallel: parallel
) { trial in
    var list = base
    for (name, value) in trial.parameters where name != "n_estimators" {
        if name == "scale_pos_weight_multiplier" {
            try list.set("scale_pos_weight", try trial.double(name) * balance)
        } else {
            try list.set(name, value.description)
        }
    }
    var best = 1.0
    let booster = try XGBoostBooster.train(
        on: matrix.value, validatedBy: held.value, parameters: list, rounds: trial.int("n_estimators"),
        patience: patience, loss: { 1 - judge.rocAUC($0) }
    ) { round in
        best = min(best, round.validationLoss ?? 1)
        guard round.number % step == 0 else { return }
        try trial.report(1 - best, step: round.number / step - 1)
        if trial.shouldPrune { throw TrialPruned() }
    }
    rounds.withLock { $0 += booster.history?.rounds.count ?? 0 }
    return 1 - best
}
let done = clock.now

func seconds(_ duration: Duration) -> String { String(format: "%.2f s", duration / .seconds(1)) }
var usage = rusage()
#if os(Linux)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
#else
    getrusage(RUSAGE_SELF, &usage)
#endif
let pruned = study.trials.count { $0.state == .pruned }
let value = String(format: "%.4f", study.best?.value ?? .nan)
let line = [
    "trials \(trials) seed \(seed) best validation ROC-AUC \(value)", "prepare \(seconds(prepared - started))",
    "tune \(seconds(done - prepared))", "peak \(usage.ru_maxrss / 1024) MiB",
    "processor \(String(format: "%.2f", processorSeconds())) s", "pruned \(pruned)",
    "rounds of complete trials \(rounds.withLock { $0 })",
]
print(line.joined(separator: "  "))
