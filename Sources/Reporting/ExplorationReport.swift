package import Base
internal import Modeling
package import Sources
internal import Tuning

/// The exploration of a run's snapshots, before any model: `exploration.json`.
///
/// All statements about conversions use matured snapshots only. Intervals are 90% intervals clustered by portal.
package struct ExplorationReport: Codable, Equatable, Sendable {
    package var asOf: Day
    /// The number of days after a snapshot in which a conversion counts.
    package var horizon: Int
    /// The longest configured lookback window, in days.
    package var window: Int
    /// The number of all snapshots, and of those before their portal's first usage.
    package var snapshots: Int
    package var coldSnapshots: Int
    /// The number of portals with at least one snapshot.
    package var portals: Int
    package var firstSunday: Day
    /// The last Sunday whose whole horizon has been observed, or nil if there is none.
    package var lastMatured: Day?
    /// The share of the matured snapshots that were followed by a conversion, or nil without any.
    package var target: Rate?
    /// The number of portals that converted within the horizon of a matured snapshot.
    package var convertedPortals: Int
    /// The groups by month, earliest first.
    package var months: [Group]
    /// Every Sunday, earliest first.
    package var weeks: [Week]
    package var missing: [MissingValues]
    /// The number of columns that cannot be missing, because they are 0 when there is nothing to count.
    package var completeColumns: Int
    /// The breakdowns by company size and by industry, if the company has such columns.
    package var breakdowns: [Breakdown]
    package var distributions: [Distribution]
    package var correlations: Correlations
    /// The findings of the checks of the three tables.
    package var findings: [Finding]

    /// Conversions per snapshot.
    package struct Rate: Codable, Equatable, Sendable {
        package var snapshots: Int
        /// The number of portals behind the snapshots.
        package var portals: Int
        /// The number of snapshots that were followed by a conversion.
        package var conversions: Int
        package var rate: Double
        package var low: Double
        package var high: Double
    }

    /// Snapshots with a common property.
    package struct Group: Codable, Equatable, Sendable {
        /// The value, or nil if it is missing. A month has the form `2020-03`.
        package var name: String?
        package var rate: Rate

        package init(name: String?, rate: Rate) {
            self.name = name
            self.rate = rate
        }
    }

    /// The snapshots of one Sunday.
    package struct Week: Codable, Equatable, Sendable {
        package var sunday: Day
        /// The number of snapshots of portals that have had a usage row.
        package var withUsage: Int
        /// The number of these with activity in the seven days that end with the Sunday. nil in reports of earlier
        /// versions.
        package var active: Int?
        /// The number of snapshots of portals before any usage.
        package var cold: Int

        package init(sunday: Day, withUsage: Int, active: Int?, cold: Int) {
            self.sunday = sunday
            self.withUsage = withUsage
            self.active = active
            self.cold = cold
        }
    }

    /// How often a column has no value.
    package struct MissingValues: Codable, Equatable, Sendable {
        package var column: String
        package var missing: Int
        /// The share of all snapshots, in [0, 1].
        package var share: Double

        package init(column: String, missing: Int, share: Double) {
            self.column = column
            self.missing = missing
            self.share = share
        }
    }

    /// Conversion by the values of a firmographic.
    package struct Breakdown: Codable, Equatable, Sendable {
        package enum Kind: String, Codable, Sendable { case size, industry }

        package var kind: Kind
        package var column: String
        package var title: String
        /// The most frequent values: sizes in their order, industries by frequency, missing values last.
        package var groups: [Group]
        /// All values that are not shown, as one group.
        package var others: Group?
        /// The number of values that are not shown.
        package var otherValues: Int
    }

    /// Makes a report in which only the snapshots have been counted.
    package init(
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
