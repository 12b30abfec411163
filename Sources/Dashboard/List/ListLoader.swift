internal import Base
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Pipeline
internal import Playbooks
internal import Ranking
internal import Snapshots
internal import Sources

/// Reads a run's primary list into memory.
struct ListLoader {
    let run: RunRecord
    let connection: Connection

    /// Loads the list.
    ///
    /// - Parameter previous: The list of the Sunday before, for comparison.
    /// - Throws: `UnreadableRun`, or an error from reading a file.
    func load(previous: PastList?) throws -> ListIndex {
        let files = try run.files
        let list = try Self.primaryList(of: run)
        let snapshots = try files.read(.snapshotSet).mappingPaths(run.file)
        let source: SQL = "read_parquet(\(literal: list.file))"
        func text(_ name: String?) -> SQL { name.map { "\(name: $0)::VARCHAR" } ?? "NULL::VARCHAR" }
        let industry = snapshots.firmographics.first { $0.derived == nil }?.given
        let size =
            (snapshots.firmographics.first { $0.derived?.hasSuffix("_MID") == true }
            ?? snapshots.firmographics.first { $0.derived?.hasSuffix("_VALUE") == true })?.given
        let longest = snapshots.windows.last ?? 30
        let sums = snapshots.actions.map { SQL(name: SnapshotColumn.sum($0, window: longest)) }
        let playbooks = Dictionary(
            (try files.readIfPresent(.playbookRows) ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

        let expectedRows = list.reconciliation.listed
        var ids: [String] = []
        var reasons: [String] = []
        var probability: [Double] = []
        var revenue: [Double] = []
        var fit: [Int16] = []
        var intent: [Int16] = []
        var actions: [Int32] = []
        var previousRank: [Int32] = []
        ids.reserveCapacity(expectedRows)
        reasons.reserveCapacity(expectedRows)
        var texts = (0..<6).map { _ in Interned.Builder(capacity: expectedRows) }
        let revenueColumn: SQL = list.forecast.revenue == nil ? "NULL" : "expected_revenue"
        let sql: SQL = """
            SELECT id, \(name: list.probabilityColumn), \(revenueColumn)::DOUBLE AS revenue, fit,
                intent, (\((sums + ["0"]).joined(separator: " + ")))::BIGINT AS actions, reason_1, status, band,
                \(text(industry)) AS industry, \(text(size)) AS size
            FROM \(source) ORDER BY rank
            """
        _ = try connection.rows(sql) { row in
            guard let id = try row.string("id"), let chance = try row.double(list.probabilityColumn) else {
                throw UnreadableRun("its list has a row without an id or a probability")
            }
            ids.append(id)
            probability.append(chance)
            revenue.append(try row.double("revenue") ?? .nan)
            fit.append(Int16(clamping: try row.int("fit") ?? -1))
            intent.append(Int16(clamping: try row.int("intent") ?? -1))
            actions.append(Int32(clamping: try row.int("actions") ?? 0))
            reasons.append(try row.string("reason_1") ?? "")
            for (index, column) in ["status", "band", "industry", "size"].enumerated() {
                texts[index].append(try row.string(column))
            }
            let playbook = playbooks[id]?.playbook
            texts[4].append(playbook?.pattern)
            texts[5].append(playbook?.urgency.rawValue)
            previousRank.append(previous?.rank(of: id) ?? 0)
        }
        guard ids.count == expectedRows else {
            throw UnreadableRun("its list has \(ids.count) rows and should have \(expectedRows)")
        }
        let urgencies = Urgency.allCases.map(\.rawValue)
        let columns = ListIndex.Columns(
            ids: ids, probability: probability, status: texts[0].finished(by: <), band: texts[1].finished(by: <),
            revenue: revenue, fit: fit, intent: intent, actions: actions, previousRank: previousRank,
            reason: TextColumn(reasons), industry: texts[2].finished(by: Self.alphabetically),
            size: texts[3].finished(by: Self.bySize), pattern: texts[4].finished(by: Self.alphabetically),
            urgency: texts[5].finished {
                (urgencies.firstIndex(of: $0) ?? .max) < (urgencies.firstIndex(of: $1) ?? .max)
            })
        return ListIndex(
            run: run, list: list, snapshots: snapshots, previousSunday: previous?.sunday, columns: columns,
            playbooks: playbooks, industryColumn: industry, sizeColumn: size)
    }

    /// Returns the list that later stages use, with the paths of its files.
    static func primaryList(of run: RunRecord) throws -> RankedList {
        let files = try run.files
        guard let list = try files.read(.lists).primary else { throw UnreadableRun("it has no list") }
        for file in [list.file, list.csvFile] { _ = try files.path(Artifact<Table>(file)) }
        return list.mappingPaths(run.file)
    }

    private static func alphabetically(_ first: String, _ second: String) -> Bool {
        let (one, other) = (first.lowercased(), second.lowercased())
        return one == other ? first < second : one < other
    }

    private static func bySize(_ first: String, _ second: String) -> Bool {
        switch (NumberRange.midpoint(of: first), NumberRange.midpoint(of: second)) {
        case (nil, nil): first < second
        case (nil, _): false
        case (_, nil): true
        case (let one?, let other?): one == other ? first < second : one < other
        }
    }
}

/// An error for a run whose files do not match its manifest.
struct UnreadableRun: Error, CustomStringConvertible {
    /// The end of a sentence. It does not name any portal.
    let description: String

    init(_ description: String) { self.description = description }

    /// Returns what a page says about an error from reading a run. It contains nothing from the file.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as UnreadableRun: error.description
        case is PipelineError, is DecodingError, is CocoaError: "a file of it is missing or is not what it should be"
        default: "its files cannot be read"
        }
    }
}
