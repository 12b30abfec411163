internal import Arrow
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Modeling

// Times reasons beside the libraries' own contribution calls: the same members, portals and threads, turn and turn about.
//
//     ReasonsComparison RUN-FOLDER [THREADS] [REPEATS]

let arguments = CommandLine.arguments
guard arguments.count > 1 else { fatalError("Usage: ReasonsComparison RUN-FOLDER [THREADS] [REPEATS]") }
let run = arguments[1]
let threads = arguments.count > 2 ? Int(arguments[2])! : ProcessInfo.processInfo.activeProcessorCount
let repeats = arguments.count > 3 ? Int(arguments[3])! : 5

let database = try Database.open(settings: ["threads": String(threads), "disabled_optimizers": "build_side_probe_side"])
let matrix = try RunMatrix(run: run, connection: database.connect())
let folder = run + "/model"

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let parts = try ContinuousClock().measure(body).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

let positions = Dictionary(uniqueKeysWithValues: matrix.model.features.enumerated().map { ($1.name, $0) })
let members = try matrix.model.members.map { member in
    (
        name: member.name, classifier: try member.name.learner.load(from: folder, threads: threads),
        features: member.features.map { positions[$0]! }
    )
}
let output = NSTemporaryDirectory() + "prospect-reasons-\(UUID().uuidString)"
try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
let usesFirmographics = matrix.model.features.contains { $0.signal.axis == .fit }

var libraries: [Double] = []
var byMember: [LearnerName: [Double]] = [:]
var parts: [[Double]] = []
for _ in 0..<repeats {
    var total = 0.0
    for member in members {
        let time = try seconds { _ = try member.classifier.contributions(of: matrix.table, features: member.features) }
        byMember[member.name, default: []].append(time)
        total += time
    }
    libraries.append(total)
    let explainer = Explainer(
        snapshots: matrix.snapshots, firmographics: usesFirmographics, connection: try database.connect(),
        threads: threads)
    var times: [Double] = []
    var portals: FreePortals?
    var explained: ExplainedLists?
    times.append(try seconds { portals = try explainer.portals(of: matrix.model) })
    times.append(
        try seconds {
            explained = try explainer.explain(
                portals!, of: matrix.model, in: folder, calibrations: [:], top: .max)
        })
    times.append(
        try seconds {
            try explainer.write(explained!, reasons: output + "/reasons.parquet", axes: output + "/axes.parquet")
        })
    parts.append(times)
}
try FileManager.default.removeItem(atPath: output)

func text(_ number: Double) -> String { String(format: "%.3f", number) }
let libraryTime = median(libraries)
func ratio(_ times: [Double], to other: Double) -> String { String(format: "%.2f", median(times) / other) }
print(
    "\(matrix.table.rowCount) portals, \(matrix.model.features.count) features, \(threads) threads, medians of \(repeats)"
)
for member in members { print("  \(member.name.rawValue): \(text(median(byMember[member.name]!))) s") }
print("libraries' own calls: \(text(libraryTime)) s")
let names = [
    "read the portals, equal ones as one row",
    "load the models; contributions by signal of every member and the ensemble, to the log-odds of the list",
    "put into words, and write both Parquet files",
]
for (index, name) in names.enumerated() { print("  \(text(median(parts.map { $0[index] }))) s: \(name)") }
let explaining = parts.map { $0[1] }
let all = parts.map { $0.reduce(0, +) }
print("ratio of the contributions of all lists: \(ratio(explaining, to: libraryTime))")
print("ratio with reading, words and files (\(text(median(all))) s): \(ratio(all, to: libraryTime))")
