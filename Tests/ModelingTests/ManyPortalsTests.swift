import Arrow
import Base
import Boosting
import DuckDB
import TestSupport
import Testing

@testable import Modeling

/// More free portals than are scored, or looked through for the best, at a time.
@Suite struct ManyPortalsTests {
    private static let portals = 66_000

    /// No two of them look the same to the models.
    private static func company() throws -> TableCompany {
        let industries = ["retail", "saas", nil]
        return try TableCompany(
            ModelingCompany.configuration.walk,
            portals: (0..<portals).map { .init(industry: industries[$0 % 3], employees: Double(1 + $0 % 9)) },
            usage: (0..<portals).map { .init($0, ModelingCompany.monday, [1 + $0, $0 % 50, 1 + $0 % 7, $0 % 2]) })
    }

    @Test func partsAreWorkedOnLikeOneTable() throws {
        let small = try ModelingCompany()
        let folder = try TemporaryFolder()
        let model = try ModelTrainer(
            configuration: small.configuration, snapshots: small.snapshots, connection: small.connection, threads: 2,
            progress: SilentProgress(), cancellation: Cancellation()
        ).train(in: folder.path).model
        let company = try Self.company()
        let made = try TemporaryFolder()
        let snapshots = try company.snapshots(asOf: ModelingCompany.sunday(0), in: made)
        let (scores, axes) = (folder.path + "/scores.parquet", folder.path + "/axes.parquet")
        try Scorer(snapshots: snapshots, firmographics: true, connection: company.database.connect())
            .score(model, in: folder.path, to: scores)
        let top = 100
        try Explainer(
            snapshots: snapshots, firmographics: true, connection: company.database.connect(), threads: 2
        ).explain(model, in: folder.path, top: top, reasons: folder.path + "/reasons.parquet", axes: axes)

        let features = FeatureSet(snapshots, firmographics: true)
        let rows = SnapshotRows(
            snapshots: snapshots, features: features,
            categories: CategoryDictionaries(features, values: model.categories))
        try rows.categories.createTables(company.connection)
        let table = try ArrowTable.read(company.connection.arrowStream(SQL(unsafe: rows.scoring())))
        #expect(table.rowCount == Self.portals && table.rowCount > 65_536)
        let ids = try table.texts(table.index(of: SnapshotRows.id)!).map { $0! }
        for member in model.members {
            let classifier = try member.name.learner.load(from: folder.path, threads: 1)
            let places = member.features.map { name in features.features.firstIndex { $0.name == name }! }
            let expected = try classifier.probabilities(of: table, features: places)
            let name = ModelName(member.name)
            let scored = try company.connection.rows(
                "SELECT id, \(unsafe: name.rawScoreColumn) FROM read_parquet('\(unsafe: scores)', file_row_number = true) ORDER BY file_row_number"
            ) { ($0.string(0)!, $0.double(1)!) }
            #expect(scored.map(\.0) == ids)
            #expect(scored.map(\.1) == expected)
            let least = expected.sorted(by: >)[top - 1]
            let explained = try company.connection.rows(
                "SELECT id FROM '\(unsafe: axes)' WHERE model = '\(unsafe: name.rawValue)'"
            ) {
                $0.string(0)!
            }
            #expect(explained == zip(ids, expected).filter { $0.1 >= least }.map(\.0))
            #expect((top..<Self.portals / 2).contains(explained.count))
        }
    }
}
