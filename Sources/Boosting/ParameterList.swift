internal import Base

/// A learner's parameters under its own names, in the order in which they were set.
///
/// LightGBM and XGBoost only print a warning for an unknown name, and LightGBM takes the first of two values. This list
/// resolves both cases before the libraries see them.
package struct ParameterList: Equatable, Sendable {
    package struct Entry: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    /// The learner that the names belong to.
    package let kind: LearnerName
    package private(set) var entries: [Entry] = []

    package init(for kind: LearnerName = .lightgbm) {
        self.kind = kind
    }

    /// Makes the list of a learner whose only parameter is the seed.
    package init(for kind: LearnerName, seed: Int) {
        self.init(for: kind, ["seed": String(seed)])
    }

    init(for kind: LearnerName, _ values: KeyValuePairs<String, String>) {
        self.kind = kind
        entries = values.map { Entry(name: $0.key, value: $0.value) }
    }

    /// Returns parameters with which two LightGBM trainings on the same rows and with the same seed give the same
    /// trees, with any number of threads.
    ///
    /// - `deterministic`: no sum over all rows depends on how they are shared among threads.
    /// - `force_col_wise`: one thread sums a feature's histogram, in the order of the rows. With `force_row_wise`, the
    ///   rows are cut into one block per thread, and rounding depends on the cut.
    /// - `enable_bundle=false`: sparse features are not merged, so no histogram is summed row-wise after all.
    ///
    /// - Parameters:
    ///   - seed: The seed for everything that LightGBM draws: rows, columns, and the sample from which bins are made.
    ///   - threads: The number of threads, 1 or more.
    ///   - objective: The loss, in LightGBM's words.
    package static func deterministic(seed: Int, threads: Int, objective: String = "binary") -> ParameterList {
        ParameterList(
            for: .lightgbm,
            [
                "objective": objective, "metric": "None", "deterministic": "true", "force_col_wise": "true",
                "enable_bundle": "false", "seed": String(seed), "num_threads": String(threads), "verbosity": "1",
            ])
    }

    /// The value of a parameter under the learner's main name for it.
    package subscript(name: String) -> String? {
        entries.first { $0.name == name }?.value
    }

    /// Sets a parameter and replaces its earlier value under this or another name for it.
    ///
    /// - Parameters:
    ///   - name: A name that the learner knows, such as `learning_rate` or its alias `eta`.
    ///   - value: The value in the learner's notation, with lists joined by commas.
    /// - Throws: `BoostingError` for a name that the learner does not know, and for a value that its notation cannot
    ///   express.
    package mutating func set(_ name: String, _ value: some LosslessStringConvertible) throws(BoostingError) {
        guard let main = LearnerParameters.main(of: name, for: kind) else {
            throw BoostingError(
                problem: "\(kind.title) has no parameter '\(name)'.",
                remedy: LearnerParameters.nearest(to: name, for: kind).map { "Did you mean '\($0)'?" })
        }
        let text = String(value)
        guard !text.isEmpty, !text.contains(where: { $0.isWhitespace || "=\"'#".contains($0) }) else {
            throw BoostingError(
                problem: "The value '\(text)' of \(kind.title)'s parameter '\(name)' cannot be passed on.")
        }
        let entry = Entry(name: main, value: text)
        if let index = entries.firstIndex(where: { $0.name == main }) {
            entries[index] = entry
        } else {
            entries.append(entry)
        }
    }

    /// The seed, or 0 if the learner has none.
    package var seed: Int { self["seed"].flatMap { Int($0) } ?? 0 }

    /// The parameters as LightGBM reads them: `name=value name=value`.
    var rendered: String { entries.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }

    /// The number of threads, 1 or more.
    var threads: Int {
        let name =
            switch kind {
            case .lightgbm: "num_threads"
            case .xgboost: "nthread"
            default: "threads"
            }
        return max(1, self[name].flatMap { Int($0) } ?? 1)
    }
}
