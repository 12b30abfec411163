internal import Arrow
internal import Base
internal import DuckDB
internal import Foundation
import Modeling
import Snapshots

/// The features of every free portal of a finished run, one row per portal: what its members were asked to score.
struct RunMatrix {
    let model: TrainedModel
    let snapshots: SnapshotSet
    let table: ArrowTable

    init(run: String, connection: Connection) throws {
        func read<Value: Decodable>(_ name: String) throws -> Value {
            try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(fileURLWithPath: "\(run)/\(name)")))
        }
        model = try read("model/model.json")
        let described: SnapshotSet = try read("snapshots.json")
        snapshots = described.mappingPaths { "\(run)/\($0)" }
        let files = SnapshotFiles(snapshots)
        let usage = snapshots.usageColumns.map(SQL.identifier)
        let firmographics = snapshots.firmographics.map { SQL.identifier($0.derived ?? $0.given) }
        let categories = model.categories
        let features = model.features.map { feature in
            let known = categories[feature.name].map(SQL.list)
            let code = known.map {
                "CASE WHEN \(feature.expression) IS NOT NULL THEN coalesce(list_position(\($0), \(feature.expression)), 0) END"
            }
            return "(\(code ?? feature.expression))::DOUBLE AS \(SQL.identifier(feature.name))"
        }
        let id = SQL.identifier(snapshots.idColumn)
        let date = "DATE '\(snapshots.asOf)'"
        let explicit = (usage + snapshots.nullableColumns + firmographics).joined(separator: ", ")
        let cold = (usage.map { "0 AS \($0)" } + files.coldNullable(on: SQL(unsafe: date)).map(\.text) + firmographics)
            .joined(separator: ", ")
        table = try ArrowTable.read(
            connection.arrowStream(
                """
                SELECT \(unsafe: features.joined(separator: ", ")) FROM (
                    SELECT \(unsafe: id) AS __id, \(unsafe: explicit) FROM \(files.on(snapshots.asOf))
                    UNION ALL
                    SELECT \(unsafe: id), \(unsafe: cold) FROM \(files.cold)
                    WHERE \(unsafe: date) BETWEEN FIRST_DATE AND LAST_DATE) ORDER BY __id
                """))
    }
}
