internal import Base
internal import Boosting
internal import DuckDB
internal import Foundation
package import Modeling
package import Ranking
internal import Snapshots

/// A run as its folder describes it.
package struct PastRun: Sendable {
    package let folder: String
    package let manifest: Manifest

    /// Opens the folder of a run.
    ///
    /// - Throws: `PipelineError` if the folder has no readable manifest.
    package init(folder: String) throws {
        guard let manifest = try? JSON.decode(Manifest.self, at: folder + "/manifest.json") else {
            throw PipelineError.notARun(folder)
        }
        self.init(folder: folder, manifest: manifest)
    }

    package init(folder: String, manifest: Manifest) {
        self.folder = folder
        self.manifest = manifest
    }

    /// Returns the runs of an output folder, oldest first. A run whose process is gone is marked as died.
    package static func all(in output: String) -> [PastRun] {
        RunFolder.all(in: output).map { PastRun(folder: $0.path, manifest: $0.manifest) }
    }

    var files: RunFiles { RunFiles(folder: folder, manifest: manifest) }

    /// Returns the run's lists, one per model, with the paths of their files.
    ///
    /// - Throws: `PipelineError` if the run did not get that far, or a file has changed since the run wrote it.
    package func lists() throws -> [RankedList] {
        try RunSession(folder: RunFolder(path: folder, manifest: manifest)).lists()
    }

    /// Returns one of the run's lists.
    ///
    /// - Parameter model: The model of the list. nil: the list that later stages use.
    package func list(_ model: ModelName? = nil) throws -> RankedList {
        let lists = try lists()
        guard let list = model.map({ name in lists.first { $0.model == name } }) ?? lists.primary else {
            throw PipelineError.noSuchList(model, lists.map(\.model))
        }
        return list
    }

    /// Reads the rows of a list, best first.
    ///
    /// - Parameter limit: Maximum number of rows, or nil for all.
    package func portals(of list: RankedList, limit: Int? = nil) throws -> [ListedPortal] {
        let connection = try Database.open().connect()
        let source: SQL = "read_parquet(\(literal: list.file))"
        let columns = try connection.rows("SELECT column_name FROM (DESCRIBE SELECT * FROM \(source))") {
            $0.string(0)!
        }
        let firmographics = try snapshots().firmographics.map(\.given).filter(columns.contains)
        let reasons = Explanations.reasonColumns.filter(columns.contains)
        let others = (firmographics + reasons).map { "\(name: $0)::VARCHAR" as SQL }
        let revenue: SQL = columns.contains("expected_revenue") ? "expected_revenue" : "NULL"
        let first: [SQL] = ["rank", "id", "\(name: list.probabilityColumn)", "status", "band", "\(revenue)::DOUBLE"]
        let limit = limit.map { "LIMIT \(literal: max(0, $0))" as SQL } ?? ""
        let rows = try connection.rows(
            """
            SELECT \((first + others).joined(separator: ", "))
            FROM \(source) ORDER BY rank \(limit)
            """
        ) { row -> ListedPortal? in
            guard let rank = row.int(0), let id = row.string(1), let probability = row.double(2),
                let status = row.string(3).flatMap(PortalStatus.init(rawValue:))
            else { return nil }
            let known = firmographics.enumerated().compactMap { index, name in
                row.string(6 + index).map { (name, $0) }
            }
            let first = 6 + firmographics.count
            return ListedPortal(
                rank: rank, id: id, probability: probability, status: status, band: row.string(4),
                expectedRevenue: row.double(5), firmographics: Dictionary(uniqueKeysWithValues: known),
                reasons: reasons.indices.compactMap { row.string(first + $0) })
        }
        let portals = rows.compactMap(\.self)
        guard portals.count == rows.count else { throw PipelineError.otherForm(list.file, run: manifest.id) }
        return portals
    }

    private func snapshots() throws -> SnapshotSet {
        try RunSession(folder: RunFolder(path: folder, manifest: manifest)).snapshots()
    }
}

/// A row of a list.
package struct ListedPortal: Equatable, Sendable {
    package let rank: Int
    package let id: String
    package let probability: Double
    package let status: PortalStatus
    package let band: String?
    package let expectedRevenue: Double?
    /// The known facts, by column.
    package let firmographics: [String: String]
    package let reasons: [String]
}

extension PipelineError {
    fileprivate static func notARun(_ folder: String) -> Self {
        Self(
            problem: "The folder '\(folder)' is not a run: it has no manifest.json that can be read.",
            remedy: "`prospect runs` lists the runs of the output folder.", exitCode: .badInput)
    }

    fileprivate static func noSuchList(_ model: ModelName?, _ models: [ModelName]) -> Self {
        Self(
            problem: "The run has no list by \(model?.rawValue ?? "any model").",
            remedy: "It has lists by \(models.map(\.rawValue).joined(separator: ", ")).", exitCode: .badInput)
    }
}
