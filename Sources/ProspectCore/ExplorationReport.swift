/// What the snapshots of a run look like, before any model: `exploration.json`.
///
/// Everything that tells of conversions counts matured snapshots alone; intervals are 90% ones in which a portal's
/// Sundays are taken together.
public struct ExplorationReport: Codable, Equatable, Sendable {
    public var asOf: Day
    /// Days after a snapshot in which a conversion counts.
    public var horizon: Int
    /// The longest of the configured lookback windows, in days.
    public var window: Int
    /// All snapshots, and those of them that are of portals before any usage.
    public var snapshots: Int
    public var coldSnapshots: Int
    /// Portals with at least one snapshot.
    public var portals: Int
    public var firstSunday: Day
    /// The last Sunday whose whole horizon has been observed; nil where there is none.
    public var lastMatured: Day?
    /// How many of the matured snapshots were followed by a conversion; nil without any.
    public var target: Rate?
    /// Portals that converted within the horizon of a matured snapshot.
    public var convertedPortals: Int
    /// By month, the earliest first.
    public var months: [Group]
    /// Every Sunday, the earliest first.
    public var weeks: [Week]
    public var missing: [MissingValues]
    /// Columns that are 0, and never missing, where there is nothing to count.
    public var completeColumns: Int
    /// By company size and by industry, where the company has such columns.
    public var breakdowns: [Breakdown]
    public var distributions: [Distribution]
    public var correlations: Correlations
    /// What the checks have to say about the three tables.
    public var findings: [Finding]

    /// Conversions per snapshot.
    public struct Rate: Codable, Equatable, Sendable {
        public var snapshots: Int
        /// Portals behind them.
        public var portals: Int
        /// Snapshots that were followed by a conversion.
        public var conversions: Int
        public var rate: Double
        public var low: Double
        public var high: Double

        public init(snapshots: Int, portals: Int, conversions: Int, rate: Double, low: Double, high: Double) {
            self.snapshots = snapshots
            self.portals = portals
            self.conversions = conversions
            self.rate = rate
            self.low = low
            self.high = high
        }
    }

    /// Snapshots that have something in common.
    public struct Group: Codable, Equatable, Sendable {
        /// The value; a month as `2020-03`; nil: missing.
        public var name: String?
        public var rate: Rate

        public init(name: String?, rate: Rate) {
            self.name = name
            self.rate = rate
        }
    }

    /// The snapshots of one Sunday.
    public struct Week: Codable, Equatable, Sendable {
        public var sunday: Day
        /// Of portals that have had a usage row.
        public var withUsage: Int
        /// Of them, those with activity in the seven days that end with the Sunday; nil in reports of before there was one.
        public var active: Int?
        /// Of portals before any usage.
        public var cold: Int

        public init(sunday: Day, withUsage: Int, active: Int?, cold: Int) {
            self.sunday = sunday
            self.withUsage = withUsage
            self.active = active
            self.cold = cold
        }
    }

    /// How often a column has no value.
    public struct MissingValues: Codable, Equatable, Sendable {
        public var column: String
        public var missing: Int
        /// Of all snapshots, in [0, 1].
        public var share: Double

        public init(column: String, missing: Int, share: Double) {
            self.column = column
            self.missing = missing
            self.share = share
        }
    }

    /// Conversion by the values of a firmographic.
    public struct Breakdown: Codable, Equatable, Sendable {
        public enum Kind: String, Codable, Sendable { case size, industry }

        public var kind: Kind
        public var column: String
        public var title: String
        /// The most frequent values, sizes in their order and industries by their number; missing values last.
        public var groups: [Group]
        /// The values that are not shown, taken together.
        public var others: Group?
        /// How many those are.
        public var otherValues: Int

        public init(
            kind: Kind, column: String, title: String, groups: [Group], others: Group?, otherValues: Int
        ) {
            self.kind = kind
            self.column = column
            self.title = title
            self.groups = groups
            self.others = others
            self.otherValues = otherValues
        }
    }

    /// A report in which nothing has been counted but the snapshots.
    public init(
        asOf: Day, horizon: Int, window: Int, snapshots: Int, coldSnapshots: Int, firstSunday: Day, lastMatured: Day?,
        completeColumns: Int, findings: [Finding]
    ) {
        self.asOf = asOf
        self.horizon = horizon
        self.window = window
        self.snapshots = snapshots
        self.coldSnapshots = coldSnapshots
        self.firstSunday = firstSunday
        self.lastMatured = lastMatured
        self.completeColumns = completeColumns
        self.findings = findings
        (portals, convertedPortals) = (0, 0)
        (months, weeks, missing, breakdowns, distributions) = ([], [], [], [], [])
        correlations = Correlations(names: [], values: [], snapshots: 0)
    }
}
