internal import Boosting
internal import Foundation

// Times binning and training a member beside the libraries' own C calls, on the same matrix, turn and turn about.
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

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
func text(_ value: Double) -> String { String(format: "%.3f", value) }
func ratio(_ ours: [Parts], _ theirs: [Parts], _ part: KeyPath<Parts, Double>) -> Double {
    median(ours.map { $0[keyPath: part] }) / median(theirs.map { $0[keyPath: part] })
}

/// The same through this project.
func ours(_ learner: any Learner, _ parameters: ParameterList) throws -> Parts {
    let clock = Clock()
    let prepared = try learner.prepare(rows, validation: nil, parameters: parameters)
    let seconds = clock.seconds
    _ = try prepared.fit(parameters, rounds: rounds)
    return Parts(prepare: seconds, train: clock.seconds - seconds)
}

/// Prints both times.
///
/// - Returns: ours over theirs, binning and training together.
func compare(
    _ learner: any Learner, _ settings: [(String, String)], _ calls: (ParameterList) throws -> Parts
) throws -> Double {
    var parameters = learner.parameters(seed: 1, threads: threads)
    for (name, value) in settings { try parameters.set(name, value) }
    var (library, project): ([Parts], [Parts]) = ([], [])
    for round in 0..<repeats {
        // Who is first changes.
        if round % 2 == 0 { library.append(try calls(parameters)) }
        project.append(try ours(learner, parameters))
        if round % 2 == 1 { library.append(try calls(parameters)) }
    }
    func times(_ parts: [Parts]) -> String {
        "\(text(median(parts.map(\.prepare)))) + \(text(median(parts.map(\.train)))) s"
    }
    let all = ratio(project, library, \.all)
    print(
        "\(learner.kind), binning + training: C calls \(times(library)), ours \(times(project)); ratio \(text(all)), of "
            + "training alone \(text(ratio(project, library, \.train)))")
    return all
}

let ratios = [
    try compare(
        LightGBMLearner(),
        [("learning_rate", "0.03"), ("num_leaves", "7"), ("min_data_in_leaf", "100"), ("feature_fraction", "0.5")]
    ) { try library.lightGBM($0, rounds: rounds) },
    try compare(
        XGBoostLearner(),
        [("learning_rate", "0.03"), ("max_depth", "3"), ("min_child_weight", "5"), ("colsample_bytree", "0.5")]
    ) { try library.xgBoost($0, threads: threads, rounds: rounds) },
]
exit(ratios.allSatisfy { $0 <= 1.1 } ? 0 : 1)
