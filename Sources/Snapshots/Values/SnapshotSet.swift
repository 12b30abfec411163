package import Base
package import Sources

/// The snapshots of one run as files, which `Snapshots` hands to later stages.
///
/// A snapshot is one portal on one Sunday, with only what was known at the end of that day. Portals that have never had
/// a usage row look the same on every Sunday, so they are kept as spans of Sundays instead of one row each. So are
/// portals whose rows have all left every window, because only the time since the last row changes. `SnapshotFiles`
/// reads them back.
package struct SnapshotSet: Codable, Equatable, Sendable {
    /// The Sunday of the run. The files contain nothing later.
    package var asOf: Day
    /// How far usage and outcomes reach.
    package var clocks: Clocks
    /// The first Sunday of the data.
    package var firstSunday: Day
    package var population: Population
    /// The number of days after a snapshot in which a conversion counts.
    package var horizon: Int
    package var windows: [Int]
    package var featureSet: FeatureSetName
    package var cadence: Cadence
    /// The count columns: actions first, then users.
    package var actions: [String]
    package var users: [String]
    package var idColumn: String
    package var firmographics: [FirmographicColumn]
    /// The folder of Parquet files with one row per snapshot, without dormant ones.
    package var snapshotsFolder: String
    /// The dormant spans, or nil if there are none.
    package var dormant: Dormant?
    /// The folder of Parquet files with one row per portal that was without usage, with its first and last such Sunday.
    package var coldFolder: String
    /// The Parquet file with `id`, `close_date` and `mrr`, one row per portal. The last two are null for a free portal.
    package var portalsFile: String
    package var counts: Counts
    package var company: CompanyOnSunday

    /// The numbers of snapshots.
    package struct Counts: Codable, Equatable, Sendable {
        /// The number of snapshots of portals that had a usage row before, including dormant ones.
        package var snapshots: Int
        /// The number of rows in the files of cold spans.
        package var coldSpans: Int
        /// Maximum number of different training rows of cold spans, if creation dates make them differ by Sunday. nil:
        /// two for each span.
        package var coldRows: Int?
        /// The number of snapshots that the cold spans stand for.
        package var coldSnapshots: Int
        /// The number of portals with at least one of `snapshots`.
        package var portals: Int
        /// The number of snapshots whose portal converted within the horizon, as far as known, including cold ones.
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

    /// Portals on Sundays on which all their rows have left every window. Only the time since the last row changes.
    package struct Dormant: Codable, Equatable, Sendable {
        /// The folder of Parquet files with the columns of a snapshot on the first Sunday of a span, and the last
        /// Sunday.
        package var folder: String
        /// The number of rows in the files.
        package var spans: Int
        /// The number of snapshots that the rows stand for.
        package var snapshots: Int
    }

    /// A firmographic in the snapshot files: as given, and in the form for models.
    package struct FirmographicColumn: Codable, Equatable, Sendable {
        package var given: String
        /// The derived number, or nil for a category.
        package var derived: String?
        /// The value of a rank that means "unranked".
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

/// All portals of the company as of the run's Sunday: known = customers + free.
package struct CompanyOnSunday: Codable, Equatable, Sendable {
    /// The number of portals in either portal table.
    package var known: Int
    /// The number of portals that had closed by that Sunday.
    package var customers: Int
    /// The number of all other portals.
    package var free: Int
    /// The free portals that cannot be on a list, by reason.
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
    /// The days from the last day with any activity to the snapshot day. Null if there was no activity.
    package static let recency = "DAYS_SINCE_LAST_ACTIVITY"
    /// The close date as known on the run's Sunday. It is never a feature.
    package static let closeDate = "CLOSEDATE"
    /// Whether the outcomes of the whole horizon were known on the run's Sunday.
    package static let matured = "MATURED"
    /// The first Sunday of a cold span and the last Sunday of a cold or dormant span. The first Sunday of a dormant
    /// span is `date`.
    package static let firstDate = "FIRST_DATE"
    package static let lastDate = "LAST_DATE"
    /// The day on which the portal was created, in the files of cold spans. Null if unknown.
    package static let created = "CREATED"

    // The extended set. Weeks end on the snapshot's weekday.

    /// The days since the last usage row, even if the row is all zeros.
    package static let daysSinceLastRow = "DAYS_SINCE_LAST_ROW"
    /// The days since the first row with any activity.
    package static let daysSinceFirstUse = "DAYS_SINCE_FIRST_USE"
    /// The days since the first snapshot day on or after the first usage row, even if the row is all zeros. The portal
    /// was visible by then.
    package static let daysSinceFirstSeen = "DAYS_SINCE_FIRST_SEEN"
    /// The days since the portal was created. Null if that is unknown, or if usage before that day contradicts it.
    /// `daysSinceFirstSeen` then replaces it.
    package static let daysSinceCreated = "DAYS_SINCE_CREATED"
    /// The numbers of weeks with any activity, ever and in the last 12 weeks.
    package static let activeWeeks = "ACTIVE_WEEKS"
    package static let activeWeeks12 = "ACTIVE_WEEKS_12W"
    /// The actions and users of all modules in the last 4 weeks and in the 4 weeks before.
    package static let actions4 = "TOTAL_ACTIONS_4W"
    package static let actionsPrior4 = "TOTAL_ACTIONS_PRIOR_4W"
    package static let users4 = "TOTAL_USERS_4W"
    package static let usersPrior4 = "TOTAL_USERS_PRIOR_4W"
    /// The largest number of users that any module had on one day, with several rows of a day added up: ever, in the
    /// last 4 weeks, and in the 4 weeks before.
    package static let maxUsers = "MAX_USERS_EVER"
    package static let maxUsers4 = "MAX_USERS_4W"
    package static let maxUsersPrior4 = "MAX_USERS_PRIOR_4W"
    /// The number of modules whose first action ever lies in the last 4 weeks.
    package static let newModules4 = "NEW_MODULES_4W"

    /// The half-lives of decayed signals, in weeks.
    package static let halfLives = [1, 2, 4, 8]
    /// The decayed signals: actions and users of all modules, and active weeks.
    package static let decayedSignals = ["ACTIONS", "USERS", "ACTIVE_WEEKS"]

    /// Returns the column of an exponentially decayed weekly signal, such as `DECAYED_ACTIONS_4W`.
    package static func decayed(_ signal: String, halfLife: Int) -> String { "DECAYED_\(signal)_\(halfLife)W" }

    /// The window that the extended set adds to the configured ones, in days.
    package static let longWindow = 84

    /// Returns the column with the sum of a count column over all time, such as `ACTIONS_CRM_DEALS_LIFETIME_SUM`.
    package static func lifetime(_ column: String) -> String { "\(column)_LIFETIME_SUM" }

    /// Returns the column with the sum of a count column over a lookback window, such as `ACTIONS_CRM_DEALS_7D_SUM`.
    package static func sum(_ column: String, window: Int) -> String { "\(column)_\(window)D_SUM" }
}

extension SnapshotSet {
    /// The last day whose outcomes are known, not later than the run's Sunday. A snapshot has matured if its whole
    /// horizon lies up to this day.
    package var labelsThrough: Day { clocks.labelsThrough(asOf: asOf) }

    /// The number of days from `labelsThrough` to the run's Sunday: the lag of outcomes behind usage.
    package var labelLag: Int { asOf - labelsThrough }

    /// The last Sunday that has matured. It is before `firstSunday` if none has.
    package var lastMatured: Day { (labelsThrough - horizon).onOrBefore(asOf.weekday) }

    /// Returns the snapshots with other paths of their files.
    package func mappingPaths(_ path: (String) -> String) -> SnapshotSet {
        var mapped = self
        mapped.snapshotsFolder = path(snapshotsFolder)
        if let dormant { mapped.dormant?.folder = path(dormant.folder) }
        mapped.coldFolder = path(coldFolder)
        mapped.portalsFile = path(portalsFile)
        return mapped
    }

    /// The windows of the sums in the snapshots: the configured ones, and a long one in the extended set.
    package var sumWindows: [Int] {
        featureSet == .extended && !windows.contains(SnapshotColumn.longWindow)
            ? windows + [SnapshotColumn.longWindow] : windows
    }

    /// The usage columns with whole numbers, in the order of the files. Those after the sums may be null.
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

    /// The columns that may be null. For a portal without usage, all of them are null except the days since it was
    /// created.
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
    /// Returns the column that is 1 if the portal converted within the horizon, such as `LABEL_CONVERT_30D`.
    package static func label(horizon: Int) -> String { "LABEL_CONVERT_\(horizon)D" }
}

extension SnapshotSet {
    /// The weekday of the snapshots.
    package var weekday: Weekday { asOf.weekday }
    /// The longest configured lookback window, in days.
    package var longestWindow: Int { windows.last ?? 30 }
    /// The column of the label in the snapshot files.
    package var labelColumn: String { SnapshotColumn.label(horizon: horizon) }
}
