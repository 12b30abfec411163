extension ExplorationReport {
    /// How the values of a number are spread over the snapshots.
    package struct Distribution: Codable, Equatable, Sendable {
        package enum Kind: String, Codable, Sendable {
            case webRank = "web-rank"
            case size, recency, count
        }

        package var kind: Kind
        /// The column of the snapshot files.
        package var column: String
        /// Within a sentence: "deal actions in 30 days".
        package var title: String
        /// In their order; those between two others are there even where they are empty.
        package var bins: [Bin]
        /// Snapshots whose value is in no bin, such as a portal without a rank.
        package var apart: [Bin]
        /// The value in the middle of those in the bins; nil without any.
        package var median: Double?

        package init(kind: Kind, column: String, title: String, bins: [Bin], apart: [Bin], median: Double?) {
            self.kind = kind
            self.column = column
            self.title = title
            self.bins = bins
            self.apart = apart
            self.median = median
        }

        /// Snapshots in the bins and apart.
        package var snapshots: Int { (bins + apart).reduce(0) { $0 + $1.snapshots } }
        package var conversions: Int { (bins + apart).reduce(0) { $0 + $1.conversions } }
    }

    /// Snapshots whose values lie next to each other.
    package struct Bin: Codable, Equatable, Sendable {
        /// As it is shown: `20–49`, `no web rank`.
        package var name: String
        /// low <= value < high; nil where there is no such end.
        package var low: Double?
        package var high: Double?
        /// All of them.
        package var snapshots: Int
        /// Those that have matured, and those of them that were followed by a conversion.
        package var matured: Int
        package var conversions: Int
    }

    /// Pearson's correlation of numbers with each other and with the target, over matured snapshots; a pair is judged on
    /// the snapshots that have both.
    package struct Correlations: Codable, Equatable, Sendable {
        /// What is compared, the target last.
        package var names: [String]
        /// The matrix, row by row; nil where one of the two does not vary.
        package var values: [[Double?]]
        package var snapshots: Int

        /// The correlation of each name with the target, without the target's own.
        package var withTarget: [(name: String, value: Double?)] {
            guard let target = values.last else { return [] }
            return zip(names, target).dropLast().map { ($0, $1) }
        }
    }
}
