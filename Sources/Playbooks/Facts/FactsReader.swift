internal import Base
internal import Boosting
package import DuckDB
internal import Foundation
internal import Modeling
package import Ranking
package import Snapshots
package import Sources

/// Reads the facts of the best prospects of a list from the files of its run.
package struct FactsReader {
    private let snapshots: SnapshotSet
    private let list: RankedList
    private let firmographics: [Firmographic]
    private let connection: Connection
    private let catalog: SignalCatalog

    /// Makes a reader.
    ///
    /// - Parameter firmographics: The configured firmographics, in the order of the list.
    package init(snapshots: SnapshotSet, list: RankedList, firmographics: [Firmographic], connection: Connection) {
        self.snapshots = snapshots
        self.list = list
        self.firmographics = firmographics
        self.connection = connection
        catalog = SignalCatalog(snapshots)
    }

    /// Returns the facts of the first prospects of the list, best first.
    ///
    /// - Parameters:
    ///   - count: Maximum number of prospects.
    ///   - reasons: The run's `reasons.parquet`, or nil if it has none.
    package func facts(top count: Int, reasons: String?) throws -> [PortalFacts] {
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE prospects AS
            SELECT * FROM read_parquet(\(literal: list.file)) WHERE rank <= \(literal: count)
            """)
        let columns = Set(
            try connection.rows("SELECT column_name FROM (DESCRIBE prospects)") { $0.string(0)! })
        let counts = snapshots.actions + snapshots.users
        let windows = [snapshots.windows.first!, snapshots.windows.last!]
        let sums = windows.flatMap { window in
            counts.map { "coalesce(\(SQL.identifier(SnapshotColumn.sum($0, window: window))), 0)" }
        }
        let isExtended = snapshots.featureSet == .extended
        let history =
            [SnapshotColumn.recency]
            + (isExtended
                ? [
                    SnapshotColumn.actions4, SnapshotColumn.actionsPrior4, SnapshotColumn.maxUsers4,
                    SnapshotColumn.activeWeeks12, SnapshotColumn.daysSinceFirstUse,
                ] : ["NULL::BIGINT", "NULL::BIGINT", "NULL::BIGINT", "NULL::BIGINT", "NULL::BIGINT"])
        let cells = firmographics.map {
            columns.contains($0.column) ? SQL.identifier($0.column) + "::VARCHAR" : "NULL::VARCHAR"
        }
        let texts = ["prospects.id", "\(list.probabilityColumn)::VARCHAR", "band"] + cells
        let signals = catalog.signals.map { "(\($0.expression))::DOUBLE" }
        let values = (sums + history).map { "(\($0))::BIGINT" } + signals
        let why = try reasons.map { try topReasons(in: $0) } ?? [:]
        let names = ModuleNames.names(of: snapshots.actions)
        let people = ModuleNames.names(of: snapshots.users)
        return try connection.rows(
            """
            SELECT rank, \(unsafe: texts.joined(separator: ", ")), known.* EXCLUDE (__given)
            FROM prospects LEFT JOIN (
                SELECT \(name: snapshots.idColumn)::VARCHAR AS __given,
                    \(unsafe: values.enumerated().map { "\($1) AS __value_\($0)" }.joined(separator: ", "))
                FROM \(SnapshotFiles(snapshots).on(snapshots.asOf))
            ) AS known ON known.__given = prospects.id
            ORDER BY rank
            """
        ) { row in
            let firstSum = 1 + texts.count
            let firstHistory = firstSum + sums.count
            let firstSignal = firstHistory + history.count
            func sum(_ window: Int, _ column: Int) -> Int { row.int(firstSum + window * counts.count + column) ?? 0 }
            let modules = names.enumerated().map { index, name in
                let users = people.firstIndex(of: name).map { snapshots.actions.count + $0 }
                return PortalFacts.Module(
                    name: name, recentActions: sum(0, index), actions: sum(1, index),
                    recentUsers: users.map { sum(0, $0) } ?? 0, users: users.map { sum(1, $0) } ?? 0)
            }
            let id = row.string(1)!
            let now = row.int(firstHistory + 1)
            let before = row.int(firstHistory + 2)
            var known: [String: Double] = [:]
            for (index, signal) in catalog.signals.enumerated() {
                // A portal without usage has no row, so its counts are 0.
                if let value = row.double(firstSignal + index) ?? Self.absent(signal.name) {
                    known[signal.name] = value
                }
            }
            return PortalFacts(
                rank: row.int(0)!, id: id, probability: row.string(2)!, band: row.string(3),
                firmographics: firmographics.enumerated().map { index, firmographic in
                    .init(column: firmographic.column, kind: firmographic.kind, value: row.string(4 + index))
                },
                modules: modules, windows: (windows[0], windows[1]), cadence: snapshots.cadence,
                lastFourWeeks: now.flatMap { now in before.map { (now, $0) } }, people: row.int(firstHistory + 3),
                recency: row.int(firstHistory), activeWeeks: row.int(firstHistory + 4),
                age: row.int(firstHistory + 5), reasons: why[id] ?? [], signals: known)
        }
    }

    /// Returns the thresholds of the rules' percentiles, over the free portals of the Sunday whose signal is above 0.
    package func thresholds(of rules: [SignalRule]) throws -> SignalThresholds {
        var wanted: [(signals: [String], percent: Double)] = []
        for comparison in rules.flatMap({ $0.alternatives.joined() }) {
            guard case .percentile(let percent) = comparison.bound else { continue }
            if !wanted.contains(where: { $0.signals == comparison.signals && $0.percent == percent }) {
                wanted.append((comparison.signals, percent))
            }
        }
        guard !wanted.isEmpty else { return SignalThresholds([:]) }
        let expressions = wanted.map { want in
            let value = "(\(catalog.expression(want.signals)))::DOUBLE"
            return "quantile_cont(\(value), \(want.percent / 100)) FILTER (\(value) > 0)"
        }
        let values = try connection.row(
            """
            SELECT \(unsafe: expressions.joined(separator: ", ")) FROM \(SnapshotFiles(snapshots).on(snapshots.asOf))
            """
        ) { row in wanted.indices.map { row.double($0) } }
        var thresholds: [SignalThresholds.Place: Double] = [:]
        for (want, value) in zip(wanted, values) {
            thresholds[.init(signals: want.signals, percent: want.percent)] = value
        }
        return SignalThresholds(thresholds)
    }

    /// Returns the value of a signal for a portal without any usage row, or nil if it has none.
    private static func absent(_ signal: String) -> Double? {
        ["recency", "active_weeks", "age"].contains(signal) ? nil : 0
    }

    /// Returns the texts of the reasons in favour of each listed portal, strongest first.
    private func topReasons(in file: String) throws -> [String: [String]] {
        // The list has columns of the company, whose names may be the same.
        let contribution: SQL = "reason.\(name: list.model.contributionColumn)"
        let rows = try connection.rows(
            """
            SELECT prospects.id, reason.text FROM read_parquet(\(literal: file)) AS reason
            JOIN prospects ON reason.id = prospects.id
            WHERE \(contribution) > 0 AND reason.text IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY prospects.id ORDER BY \(contribution) DESC, reason.signal) <= 3
            ORDER BY prospects.id, \(contribution) DESC, reason.signal
            """
        ) { try ($0.string("id")!, $0.string("text")!) }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }
}
