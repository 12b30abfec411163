import Base
import DuckDB
import Foundation
import Modeling
import Pipeline
import Ranking
import SampleCompany
import TestSupport
import Testing

/// All members together: a list of each and of the ensemble.
@Suite struct MembersTests {
    static let members = [
        "models.members=[lightgbm, xgboost, logistic]", "logistic.max_iter=3", "xgboost.num_boost_round=20",
        "lightgbm.num_iterations=20",
        "features.set=basic",
    ]
    static let lists = [
        "sunday_ranked_prospects.csv", "sunday_ranked_prospects_xgb.csv", "sunday_ranked_prospects_logreg.csv",
        "sunday_ranked_prospects_ensemble.csv",
    ]
    static let artefacts =
        lists + [
            "scores.parquet", "reasons.parquet", "axes.parquet", "metrics.json", "model/model.json", "model/model.txt",
            "model/model.ubj",
            "model/model.logistic.json",
        ]

    @Test func fourListsOfTheSamePortals() throws {
        let company = try TestCompany()
        let run = try company.run(Self.members)
        #expect(run.lists.map(\.model) == [.lightgbm, .xgboost, .logistic, .ensemble])
        // Without a backtest, the ensemble is the list of later stages.
        #expect(run.list()?.model == .ensemble && run.list(.lightgbm)?.model == .lightgbm)
        #expect(run.lists.filter(\.isPrimary).map(\.model) == [.ensemble])
        let results = try #require(run.results)
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: results))
                == Set(Self.lists + ["list.csv", "run.json"]))
        // Chance is the base rate of the training rows, and lies within its own interval.
        let judged = try JSONDecoder().decode(TestMetrics.self, from: run.file("metrics.json"))
        let (chance, interval) = (try #require(judged.models["random"]), try #require(judged.intervals["random"]))
        let (loss, estimate) = (try #require(chance.logLoss), try #require(interval.logLoss))
        #expect(estimate.low <= loss && loss <= estimate.high)
        #expect(abs(loss - estimate.value) < 1e-9)
        // The list is a copy of the primary model's file.
        #expect(try run.file("list.csv") == run.file("sunday_ranked_prospects_ensemble.csv"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(results)/list.csv")) == run.file("list.csv"))
        let connection = try Database.open().connect()
        let free = try company.rows("noncustomers.csv").rows.count
        for (list, name) in zip(run.lists, Self.lists) {
            let file = "\(run.folder)/\(name)"
            #expect(list.csvFile == file && list.reconciliation == run.lists[0].reconciliation)
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(results)/\(name)")) == run.file(name))
            let (rows, missing, unsorted, wrong) = try connection.row(
                """
                WITH list AS (SELECT rank::INTEGER AS rank, id, P_CONVERT_30D::DOUBLE AS p
                    FROM read_csv('\(unsafe: file)', all_varchar = true))
                SELECT count(*), (SELECT count(*) FROM '\(unsafe: run.folder)/scores.parquet' WHERE id NOT IN (SELECT id FROM list)),
                    (SELECT count(*) FROM list a JOIN list b ON b.rank = a.rank + 1 WHERE b.p > a.p),
                    (SELECT count(*) FROM list JOIN '\(unsafe: run.folder)/scores.parquet' s USING (id)
                        WHERE s.\(unsafe: list.model.scoreColumn) <> p) FROM list
                """
            ) { ($0.int(0)!, $0.int(1)!, $0.int(2)!, $0.int(3)!) }
            #expect((rows, missing, unsorted, wrong) == (free, 0, 0, 0))
        }
        let columns = try connection.rows(
            "SELECT column_name FROM (DESCRIBE FROM '\(unsafe: run.folder)/scores.parquet')"
        ) {
            $0.string(0)!
        }
        #expect(
            columns == [
                "id", "P_LIGHTGBM", "P_XGBOOST", "P_LOGISTIC", "P_ENSEMBLE", "RAW_LIGHTGBM", "RAW_XGBOOST",
                "RAW_LOGISTIC", "RAW_ENSEMBLE", "EXPECTED_MRR",
            ])
        let metrics = try #require(run.manifest.metrics)
        for model in run.lists.map(\.model) { #expect(metrics.models[model.rawValue]?.rocAUC != nil) }
    }

    @Test func sameBytesOfAllMembers() throws {
        let company = try TestCompany()
        let reference = try company.run(Self.members)
        let again = try company.run(Self.members)
        let oneThread = try company.run(Self.members + ["resources.threads=1"])
        let shuffled = try TestCompany(copyOf: company)
        var generator = SeededGenerator(seed: 31)
        for name in TestCompany.tables { try shuffled.rewrite(name) { $0.shuffle(using: &generator) } }
        let reordered = try shuffled.run(Self.members)
        for name in Self.artefacts {
            let bytes = try reference.file(name)
            #expect(try again.file(name) == bytes, "\(name) differs the second time")
            #expect(try oneThread.file(name) == bytes, "\(name) differs with one thread")
            #expect(try reordered.file(name) == bytes, "\(name) differs with shuffled rows")
        }
    }

    /// Ids are names for every member.
    @Test func permutedIDs() throws {
        let company = try TestCompany()
        let reference = try company.run(Self.members)
        let renamed = try TestCompany(copyOf: company)
        let ids = try (company.rows("customers.csv").rows + company.rows("noncustomers.csv").rows).map {
            String($0.split(separator: ",").last!)
        }
        var generator = SeededGenerator(seed: 6)
        let map = Dictionary(uniqueKeysWithValues: zip(ids, ids.shuffled(using: &generator)))
        for name in TestCompany.tables {
            try renamed.rewrite(name) { rows in
                rows = rows.map { row in
                    let id = String(row.split(separator: ",").last!)
                    return row.dropLast(id.count) + map[id]!
                }
            }
        }
        let permuted = try renamed.run(Self.members)
        let connection = try Database.open().connect()
        func scores(_ run: RunOutcome) throws -> [String: [UInt64]] {
            let rows = try connection.rows("SELECT * FROM '\(unsafe: run.folder)/scores.parquet'") { row in
                (row.string(0)!, (1...4).map { row.double($0)!.bitPattern })
            }
            return Dictionary(uniqueKeysWithValues: rows)
        }
        let (before, after) = (try scores(reference), try scores(permuted))
        #expect(before.count > 500 && before.count == after.count)
        #expect(before.allSatisfy { after[map[$0.key]!] == $0.value })
        for name in ["model/model.txt", "model/model.ubj", "model/model.logistic.json"] {
            #expect(try reference.file(name) == permuted.file(name))
        }
    }

    /// A list of a model that is fitted no more does not stay among the results.
    @Test func staleListsGo() throws {
        let company = try TestCompany()
        let all = try company.run(Self.members)
        let results = try #require(all.results)
        let fewer = try company.run(Self.members + ["models.members=[xgboost]"])
        #expect(fewer.lists.map(\.model) == [.xgboost])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: results).sorted()
                == ["list.csv", "run.json", "sunday_ranked_prospects_xgb.csv"])
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: "\(results)/list.csv"))
                == fewer.file("sunday_ranked_prospects_xgb.csv"))
        // The earlier run keeps its own.
        for name in Self.lists { #expect(FileManager.default.fileExists(atPath: all.folder + "/" + name)) }
    }

    @Test(arguments: [
        ("[lightgbm]", "[lightgbm, xgboost]", "[0.5, 0.5]", ["lightgbm"]),
        ("[xgboost, lightgbm]", "[lightgbm, xgboost]", "[0.5, 0.5]", ["xgboost", "lightgbm", "ensemble"]),
        ("[lightgbm, xgboost]", "[lightgbm, xgboost, logistic]", "[0, 0, 1]", ["lightgbm", "xgboost"]),
        ("[lightgbm, xgboost]", "[lightgbm, xgboost, logistic]", "[0, 1, 1]", ["lightgbm", "xgboost", "ensemble"]),
    ])
    func modelsAreKnownBeforeTheRun(members: String, ensemble: String, weights: String, expected: [String]) throws {
        let overrides = [
            "models.members=\(members)", "ensemble.members=\(ensemble)", "ensemble.weights=\(weights)",
            "lightgbm.num_iterations=5", "xgboost.num_boost_round=5", "features.set=basic",
        ]
        let company = try TestCompany()
        #expect(try company.pipeline(overrides).models.map(\.rawValue) == expected)
        #expect(try company.run(overrides).lists.map(\.model.rawValue) == expected)
    }
}
