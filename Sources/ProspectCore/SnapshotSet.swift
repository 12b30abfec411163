/// The snapshots of one run, as files; the value that `Snapshots` hands to the stages behind it.
///
/// A snapshot is one portal on one Sunday, with only what was known at the end of that day. Portals that have never
/// had a usage row look the same on every Sunday, so they are kept as spans of Sundays instead of one row each.
public struct SnapshotSet: Codable, Equatable, Sendable {
    /// The Sunday for which the run is made; nothing later is in the files.
    public var asOf: Day
    /// The first Sunday of the data.
    public var firstSunday: Day
    public var population: Population
    /// Days after a snapshot in which a conversion counts.
    public var horizon: Int
    public var windows: [Int]
    /// Count columns: actions first, then users.
    public var actions: [String]
    public var users: [String]
    public var idColumn: String
    public var firmographics: [FirmographicColumn]
    /// Folder of Parquet files, one row per snapshot.
    public var snapshotsFolder: String
    /// Folder of Parquet files, one row per portal that was without usage, with its first and last such Sunday.
    public var coldFolder: String
    public var counts: Counts
    public var company: CompanyOnSunday

    /// How many snapshots there are.
    public struct Counts: Codable, Equatable, Sendable {
        /// Rows in the snapshot files.
        public var snapshots: Int
        /// Rows in the files of cold spans.
        public var coldSpans: Int
        /// The snapshots that the cold spans stand for.
        public var coldSnapshots: Int
        /// Portals with at least one row in the snapshot files.
        public var portals: Int
        /// Snapshots whose portal converted within the horizon, as far as it is known, cold ones included.
        public var positives: Int

        public init(snapshots: Int, coldSpans: Int, coldSnapshots: Int, portals: Int, positives: Int) {
            self.snapshots = snapshots
            self.coldSpans = coldSpans
            self.coldSnapshots = coldSnapshots
            self.portals = portals
            self.positives = positives
        }
    }

    /// A firmographic as the snapshot files carry it: as given, and as a model takes it.
    public struct FirmographicColumn: Codable, Equatable, Sendable {
        public var given: String
        /// The derived number; nil for a category.
        public var derived: String?

        public init(_ firmographic: Firmographic) {
            given = firmographic.column
            derived = firmographic.kind == .category ? nil : firmographic.featureColumn
        }
    }

    public init(
        asOf: Day, firstSunday: Day, population: Population, horizon: Int, windows: [Int], actions: [String],
        users: [String], idColumn: String, firmographics: [FirmographicColumn], snapshotsFolder: String,
        coldFolder: String, counts: Counts, company: CompanyOnSunday
    ) {
        self.asOf = asOf
        self.firstSunday = firstSunday
        self.population = population
        self.horizon = horizon
        self.windows = windows
        self.actions = actions
        self.users = users
        self.idColumn = idColumn
        self.firmographics = firmographics
        self.snapshotsFolder = snapshotsFolder
        self.coldFolder = coldFolder
        self.counts = counts
        self.company = company
    }
}

/// All portals of the company as they stand on the run's Sunday: known = customers + free.
public struct CompanyOnSunday: Codable, Equatable, Sendable {
    /// Portals in either portal table.
    public var known: Int
    /// Portals that had closed by that Sunday.
    public var customers: Int
    /// All others.
    public var free: Int
    /// Free portals that cannot be on a list, by reason.
    public var excluded: [ExcludedPortals]

    public init(known: Int, customers: Int, free: Int, excluded: [ExcludedPortals]) {
        self.known = known
        self.customers = customers
        self.free = free
        self.excluded = excluded
    }
}

/// The columns of the snapshot files.
public enum SnapshotColumn {
    /// The snapshot day.
    public static let date = "DATE"
    /// Days from the last day with any activity to the snapshot day; null where there was none.
    public static let recency = "DAYS_SINCE_LAST_ACTIVITY"
    /// The close date as it was known on the run's Sunday; never a feature.
    public static let closeDate = "CLOSEDATE"
    /// 1 where the portal converted within the horizon.
    public static let label = "LABEL_CONVERT_30D"
    /// Whether the whole horizon had been observed on the run's Sunday.
    public static let matured = "MATURED"
    /// In the files of cold spans: the first and the last Sunday of the span.
    public static let firstDate = "FIRST_DATE"
    public static let lastDate = "LAST_DATE"

    /// The sum of a count column over a lookback window, such as `ACTIONS_CRM_DEALS_7D_SUM`.
    public static func sum(_ column: String, window: Int) -> String { "\(column)_\(window)D_SUM" }
}
