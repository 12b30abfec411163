extension ExplorationReport {
    /// The distribution of the values of a number over the snapshots.
    package struct Distribution: Codable, Equatable, Sendable {
        package enum Kind: String, Codable, Sendable {
            case webRank = "web-rank"
            case size, recency, count
        }

        package var kind: Kind
        /// The column of the snapshot files.
        package var column: String
        /// The title within a sentence: "deal actions in 30 days".
        package var title: String
        /// The bins in order. Empty bins between others are included.
        package var bins: [Bin]
        /// The groups of snapshots whose value is in no bin, such as portals without a rank.
        package var apart: [Bin]
        /// The median of the values in the bins, or nil without any.
        package var median: Double?

        package init(kind: Kind, column: String, title: String, bins: [Bin], apart: [Bin], median: Double?) {
            self.kind = kind
            self.column = column
            self.title = title
            self.bins = bins
            self.apart = apart
            self.median = median
        }

        /// The number of snapshots in the bins and apart.
        package var snapshots: Int { (bins + apart).reduce(0) { $0 + $1.snapshots } }
        package var conversions: Int { (bins + apart).reduce(0) { $0 + $1.conversions } }
    }

    /// Snapshots with neighbouring values.
    package struct Bin: Codable, Equatable, Sendable {
        /// The name as it is shown: `20–49`, `no web rank`.
        package var name: String
        /// The bounds: low <= value < high. nil means no bound.
        package var low: Double?
        package var high: Double?
        /// The number of all snapshots.
        package var snapshots: Int
        /// The number of matured snapshots, and of those that were followed by a conversion.
        package var matured: Int
        package var conversions: Int

        package init(name: String, low: Double?, high: Double?, snapshots: Int, matured: Int, conversions: Int) {
            self.name = name
            self.low = low
            self.high = high
            self.snapshots = snapshots
            self.matured = matured
            self.conversions = conversions
        }
    }

    /// Pearson's correlations of numbers with each other and with the target, over matured snapshots. A pair uses the
    /// snapshots that have both values.
    package struct Correlations: Codable, Equatable, Sendable {
        /// The compared numbers, the target last.
        package var names: [String]
        /// The matrix, row by row. nil if one of the two does not vary.
        package var values: [[Double?]]
        package var snapshots: Int

        /// The correlation of each name with the target, without the target itself.
        package var withTarget: [(name: String, value: Double?)] {
            guard let target = values.last else { return [] }
            return zip(names, target).dropLast().map { ($0, $1) }
        }
    }
}
