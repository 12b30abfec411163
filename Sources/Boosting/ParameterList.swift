/// LightGBM's parameters under its own names, in the order in which they were set.
///
/// LightGBM itself only prints a warning for a name that it does not know and takes the first of two values;
/// here both are settled before it sees them.
package struct ParameterList: Equatable, Sendable {
    package struct Entry: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    /// What makes two trainings on the same rows, with the same seed, give the same trees with any number of threads.
    ///
    /// - `deterministic`: no sum over all rows depends on how they are shared among threads.
    /// - `force_col_wise`: a feature's histogram is summed by one thread, rows in order. With `force_row_wise` the
    ///   rows are cut into one block per thread, and rounding depends on the cut.
    /// - `enable_bundle=false`: sparse features are not merged, so no histogram is summed row-wise after all.
    ///
    /// - Parameters:
    ///   - seed: The seed of all that LightGBM draws: rows, columns, and the sample from which bins are made.
    ///   - threads: The number of threads, 1 or more.
    package static func deterministic(seed: Int, threads: Int) -> ParameterList {
        var list = ParameterList()
        list.entries = [
            Entry(name: "objective", value: "binary"), Entry(name: "metric", value: "None"),
            Entry(name: "deterministic", value: "true"), Entry(name: "force_col_wise", value: "true"),
            Entry(name: "enable_bundle", value: "false"), Entry(name: "seed", value: String(seed)),
            Entry(name: "num_threads", value: String(threads)), Entry(name: "verbosity", value: "1"),
        ]
        return list
    }

    /// The value of a parameter under LightGBM's main name for it.
    package subscript(name: String) -> String? {
        entries.first { $0.name == name }?.value
    }

    /// Sets a parameter, in place of its earlier value under this name or another name for the same.
    ///
    /// - Parameters:
    ///   - name: A name that LightGBM knows, such as `learning_rate` or its alias `eta`.
    ///   - value: The value in LightGBM's notation, lists joined by commas.
    /// - Throws: `BoostingError` for a name that LightGBM does not know, and for a value that its notation
    ///   cannot carry.
    package mutating func set(_ name: String, _ value: some LosslessStringConvertible) throws(BoostingError) {
        guard let main = ParameterNames.main(of: name) else {
            throw BoostingError(
                problem: "LightGBM has no parameter '\(name)'.",
                remedy: ParameterNames.nearest(to: name).map { "Did you mean '\($0)'?" })
        }
        let text = String(value)
        guard !text.isEmpty, !text.contains(where: { $0.isWhitespace || "=\"'#".contains($0) }) else {
            throw BoostingError(problem: "The value '\(text)' of LightGBM's parameter '\(name)' cannot be passed on.")
        }
        let entry = Entry(name: main, value: text)
        if let index = entries.firstIndex(where: { $0.name == main }) {
            entries[index] = entry
        } else {
            entries.append(entry)
        }
    }

    /// The parameters as LightGBM reads them: `name=value name=value`.
    var rendered: String { entries.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }

    var threads: Int { self["num_threads"].flatMap { Int($0) } ?? 1 }
}
