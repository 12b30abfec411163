internal import DuckDB
internal import Foundation
internal import Snapshots

extension ActivityRates {
    /// Measures the rates on the snapshots of a period.
    init(_ rows: SnapshotRows, period: SnapshotPeriod, connection: Connection) throws {
        let groups = try connection.rows(SQL(unsafe: rows.activity(period))) {
            ($0.double(0)!, $0.double(1)!, $0.double(2)!)
        }
        let snapshots = groups.reduce(0) { $0 + $1.1 }
        let sundays = period.sundays.count
        // Before anything has matured, there is no past Sunday to count the portals on.
        let portals = snapshots > 0 ? Int(snapshots) / sundays : rows.snapshots.company.free
        self.init(
            snapshots: snapshots, positives: groups.reduce(0) { $0 + $1.2 }, portals: portals,
            shares: groups.reduce(0) { $0 + $1.1 * (1 + log(1 + $1.0)) })
    }
}
