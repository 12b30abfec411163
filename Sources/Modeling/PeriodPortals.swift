internal import Arrow
internal import Base
internal import DuckDB
internal import Snapshots

/// The portals that were free on the Sundays of a period, with their outcomes, read once for all Sundays.
///
/// A portal has a row for each Sunday, and a single row for the Sundays before its first usage row, on which it looks
/// the same. Rows are scored, and the scores are then assigned to the Sundays.
struct PeriodPortals {
    /// The features, the baseline and the known facts of each row.
    let table: ArrowTable
    private let period: SnapshotPeriod
    private let oneIn: Int
    private let first: [Double]
    private let last: [Double]
    private let convertedFrom: [Double]
    private let keys: [UInt64]
    private let revenue: [Double]

    /// Reads the portals.
    ///
    /// - Parameter oneIn: The sampling rate of portals that did not convert within the horizon: one in this many is
    ///   read.
    init(_ rows: SnapshotRows, period: SnapshotPeriod, oneIn: Int, connection: Connection) throws {
        let table = try ArrowTable.read(connection.arrowStream(SQL(unsafe: rows.portals(over: period, oneIn: oneIn))))
        func column(_ name: String) throws -> [Double] { try table.doubles(table.index(of: name)!) }
        self.table = table
        self.period = period
        self.oneIn = oneIn
        first = try column(SnapshotRows.firstSunday)
        last = try column(SnapshotRows.lastSunday)
        convertedFrom = try column(SnapshotRows.convertedFrom)
        keys = try column(SnapshotRows.key).map { UInt64($0) }
        revenue = try column(SnapshotRows.revenue)
    }

    /// The number of the period's snapshots that the rows stand for.
    var snapshots: Int {
        period.sundays.reduce(0) { count, sunday in
            count + first.indices.count { isPresent($0, on: Double(sunday.daysSinceEpoch)) }
        }
    }

    /// Returns the user-weeks in the longest window, by row.
    func baseline() throws -> [Double] { try table.doubles(table.index(of: SnapshotRows.baseline)!) }

    /// Returns the Sundays with the scores of their portals.
    ///
    /// - Parameters:
    ///   - scores: The scores by model or baseline, one for each row.
    ///   - probabilities: The probabilities by model or baseline, where there are any.
    func folds(scores: [String: [Double]], probabilities: [String: [Double]]) -> [FoldScores] {
        period.sundays.map { sunday in
            let day = Double(sunday.daysSinceEpoch)
            let present = first.indices.filter { row in
                guard isPresent(row, on: day) else { return false }
                return oneIn == 1 || converts(row, by: day) || keys[row] % UInt64(oneIn) == 0
            }
            let converted = present.map { converts($0, by: day) }
            return FoldScores(
                sunday: sunday, keys: present.map { keys[$0] }, converted: converted,
                revenue: present.map { revenue[$0] },
                copies: oneIn > 1 ? converted.map { $0 ? 1 : Float(oneIn) } : nil,
                scores: scores.mapValues { values in present.map { values[$0] } },
                probabilities: probabilities.mapValues { values in present.map { values[$0] } })
        }
    }

    private func isPresent(_ row: Int, on day: Double) -> Bool { first[row] <= day && day <= last[row] }

    /// Whether the portal of a row converts within the horizon of a Sunday.
    private func converts(_ row: Int, by day: Double) -> Bool { day >= convertedFrom[row] }
}
