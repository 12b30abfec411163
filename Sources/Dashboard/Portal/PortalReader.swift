internal import Base
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Pipeline
internal import Ranking
internal import Snapshots

/// Reads what a run's files say about one portal. An unreadable file leaves a gap, and is named.
struct PortalReader {
    /// The number of Sundays of usage that are shown.
    private static let weeks = 52

    let index: ListIndex
    let connection: Connection

    /// Reads the portal.
    ///
    /// - Parameters:
    ///   - row: The portal's row of the list.
    ///   - past: The lists of earlier Sundays, latest first.
    func read(_ row: Int, past: [PastList], edit: MessageEdit?) -> PortalDetail {
        let id = index.columns.ids[row]
        let playbook = index.playbooks[id]
        var unreadable: [String] = []
        func file<Value>(_ name: String, or nothing: Value, _ read: () throws -> Value) -> Value {
            do {
                return try read()
            } catch {
                unreadable.append(name)
                return nothing
            }
        }
        let firmographics = file(Artifact.list.path, or: []) { try self.firmographics(row) }
        let parts = file(Artifact.reasons.path, or: []) { try self.parts(id) }
        let sums = file(Artifact.axes.path, or: PortalDetail.Sums?.none) { try self.sums(id) }
        let none = PortalDetail.Usage(window: index.snapshots.windows.first ?? 7, sundays: [], actions: [], users: [])
        let usage = file(Artifact.snapshots.path, or: none) { try self.usage(id) }
        return PortalDetail(
            index: index, row: row, firmographics: firmographics, sums: sums, parts: parts, usage: usage,
            history: past.reversed().compactMap { $0.standing(of: id) } + [standing(row)], playbook: playbook,
            message: playbook.map { Message($0, edit) }, unreadable: unreadable)
    }

    private func standing(_ row: Int) -> PastList.Standing {
        let columns = index.columns
        return .init(
            run: index.run.id, sunday: index.list.asOf, rank: row + 1, probability: columns.probability[row],
            band: columns.band[row], fit: columns.fit[row] < 0 ? nil : Int(columns.fit[row]),
            intent: columns.intent[row] < 0 ? nil : Int(columns.intent[row]))
    }

    private func firmographics(_ row: Int) throws -> [PortalDetail.Fact] {
        let columns = index.snapshots.firmographics
        guard !columns.isEmpty else { return [] }
        let cells = columns.map { "\(name: $0.given)::VARCHAR" }.joined(separator: ", ") as SQL
        return try connection.rows(
            "SELECT \(cells) FROM read_parquet(\(literal: index.list.file)) WHERE rank = \(row + 1)"
        ) { found in
            columns.enumerated().map { place, column in
                PortalDetail.Fact(
                    column: column.given, title: column.title, value: found.string(place), isRank: column.isRank)
            }
        }.first ?? []
    }

    private func parts(_ id: String) throws -> [PortalExplanation.Part] {
        let files = try index.run.files
        guard files.has(.reasons) else { return [] }
        let file = try files.path(.reasons)
        let contribution = index.list.model.contributionColumn
        return try connection.rows(
            """
            SELECT signal, axis, \(name: contribution), value, typical, text FROM read_parquet(\(literal: file))
            WHERE \(name: contribution) IS NOT NULL AND id = \(id)
            ORDER BY abs(\(name: contribution)) DESC, signal
            """
        ) { row -> PortalExplanation.Part? in
            guard let signal = try row.string("signal").flatMap(Signal.init(name:)),
                let axis = try row.string("axis").flatMap(Signal.Axis.init(rawValue:)),
                let contribution = try row.double(contribution)
            else { return nil }
            return try .init(
                signal: signal, axis: axis, contribution: contribution, value: row.string("value"),
                typical: row.string("typical"), text: row.string("text") ?? signal.name)
        }.compactMap(\.self)
    }

    private func sums(_ id: String) throws -> PortalDetail.Sums? {
        let files = try index.run.files
        guard files.has(.axes) else { return nil }
        let file = try files.path(.axes)
        return try connection.rows(
            """
            SELECT log_odds, base, fit, intent FROM read_parquet(\(literal: file))
            WHERE model = \(index.list.model.rawValue) AND id = \(id)
            """
        ) { row in
            try PortalDetail.Sums(
                logOdds: row.double("log_odds") ?? 0, base: row.double("base") ?? 0, fit: row.double("fit") ?? 0,
                intent: row.double("intent") ?? 0)
        }.first
    }

    private func usage(_ id: String) throws -> PortalDetail.Usage {
        let snapshots = index.snapshots
        let files = try index.run.files
        for part in [Artifact<Folder>.snapshots, .dormant] where files.has(part) { _ = try files.path(part) }
        let window = snapshots.windows.first ?? 7
        let columns = snapshots.actions + snapshots.users
        let sums = columns.map { SnapshotColumn.sum($0, window: window) }
        let first = index.list.asOf - 7 * Self.weeks
        let rows = try connection.rows(
            """
            SELECT \(names: [SnapshotColumn.date] + sums) FROM \(SnapshotFiles(snapshots).all)
            WHERE \(name: snapshots.idColumn) = \(id)
                AND \(name: SnapshotColumn.date) BETWEEN \(literal: first) AND \(literal: index.list.asOf)
            ORDER BY \(name: SnapshotColumn.date)
            """
        ) { row in
            (day: Day(daysSinceEpoch: Int32(row.int(0) ?? 0)), counts: columns.indices.map { row.int($0 + 1) ?? 0 })
        }
        func series(_ names: [String], from first: Int) -> [(column: String, counts: [Int])] {
            names.enumerated().map { place, name in (name, rows.map { $0.counts[first + place] }) }
        }
        return .init(
            window: window, sundays: rows.map(\.day), actions: series(snapshots.actions, from: 0),
            users: series(snapshots.users, from: snapshots.actions.count))
    }
}
