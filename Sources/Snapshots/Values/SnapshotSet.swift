package import Base
package import Sources

/// The snapshots of one run, as files; the value that `Snapshots` hands to the stages behind it.
///
/// A snapshot is one portal on one Sunday, with only what was known at the end of that day. Portals that have never
/// had a usage row look the same on every Sunday, so they are kept as spans of Sundays instead of one row each; so are
/// those whose rows have all left every window, of which only the time since the last changes. `SnapshotFiles` reads them back.
package struct SnapshotSet: Codable, Equatable, Sendable {
    /// The Sunday for which the run is made; nothing later is in the files.
    package var asOf: Day
    /// How far usage and outcomes reach.
    package var clocks: Clocks
    /// The first Sunday of the data.
    package var firstSunday: Day
    package var population: Population
    /// Days after a snapshot in which a conversion counts.
    package var horizon: Int
    package var windows: [Int]
    package var featureSet: FeatureSetName
    package var cadence: Cadence
    /// Count columns: actions first, then users.
    package var actions: [String]
    package var users: [String]
    package var idColumn: String
    package var firmographics: [FirmographicColumn]
    /// Folder of Parquet files, one row per snapshot but for the dormant.
    package var snapshotsFolder: String
    /// nil where there are no dormant spans.
    package var dormant: Dormant?
    /// Folder of Parquet files, one row per portal that was without usage, with its first and last such Sunday.
    package var coldFolder: String
    /// Parquet file with `id`, `close_date` and `mrr`, one row per portal; the last two are null for a free one.
    package var portalsFile: String
    package var counts: Counts
    package var company: CompanyOnSunday

    /// How many snapshots there are.
    package struct Counts: Codable, Equatable, Sendable {
        /// Snapshots of portals that had had a usage row, dormant ones included.
        package var snapshots: Int
        /// Rows in the files of cold spans.
        package var coldSpans: Int
        /// At most so many different rows they come to in training, where creation dates make them differ by Sunday; nil:
        /// two for each span.
        package var coldRows: Int?
        /// The snapshots that the cold spans stand for.
        package var coldSnapshots: Int
        /// Portals with at least one of `snapshots`.
        package var portals: Int
        /// Snapshots whose portal converted within the horizon, as far as it is known, cold ones included.
        package var positives: Int

        package init(
            snapshots: Int, coldSpans: Int = 0, coldSnapshots: Int = 0, portals: Int, positives: Int = 0
        ) {
            self.snapshots = snapshots
            self.coldSpans = coldSpans
            self.coldSnapshots = coldSnapshots
            self.portals = portals
            self.positives = positives
        }
    }

    /// Portals on Sundays on which all their rows have left every window: only the time since the last changes.
    package struct Dormant: Codable, Equatable, Sendable {
        /// Folder of Parquet files with the columns of a snapshot as it was on the first Sunday of a span, and the last.
        package var folder: String
        /// Rows in them.
        package var spans: Int
        /// The snapshots that they stand for.
        package var snapshots: Int
    }

    /// A firmographic as the snapshot files carry it: as given, and as a model takes it.
    package struct FirmographicColumn: Codable, Equatable, Sendable {
        package var given: String
        /// The derived number; nil for a category.
        package var derived: String?
        /// The value of a rank that stands for "unranked".
        package var unranked: Double?

        package init(_ firmographic: Firmographic) {
            given = firmographic.column
            derived = firmographic.kind == .category ? nil : firmographic.featureColumn
            if case .rank(let value) = firmographic.kind { unranked = value }
        }
    }

    package init(
        asOf: Day, clocks: Clocks? = nil, firstSunday: Day, population: Population, horizon: Int, windows: [Int],
        featureSet: FeatureSetName,
        cadence: Cadence, actions: [String],
        users: [String], idColumn: String, firmographics: [FirmographicColumn], snapshotsFolder: String,
        dormant: Dormant? = nil, coldFolder: String, portalsFile: String, counts: Counts, company: CompanyOnSunday
    ) {
        self.asOf = asOf
        self.clocks = clocks ?? Clocks(usageThrough: asOf, outcomesThrough: asOf)
        self.firstSunday = firstSunday
        self.population = population
        self.horizon = horizon
        self.windows = windows
        self.featureSet = featureSet
        self.cadence = cadence
        self.actions = actions
        self.users = users
        self.idColumn = idColumn
        self.firmographics = firmographics
        self.snapshotsFolder = snapshotsFolder
        self.dormant = dormant
        self.coldFolder = coldFolder
        self.portalsFile = portalsFile
        self.counts = counts
        self.company = company
    }
}

/// All portals of the company as they stand on the run's Sunday: known = customers + free.
package struct CompanyOnSunday: Codable, Equatable, Sendable {
    /// Portals in either portal table.
    package var known: Int
    /// Portals that had closed by that Sunday.
    package var customers: Int
    /// All others.
    package var free: Int
    /// Free portals that cannot be on a list, by reason.
    package var excluded: [ExcludedPortals]

    package init(known: Int, customers: Int, free: Int, excluded: [ExcludedPortals]) {
        self.known = known
        self.customers = customers
        self.free = free
        self.excluded = excluded
    }
}

/// The columns of the snapshot files.
package enum SnapshotColumn {
    /// The snapshot day.
    package static let date = "DATE"
    /// Days from the last day with any activity to the snapshot day; null where there was none.
    package static let recency = "DAYS_SINCE_LAST_ACTIVITY"
    /// The close date as it was known on the run's Sunday; never a feature.
    package static let closeDate = "CLOSEDATE"
    /// Whether the outcomes of the whole horizon were known on the run's Sunday.
    package static let matured = "MATURED"
    /// In the files of cold and dormant spans: the first Sunday (of a dormant one it is `date`) and the last.
    package static let firstDate = "FIRST_DATE"
    package static let lastDate = "LAST_DATE"
    /// In the files of cold spans: the day on which the portal was created; null where it is not known.
    package static let created = "CREATED"

    // Of the extended set. Weeks end on the snapshot's weekday.

    /// Days from the last usage row, of zeros or not.
    package static let daysSinceLastRow = "DAYS_SINCE_LAST_ROW"
    /// Days from the first row with any activity.
    package static let daysSinceFirstUse = "DAYS_SINCE_FIRST_USE"
    /// Days from the first snapshot day on or after the first usage row, of zeros or not: by then the portal could be seen.
    package static let daysSinceFirstSeen = "DAYS_SINCE_FIRST_SEEN"
    /// Days from the day on which the portal was created; null where it is not known, or where usage contradicts it by
    /// coming first. `daysSinceFirstSeen` then stands in.
    package static let daysSinceCreated = "DAYS_SINCE_CREATED"
    /// Weeks with any activity, ever and in the last 12.
    package static let activeWeeks = "ACTIVE_WEEKS"
    package static let activeWeeks12 = "ACTIVE_WEEKS_12W"
    /// Actions and users of all modules in the last 4 weeks and in the 4 before.
    package static let actions4 = "TOTAL_ACTIONS_4W"
    package static let actionsPrior4 = "TOTAL_ACTIONS_PRIOR_4W"
    package static let users4 = "TOTAL_USERS_4W"
    package static let usersPrior4 = "TOTAL_USERS_PRIOR_4W"
    /// The most users that any module had on one day, several rows of a day added up: ever, in the last 4 weeks, and in the 4 before.
    package static let maxUsers = "MAX_USERS_EVER"
    package static let maxUsers4 = "MAX_USERS_4W"
    package static let maxUsersPrior4 = "MAX_USERS_PRIOR_4W"
    /// Modules whose first action ever lies in the last 4 weeks.
    package static let newModules4 = "NEW_MODULES_4W"

    /// The half-lives of decayed signals, in weeks.
    package static let halfLives = [1, 2, 4, 8]
    /// The signals that decay: actions and users of all modules, and active weeks.
    package static let decayedSignals = ["ACTIONS", "USERS", "ACTIVE_WEEKS"]

    /// An exponentially decayed weekly signal, such as `DECAYED_ACTIONS_4W`.
    package static func decayed(_ signal: String, halfLife: Int) -> String { "DECAYED_\(signal)_\(halfLife)W" }

    /// The window of the extended set beyond the configured ones, in days.
    package static let longWindow = 84

    /// The sum of a count column over all time, such as `ACTIONS_CRM_DEALS_LIFETIME_SUM`.
    package static func lifetime(_ column: String) -> String { "\(column)_LIFETIME_SUM" }

    /// The sum of a count column over a lookback window, such as `ACTIONS_CRM_DEALS_7D_SUM`.
    package static func sum(_ column: String, window: Int) -> String { "\(column)_\(window)D_SUM" }
}

extension SnapshotSet {
    /// The last day whose outcomes are known and not later than the run's Sunday. A snapshot has matured where its whole
    /// horizon lies up to this day.
    package var labelsThrough: Day { clocks.labelsThrough(asOf: asOf) }

    /// Days from `labelsThrough` to the run's Sunday: how far outcomes lag behind usage.
    package var labelLag: Int { asOf - labelsThrough }

    /// The last Sunday that has matured; before `firstSunday` where none has.
    package var lastMatured: Day { (labelsThrough - horizon).onOrBefore(asOf.weekday) }

    /// The same files under other paths.
    package func mappingPaths(_ path: (String) -> String) -> SnapshotSet {
        var mapped = self
        mapped.snapshotsFolder = path(snapshotsFolder)
        if let dormant { mapped.dormant?.folder = path(dormant.folder) }
        mapped.coldFolder = path(coldFolder)
        mapped.portalsFile = path(portalsFile)
        return mapped
    }

    /// The windows over which the snapshots carry sums: the configured ones, and a long one in the extended set.
    package var sumWindows: [Int] {
        featureSet == .extended && !windows.contains(SnapshotColumn.longWindow)
            ? windows + [SnapshotColumn.longWindow] : windows
    }

    /// The usage columns with whole numbers, in the order of the files; those after the sums may be null.
    package var usageColumns: [String] {
        let counts = actions + users
        var columns = sumWindows.flatMap { window in counts.map { SnapshotColumn.sum($0, window: window) } }
        guard featureSet == .extended else { return columns }
        columns += counts.map(SnapshotColumn.lifetime)
        columns += SnapshotColumn.history
        columns += SnapshotColumn.decayedSignals.flatMap { signal in
            SnapshotColumn.halfLives.map { SnapshotColumn.decayed(signal, halfLife: $0) }
        }
        return columns
    }

    /// The columns that may be null. For a portal without usage all are, but for the days since it was created.
    package var nullableColumns: [String] {
        featureSet == .extended
            ? [
                SnapshotColumn.recency, SnapshotColumn.daysSinceLastRow, SnapshotColumn.daysSinceFirstUse,
                SnapshotColumn.daysSinceFirstSeen, SnapshotColumn.daysSinceCreated,
            ] : [SnapshotColumn.recency]
    }
}

extension SnapshotColumn {
    /// The columns of the weekly history, in the order of the files.
    package static let history = [
        activeWeeks, activeWeeks12, actions4, actionsPrior4, users4, usersPrior4, maxUsers, maxUsers4, maxUsersPrior4,
        newModules4,
    ]
}

extension SnapshotColumn {
    /// 1 where the portal converted within the horizon, such as `LABEL_CONVERT_30D`.
    package static func label(horizon: Int) -> String { "LABEL_CONVERT_\(horizon)D" }
}

extension SnapshotSet {
    /// The weekday of the snapshots.
    package var weekday: Weekday { asOf.weekday }
    /// The longest of the configured lookback windows, in days.
    package var longestWindow: Int { windows.last ?? 30 }
    /// The label's column in the snapshot files.
    package var labelColumn: String { SnapshotColumn.label(horizon: horizon) }
}
