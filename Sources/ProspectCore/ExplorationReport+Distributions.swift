extension ExplorationReport {
    /// How the values of a number are spread over the snapshots.
    public struct Distribution: Codable, Equatable, Sendable {
        public enum Kind: String, Codable, Sendable {
            case webRank = "web-rank"
            case size, recency, count
        }

        public var kind: Kind
        /// The column of the snapshot files.
        public var column: String
        /// Within a sentence: "deal actions in 30 days".
        public var title: String
        /// In their order; those between two others are there even where they are empty.
        public var bins: [Bin]
        /// Snapshots whose value is in no bin, such as a portal without a rank.
        public var apart: [Bin]
        /// The value in the middle of those in the bins; nil without any.
        public var median: Double?

        public init(kind: Kind, column: String, title: String, bins: [Bin], apart: [Bin], median: Double?) {
            self.kind = kind
            self.column = column
            self.title = title
            self.bins = bins
            self.apart = apart
            self.median = median
        }

        /// Snapshots in the bins and apart.
        public var snapshots: Int { (bins + apart).reduce(0) { $0 + $1.snapshots } }
        public var conversions: Int { (bins + apart).reduce(0) { $0 + $1.conversions } }
    }

    /// Snapshots whose values lie next to each other.
    public struct Bin: Codable, Equatable, Sendable {
        /// As it is shown: `20–49`, `no web rank`.
        public var name: String
        /// low <= value < high; nil where there is no such end.
        public var low: Double?
        public var high: Double?
        /// All of them.
        public var snapshots: Int
        /// Those that have matured, and those of them that were followed by a conversion.
        public var matured: Int
        public var conversions: Int

        public init(name: String, low: Double?, high: Double?, snapshots: Int, matured: Int, conversions: Int) {
            self.name = name
            self.low = low
            self.high = high
            self.snapshots = snapshots
            self.matured = matured
            self.conversions = conversions
        }
    }

    /// Pearson's correlation of numbers with each other and with the target, over matured snapshots; a pair is judged on
    /// the snapshots that have both.
    public struct Correlations: Codable, Equatable, Sendable {
        /// What is compared, the target last.
        public var names: [String]
        /// The matrix, row by row; nil where one of the two does not vary.
        public var values: [[Double?]]
        public var snapshots: Int

        public init(names: [String], values: [[Double?]], snapshots: Int) {
            self.names = names
            self.values = values
            self.snapshots = snapshots
        }

        /// The correlation of each name with the target, without the target's own.
        public var withTarget: [(name: String, value: Double?)] {
            guard let target = values.last else { return [] }
            return zip(names, target).dropLast().map { ($0, $1) }
        }
    }
}
