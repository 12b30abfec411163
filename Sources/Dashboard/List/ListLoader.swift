internal import DuckDB
internal import Foundation
internal import Pipeline
internal import Playbooks
internal import ProspectCore

/// Reads a run's primary list into memory.
struct ListLoader {
    let run: RunRecord
    let connection: Connection

    /// - Parameter previous: what is compared with: the list of the Sunday before.
    /// - Throws: `UnreadableRun` or what a file's reading throws.
    func load(previous: PastList?) throws -> ListIndex {
        let list = try Self.primaryList(of: run)
        let snapshots = try JSON.decode(SnapshotSet.self, at: run.file("snapshots.json")).mappingPaths(run.file)
        let source = Self.source(run.file(list.file))
        let found = Set(try connection.rows("DESCRIBE SELECT * FROM \(source)") { $0.string(0)! })
        func column(_ name: String?) -> String {
            guard let name, found.contains(name) else { return "NULL::VARCHAR" }
            return SQL.identifier(name)
        }
        func number(_ name: String, _ type: String) -> String {
            found.contains(name) ? "TRY_CAST(\(SQL.identifier(name)) AS \(type))" : "NULL::\(type)"
        }
        for needed in ["rank", "id", list.probabilityColumn, "status"] where !found.contains(needed) {
            throw UnreadableRun("its list has no column \(needed)")
        }
        let industry = snapshots.firmographics.first { $0.derived == nil }?.given
        let size =
            (snapshots.firmographics.first { $0.derived?.hasSuffix("_MID") == true }
            ?? snapshots.firmographics.first { $0.derived?.hasSuffix("_VALUE") == true })?.given
        let longest = snapshots.windows.last ?? 30
        let sums = snapshots.actions.map { "coalesce(\(number(SnapshotColumn.sum($0, window: longest), "BIGINT")), 0)" }
        let playbooks = try PlaybookRow.read(run.file(PlaybookList.file), connection)

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
        let sql = """
            SELECT id, TRY_CAST(\(list.probabilityColumn) AS DOUBLE), \(number("expected_revenue", "DOUBLE")),
                \(number("fit", "INTEGER")), \(number("intent", "INTEGER")),
                \(sums.isEmpty ? "0::BIGINT" : "(\(sums.joined(separator: " + ")))::BIGINT"), \(column("reason_1")),
                status, \(column("band")), \(column(industry)), \(column(size))
            FROM \(source) ORDER BY rank::INTEGER
            """
        _ = try connection.rows(sql) { row in
            guard let id = row.string(0), let chance = row.double(1) else {
                throw UnreadableRun("its list has a row without an id or a probability")
            }
            ids.append(id)
            probability.append(chance)
            revenue.append(row.double(2) ?? .nan)
            fit.append(Int16(clamping: row.int(3) ?? -1))
            intent.append(Int16(clamping: row.int(4) ?? -1))
            actions.append(Int32(clamping: row.int(5) ?? 0))
            reasons.append(row.string(6) ?? "")
            for index in 0..<4 { texts[index].append(row.string(7 + index)) }
            let playbook = playbooks[id]
            texts[4].append(playbook?.pattern)
            texts[5].append(playbook?.urgency)
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

    /// The list that later stages use, with a plain file name.
    static func primaryList(of run: RunRecord) throws -> RankedList {
        guard var list = try JSON.decode([RankedList].self, at: run.file("lists.json")).primary else {
            throw UnreadableRun("it has no list")
        }
        list.file = (list.file as NSString).lastPathComponent
        return list
    }

    /// The rows of a CSV file that the program wrote.
    static func source(_ path: String) -> String {
        "read_csv(\(SQL.literal(path)), all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')"
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

/// A run whose files are not what its manifest says.
struct UnreadableRun: Error, CustomStringConvertible {
    /// The end of a sentence; names no portal.
    let description: String

    init(_ description: String) { self.description = description }

    /// What a page says of an error that reading a run has thrown: nothing of what is in the file.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as UnreadableRun: error.description
        case is DecodingError, is CocoaError: "a file of it is missing or is not what it should be"
        default: "its files cannot be read"
        }
    }
}
