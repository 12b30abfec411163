internal import Arrow
internal import Base
internal import Foundation

/// Checks names, so that every learner can hold them and one may replace another.
///
/// - Throws: `BoostingError` if there is no name, if a name is empty or repeated, or if it has characters that LightGBM
///   refuses (JSON's syntax) or silently replaces (white space), or that XGBoost's Python package refuses (`<`).
func checkedFeatureNames(_ names: [String], for kind: LearnerName) throws(BoostingError) -> [String] {
    guard !names.isEmpty else { throw BoostingError(problem: "There are no features to train on.") }
    var seen: Set<String> = []
    for name in names {
        guard seen.insert(name).inserted else {
            throw BoostingError(problem: "Two features have the name '\(name)'.", remedy: "Rename one of the columns.")
        }
        guard !name.isEmpty, !name.contains(where: { $0.isWhitespace || "[]{}\",:<".contains($0) }) else {
            throw BoostingError(
                problem: "\(kind.title) does not accept '\(name)' as the name of a feature.",
                remedy: "Rename the column: neither spaces nor any of [ ] { } \" , : < may be in its name.")
        }
    }
    return names
}

/// Checks that two lists of features are equal.
///
/// - Throws: `BoostingError` that names the first difference.
func requireSameFeatures(_ names: [String], as expected: [String]) throws(BoostingError) {
    guard names != expected else { return }
    let remedy = "Give the columns that the model was trained on, in the same order."
    if let index = zip(names, expected).map({ $0 != $1 }).firstIndex(of: true) {
        throw BoostingError(
            problem: "Feature \(index + 1) is '\(names[index])', but the model has '\(expected[index])' there.",
            remedy: remedy)
    }
    throw BoostingError(
        problem: "There are \(names.count) features, but the model has \(expected.count).", remedy: remedy)
}

/// Passes texts as an array of C strings.
func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var pointers = copies.map { UnsafePointer($0) }
    return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress) }
}

/// Checks that columns hold numbers.
///
/// - Throws: `BoostingError` for a column of another type, including dates. LightGBM would end the process instead of
///   returning an error, since it throws from within a parallel region.
func requireNumbers(_ table: ArrowTable, columns: [Int], for kind: LearnerName) throws(BoostingError) {
    for column in columns.map({ table.columns[$0] }) where !column.isNumeric || column.isDate {
        throw BoostingError(
            problem:
                "\(kind.title) does not accept the type of column '\(column.name)' (Arrow format '\(column.format)').",
            remedy: "Cast it in the query, for example to DOUBLE or INTEGER.")
    }
}

/// Checks the columns for a prediction.
///
/// - Throws: `BoostingError` for other features than the model's, and for types that are not numbers.
func requireFeatures(
    _ table: ArrowTable, columns: [Int], named expected: [String], for kind: LearnerName
) throws(BoostingError) {
    try requireSameFeatures(columns.map { table.columns[$0].name }, as: expected)
    try requireNumbers(table, columns: columns, for: kind)
}
