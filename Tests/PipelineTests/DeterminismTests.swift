import Base
import DuckDB
import Foundation
import Pipeline
import SampleCompany
import TestSupport
import Testing

/// The same company gives the same bytes.
@Suite struct DeterminismTests {
    static let artefacts = [
        "sunday_ranked_prospects.csv", "scores.parquet", "reasons.parquet", "axes.parquet", "model/model.txt",
        "metrics.json", "snapshots.json",
        "snapshots/part-00000.parquet", "cold/part-00000.parquet",
    ]

    @Test func oneAndTwoThreadsAndShuffledRows() throws {
        let company = try TestCompany()
        let reference = try company.run()
        let oneThread = try company.run(["resources.threads=1"])
        let shuffled = try TestCompany(copyOf: company)
        var generator = SeededGenerator(seed: 11)
        for name in ["customers.csv", "noncustomers.csv", "usage_actions.csv"] {
            try shuffled.rewrite(name) { $0.shuffle(using: &generator) }
        }
        let reordered = try shuffled.run()
        for name in Self.artefacts {
            #expect(try reference.file(name) == oneThread.file(name), "\(name) differs with one thread")
            #expect(try reference.file(name) == reordered.file(name), "\(name) differs with shuffled rows")
        }
    }

    /// Several part files: the parts do not depend on the threads either.
    @Test func manyPartsWithOneAndTwoThreads() throws {
        let company = try TestCompany(portals: 16_000, weeks: 30)
        let two = try company.pipeline().run(through: .snapshots)
        let one = try company.pipeline(["resources.threads=1"]).run(through: .snapshots)
        for (folder, least) in [("/snapshots", 2), ("/dormant", 1)] {
            let names = try FileManager.default.contentsOfDirectory(atPath: two.folder + folder).sorted()
            #expect(names.count >= least)
            #expect(try FileManager.default.contentsOfDirectory(atPath: one.folder + folder).sorted() == names)
            for name in names { #expect(try two.file("\(folder)/\(name)") == one.file("\(folder)/\(name)")) }
        }
    }

    /// Ids are names: replaced by others, every portal keeps its score to the last bit.
    @Test(arguments: ["integers", "texts"])
    func permutedIDs(kind: String) throws {
        let company = try TestCompany()
        let reference = try company.run()
        let renamed = try TestCompany(copyOf: company)
        let ids = try (company.rows("customers.csv").rows + company.rows("noncustomers.csv").rows).map(Self.id)
        var generator = SeededGenerator(seed: 5)
        let names = kind == "integers" ? ids.shuffled(using: &generator) : ids.indices.map { "portal-\($0 % 7)/\($0)" }
        let map = Dictionary(uniqueKeysWithValues: zip(ids, names))
        for name in ["customers.csv", "noncustomers.csv", "usage_actions.csv"] {
            try renamed.rewrite(name) { rows in
                rows = rows.map { row in String(row.dropLast(Self.id(row).count)) + map[Self.id(row)]! }
            }
        }
        let permuted = try renamed.run()
        let before = try Self.scores(reference)
        let after = try Self.scores(permuted)
        #expect(before.count > 1_000)
        #expect(before.count == after.count)
        for (id, score) in before { #expect(after[map[id]!] == score) }
        #expect(try reference.file("model/model.txt") == permuted.file("model/model.txt"))
    }

    private static func id(_ row: String) -> String { String(row.split(separator: ",").last!) }

    /// The bits of each portal's listed probability.
    private static func scores(_ run: RunOutcome) throws -> [String: UInt64] {
        let connection = try Database.open().connect()
        let rows = try connection.rows("SELECT id, P_LIGHTGBM FROM '\(unsafe: run.folder)/scores.parquet'") {
            ($0.string(0)!, $0.double(1)!.bitPattern)
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
