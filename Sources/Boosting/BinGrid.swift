internal import Arrow

/// The bins of a feature, laid down by what it means before any row is seen.
///
/// Trees split between bins. Bins learned from rows need a pass over them, and what they were learned from; these are the
/// same on every Sunday, so rows of different days may lie in one set of bins without one knowing of the other.
package struct BinGrid: Equatable, Sendable {
    /// One value for each bin, ascending. A bin ends half way to the next value; the first and the last are open. A missing
    /// value has a bin of its own, and in LightGBM zero too, up to which those beside it reach.
    package let values: [Double]

    /// What fits into a byte in either library, beside the bins of zero and of missing values. Categories may have more.
    package static let mostValues = 250

    /// - Parameter values: in any order, equal ones count once; 2 to `mostValues` of them, and finite.
    package init(_ values: some Sequence<Double>) {
        self.values = Set(values).sorted()
        precondition((2...Self.mostValues).contains(self.values.count), "A grid has \(self.values.count) values.")
        precondition(self.values.allSatisfy(\.isFinite), "A grid has a value that is not finite.")
    }

    /// Where one bin ends and the next begins, ascending.
    var borders: [Double] { zip(values, values.dropFirst()).map { $0 + ($1 - $0) / 2 } }
}

extension TrainingRows {
    /// Rows that make a library lay out the bins of the grids, with a label that means nothing; nil where bins are learned
    /// from the rows.
    ///
    /// A category has a bin for each code up to its largest, and for 0 and 1.
    ///
    /// - Parameters:
    ///   - values: the values of a feature that the library is to make bins from.
    ///   - isRepeated: whether values are repeated to fill a column up, or missing ones follow them.
    func outline(_ values: (BinGrid) -> [Double], isRepeated: Bool) throws -> TrainingRows? {
        guard let grids else { return nil }
        let columns = try zip(features, grids).map { column, grid in
            categorical.contains(column)
                ? (0..<max(2, try CategoryCodes(column: column, of: table).seen.count)).map(Double.init) : values(grid)
        }
        let count = columns.map(\.count).max() ?? 0
        let filled = columns.map { column in
            (0..<count).map { $0 < column.count ? column[$0] : isRepeated ? column[$0 % column.count] : .nan } + [.nan]
        }
        let all = table.columns
        let outline = ArrowTable(
            names: features.map { all[$0].name } + ["label"],
            columns: filled + [[Double](repeating: 0, count: count + 1)])
        return TrainingRows(
            outline, features: Array(features.indices), label: features.count,
            categorical: Set(features.indices.filter { categorical.contains(features[$0]) }))
    }
}
