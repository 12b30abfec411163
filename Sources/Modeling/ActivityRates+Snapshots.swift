internal import DuckDB
internal import Foundation
internal import ProspectCore

extension ActivityRates {
    /// Measured on the snapshots of a period.
    init(_ rows: SnapshotRows, period: Split.Period, connection: Connection) throws {
        let groups = try connection.rows(rows.activity(period)) { ($0.double(0)!, $0.double(1)!, $0.double(2)!) }
        self.init(
            snapshots: groups.reduce(0) { $0 + $1.1 }, positives: groups.reduce(0) { $0 + $1.2 },
            portals: rows.snapshots.company.free,
            shares: groups.reduce(0) { $0 + $1.1 * (1 + log(1 + $1.0)) })
    }
}
