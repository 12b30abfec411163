import Base
import DuckDB
import Foundation
import Pipeline
import SampleCompany
import Snapshots
import Sources
import TestSupport
import Testing

/// A run for a Sunday uses nothing later than that Sunday.
@Suite struct NoFutureTests {
    static let sunday = Day(year: 2026, month: 5, day: 3)

    /// Later usage and later close dates, of portals that are still free on the Sunday, change no byte.
    @Test func laterRowsChangeNothing() throws {
        let full = try TestCompany()
        let past = try TestCompany(copyOf: full)
        try past.removeAfter(Self.sunday)
        let withFuture = try full.run(asOf: Self.sunday)
        let without = try past.run(asOf: Self.sunday)
        for name in [
            "sunday_ranked_prospects.csv", "scores.parquet", "model/model.txt", "model/model.json", "metrics.json",
            "cold/part-00000.parquet", "portals.parquet",
        ] {
            #expect(try withFuture.file(name) == without.file(name), "\(name) differs")
        }
        #expect(try full.snapshotRows(withFuture) == full.snapshotRows(without))
        // How far the tables reach is said as it is; no label goes by it beyond the Sunday.
        let described = try [withFuture, without].map { run in
            var snapshots = try #require(run.snapshots).mappingPaths { _ in "" }
            #expect(snapshots.labelsThrough == Self.sunday)
            snapshots.clocks = Clocks(usageThrough: Self.sunday, outcomesThrough: Self.sunday)
            return snapshots
        }
        #expect(described[0] == described[1])
    }

    /// Earlier snapshots do not depend on the Sunday of the run, but for what has matured since.
    @Test(arguments: ["all", "observed-span"])
    func earlierSnapshotsStay(population: String) throws {
        let company = try TestCompany()
        let overrides = ["snapshots.population=\(population)"]
        let early = try company.pipeline(overrides).run(through: .snapshots, asOf: Self.sunday)
        let late = try company.pipeline(overrides).run(through: .snapshots)
        let connection = try Database.open().connect()
        func features(_ run: RunOutcome, through: Day) -> SQL {
            """
            SELECT * EXCLUDE (CLOSEDATE, LABEL_CONVERT_30D, MATURED) FROM \(SnapshotFiles(run.snapshots!).all)
            WHERE DATE <= \(literal: through)
            """
        }
        let (rows, changed) = try connection.row(
            """
            SELECT (SELECT count(*) FROM (\(features(early, through: Self.sunday)))),
                (SELECT count(*) FROM (\(features(early, through: Self.sunday)) EXCEPT \(features(late, through: Self.sunday))))
            """
        ) { ($0.int(0)!, $0.int(1)!) }
        #expect(rows > 1_000)
        #expect(changed == 0)
        let labels = try connection.row(
            """
            SELECT count(*) FROM \(SnapshotFiles(early.snapshots!).all) e
            JOIN \(SnapshotFiles(late.snapshots!).all) l USING (id, DATE)
            WHERE e.MATURED AND e.LABEL_CONVERT_30D <> l.LABEL_CONVERT_30D
            """
        ) { $0.int(0)! }
        #expect(labels == 0)
    }
}

extension TestCompany {
    /// The company as it was known at the end of a day: later usage is not there, later customers are still free.
    func removeAfter(_ day: Day) throws {
        try rewrite("usage_actions.csv") { rows in rows.removeAll { $0.prefix(10) > day.description[...] } }
        var moved: [String] = []
        try rewrite("customers.csv") { rows in
            moved = rows.filter { $0.prefix(10) > day.description[...] }
            rows.removeAll { $0.prefix(10) > day.description[...] }
        }
        #expect(!moved.isEmpty)
        // CLOSEDATE,MRR,… becomes …
        let free = moved.map { $0.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)[2] }
        try rewrite("noncustomers.csv") { $0 = free.map(String.init) + $0 }
    }

    /// All snapshots of a run as text, in the order of portal and day.
    func snapshotRows(_ run: RunOutcome) throws -> [String] {
        let connection = try Database.open().connect()
        return try connection.rows(
            "SELECT s::VARCHAR FROM \(SnapshotFiles(run.snapshots!).all) s ORDER BY id, DATE"
        ) { $0.string(0)! }
    }
}
