package import Base
internal import Modeling
package import Sources
internal import Tuning

/// What the snapshots of a run look like, before any model: `exploration.json`.
///
/// Everything that tells of conversions counts matured snapshots alone; intervals are 90% ones in which a portal's
/// Sundays are taken together.
package struct ExplorationReport: Codable, Equatable, Sendable {
    package var asOf: Day
    /// Days after a snapshot in which a conversion counts.
    package var horizon: Int
    /// The longest of the configured lookback windows, in days.
    package var window: Int
    /// All snapshots, and those of them that are of portals before any usage.
    package var snapshots: Int
    package var coldSnapshots: Int
    /// Portals with at least one snapshot.
    package var portals: Int
    package var firstSunday: Day
    /// The last Sunday whose whole horizon has been observed; nil where there is none.
    package var lastMatured: Day?
    /// How many of the matured snapshots were followed by a conversion; nil without any.
    package var target: Rate?
    /// Portals that converted within the horizon of a matured snapshot.
    package var convertedPortals: Int
    /// By month, the earliest first.
    package var months: [Group]
    /// Every Sunday, the earliest first.
    package var weeks: [Week]
    package var missing: [MissingValues]
    /// Columns that are 0, and never missing, where there is nothing to count.
    package var completeColumns: Int
    /// By company size and by industry, where the company has such columns.
    package var breakdowns: [Breakdown]
    package var distributions: [Distribution]
    package var correlations: Correlations
    /// What the checks have to say about the three tables.
    package var findings: [Finding]

    /// Conversions per snapshot.
    package struct Rate: Codable, Equatable, Sendable {
        package var snapshots: Int
        /// Portals behind them.
        package var portals: Int
        /// Snapshots that were followed by a conversion.
        package var conversions: Int
        package var rate: Double
        package var low: Double
        package var high: Double
    }

    /// Snapshots that have something in common.
    package struct Group: Codable, Equatable, Sendable {
        /// The value; a month as `2020-03`; nil: missing.
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
        /// Of portals that have had a usage row.
        package var withUsage: Int
        /// Of them, those with activity in the seven days that end with the Sunday; nil in reports of before there was one.
        package var active: Int?
        /// Of portals before any usage.
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
        /// Of all snapshots, in [0, 1].
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
        /// The most frequent values, sizes in their order and industries by their number; missing values last.
        package var groups: [Group]
        /// The values that are not shown, taken together.
        package var others: Group?
        /// How many those are.
        package var otherValues: Int
    }

    /// A report in which nothing has been counted but the snapshots.
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
