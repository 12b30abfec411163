internal import Boosting
internal import Foundation

// Times preparing and training a member beside the libraries' own C calls, on the same matrix, turn and turn about.
//
//     TrainingComparison [ROWS] [COLUMNS] [ROUNDS] [REPEATS] [THREADS]

let numbers = CommandLine.arguments.dropFirst().map { Int($0)! }
func argument(_ place: Int, _ otherwise: Int) -> Int { numbers.count > place ? numbers[place] : otherwise }
let (rowCount, columnCount) = (argument(0, 100_000), argument(1, 60))
let (rounds, repeats, threads) = (argument(2, 300), argument(3, 5), argument(4, 1))

let matrix = try Matrix(rows: rowCount, columns: columnCount)
let library = try LibraryCalls(matrix)
let rows = TrainingRows(matrix.table, features: matrix.features, label: matrix.label)
print("\(rowCount) rows, \(columnCount) columns, \(rounds) rounds, \(threads) threads, medians of \(repeats)")

func seconds(since start: ContinuousClock.Instant) -> Double {
    let parts = start.duration(to: .now).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
}
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
func text(_ value: Double) -> String { String(format: "%.3f", value) }

struct Times {
    var prepare: [Double] = []
    var train: [Double] = []

    var all: Double { median(zip(prepare, train).map { $0 + $1 }) }
}

/// Measures one run: `body` is given a function to call between preparing and training.
func measure(_ times: inout Times, _ body: (() -> Void) throws -> Void) rethrows {
    var start = ContinuousClock.now
    var prepared = 0.0
    try body {
        prepared = seconds(since: start)
        start = .now
    }
    times.prepare.append(prepared)
    times.train.append(seconds(since: start))
}

var isWithin = true
func compare(
    _ learner: any Learner, _ settings: [(String, String)],
    _ calls: (ParameterList, Int, () -> Void) throws -> Void
) throws {
    var parameters = learner.parameters(seed: 1, threads: threads)
    for (name, value) in settings { try parameters.set(name, value) }
    var (theirs, ours) = (Times(), Times())
    for round in 0..<repeats {
        for isOurs in round % 2 == 0 ? [false, true] : [true, false] {
            if isOurs {
                try measure(&ours) { between in
                    let prepared = try learner.prepare(rows, validation: nil, parameters: parameters)
                    between()
                    _ = try prepared.fit(parameters, rounds: rounds)
                }
            } else {
                try measure(&theirs) { try calls(parameters, rounds, $0) }
            }
        }
    }
    let ratio = ours.all / theirs.all
    print(
        "\(learner.kind): C calls \(text(median(theirs.prepare))) + \(text(median(theirs.train))) s, "
            + "ours \(text(median(ours.prepare))) + \(text(median(ours.train))) s, "
            + "ratio \(String(format: "%.2f", ratio)) (training alone "
            + "\(String(format: "%.2f", median(ours.train) / median(theirs.train))))")
    if ratio > 1.1 { isWithin = false }
}

try compare(
    LightGBMLearner(),
    [("learning_rate", "0.03"), ("num_leaves", "7"), ("min_data_in_leaf", "100"), ("feature_fraction", "0.5")]
) { try library.lightGBM($0, rounds: $1, between: $2) }
try compare(
    XGBoostLearner(),
    [("learning_rate", "0.03"), ("max_depth", "3"), ("min_child_weight", "5"), ("colsample_bytree", "0.5")]
) { try library.xgBoost($0, rounds: $1, between: $2) }
exit(isWithin ? 0 : 1)
