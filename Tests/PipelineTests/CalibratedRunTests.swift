import Boosting
import DuckDB
import Foundation
import Modeling
import Pipeline
import Ranking
import TestSupport
import Testing

/// What calibration, bands and revenue make of a run.
@Suite struct CalibratedRunTests {
    private static let members = [
        "lightgbm.num_iterations=15", "models.members=[lightgbm, logistic]", "logistic.max_iter=8",
    ]

    @Test func listedProbabilitiesAreTheCalibratedOnesInTheSameOrder() throws {
        let company = try TestCompany()
        let run = try company.run(Self.members + ["calibration.method=platt"], quick: false)
        let report = try JSONDecoder().decode(Stored.self, from: run.file("calibration.json"))
        let connection = try Database.open().connect()
        for model in [ModelName.lightgbm, .logistic] {
            let calibration = try #require(report.models[model.rawValue]).calibration
            #expect(calibration.method == .platt)
            let rows = try connection.rows(
                """
                SELECT \(unsafe: model.scoreColumn), \(unsafe: model.rawScoreColumn), EXPECTED_MRR FROM '\(unsafe: run.folder)/scores.parquet'
                ORDER BY \(unsafe: model.rawScoreColumn)
                """
            ) { ($0.double(0)!, $0.double(1)!, $0.double(2)!) }
            for (listed, raw, _) in rows { #expect(abs(listed - calibration.probability(raw)) < 1e-15) }
            #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.0 <= $1.0 })

            let list = try #require(run.list(model))
            #expect(list.forecast.calibration == .platt)
            #expect(abs(list.forecast.conversions.expected - rows.reduce(0) { $0 + $1.0 }) < 1e-9)
            #expect(list.forecast.conversions.hasLevel)
            let revenue = try #require(list.forecast.revenue)
            #expect(abs(revenue.expected / (12 * rows.reduce(0) { $0 + $1.0 * $1.2 }) - 1) < 1e-9)
            #expect(revenue.low < revenue.expected && revenue.high > revenue.expected)
        }
        let list = try #require(run.list(.lightgbm))
        let csv = "read_csv('\(list.csvFile)', all_varchar = true)"
        let bands = try connection.rows(
            """
            SELECT band, count(*), min(rank::INTEGER), max(rank::INTEGER), sum(P_CONVERT_30D::DOUBLE)
            FROM \(unsafe: csv) GROUP BY band ORDER BY band
            """
        ) { ($0.string(0)!, $0.int(1)!, $0.int(2)!, $0.int(3)!, $0.double(4)!) }
        #expect(bands.map(\.0) == list.forecast.bands.map(\.band.rawValue))
        for (found, band) in zip(bands, list.forecast.bands) {
            #expect((found.1, found.2, found.3) == (band.portals, band.first, band.last))
            #expect(abs(found.4 - band.expected) < 1e-6)
        }
        let wrong = try connection.row(
            """
            SELECT count(*) FROM \(unsafe: csv) l JOIN '\(unsafe: run.folder)/scores.parquet' s USING (id)
            WHERE abs(l.expected_revenue::DOUBLE - 12 * s.P_LIGHTGBM * s.EXPECTED_MRR) > 0.006
            """
        ) { $0.int(0)! }
        #expect(wrong == 0)
        let card = String(decoding: try run.file("model-card.md"), as: UTF8.self)
        #expect(card.contains("## Calibration") && card.contains("### LightGBM: platt"))
        #expect(card.contains("## Expected revenue"))
    }

    @Test func withoutABacktestTheListsSayThatTheyAreNotCalibrated() throws {
        let company = try TestCompany(portals: 3000)
        defer { withExtendedLifetime(company) {} }
        let run = try company.run(Self.members + ["calibration.method=platt"])
        #expect(!FileManager.default.fileExists(atPath: run.folder + "/calibration.json"))
        for list in run.lists {
            #expect(list.forecast.calibration == nil)
            #expect(!list.forecast.conversions.hasLevel)
            #expect(list.forecast.bands.allSatisfy { $0.measured == nil })
        }
        let differing = try Database.open().connect().row(
            "SELECT count(*) FROM '\(unsafe: run.folder)/scores.parquet' WHERE P_LIGHTGBM <> RAW_LIGHTGBM"
        ) { $0.int(0)! }
        #expect(differing == 0)
    }

    /// Revenue that is not there, or not positive, leaves the column out and the list as it is.
    @Test func withoutRevenueThereIsNoColumn() throws {
        let company = try TestCompany()
        try company.rewrite("customers.csv") { rows in
            rows = rows.enumerated().map { place, row in
                var cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                cells[1] = place % 2 == 0 ? "0" : "-40"
                return cells.joined(separator: ",")
            }
        }
        #expect(try company.rows("customers.csv").header.hasPrefix("CLOSEDATE,MRR,"))
        let run = try company.run(["lightgbm.num_iterations=5"])
        let list = try #require(run.list())
        #expect(list.forecast.revenue == nil)
        let columns = try Database.open().connect().rows(
            "SELECT column_name FROM (DESCRIBE FROM read_csv('\(unsafe: list.csvFile)', all_varchar = true))"
        ) { $0.string(0)! }
        #expect(columns.contains("band") && !columns.contains("expected_revenue"))
    }

    /// The part of `calibration.json` that is looked at.
    private struct Stored: Decodable {
        struct Model: Decodable { var calibration: Calibration }
        var models: [String: Model]
    }
}
