import Base
import DuckDB
import Foundation
import Snapshots
import TestSupport
import Testing

@testable import Modeling

@Suite struct RevenueFitTests {
    @Test func oneCustomerSaysWhatItPays() {
        let fit = RevenueFit(logarithms: [log(250)], learned: [], groups: 0)
        #expect(abs(exp(fit.center) * fit.smearing - 250) < 1e-9)
        #expect(fit.weight == 0 && fit.comparison == nil)
        let mean = fit.mean(seed: 1)
        #expect(abs(mean.value - 250) < 1e-9 && mean.interval == nil)
        #expect(fit.ratios == [1])
    }

    /// Without a regression, the smeared median is the mean.
    @Test func fiveCustomersPayTheirMean() throws {
        let values: [Double] = [40, 60, 200, 400, 1800]
        let fit = RevenueFit(logarithms: values.map { log($0) }, learned: [], groups: 0)
        #expect(abs(exp(fit.center) - 200) < 1e-9)
        #expect(abs(exp(fit.center) * fit.smearing - 500) < 1e-9)
        let interval = try #require(fit.mean(seed: 1).interval)
        #expect(interval.low < 500 && interval.high > 500 && interval.low >= 40 && interval.high <= 1800)
        #expect(abs(fit.ratios.reduce(0, +) / 5 - 1) < 1e-9)
    }

    /// Of n values alone, the interval of the bootstrap is near that of the normal distribution.
    @Test func theIntervalOfTheMeanIsThatOfItsStandardError() throws {
        let values = (0..<400).map { 100 + Double($0 % 20) * 10 }
        let interval = try #require(
            RevenueFit(logarithms: values.map { log($0) }, learned: [], groups: 0).mean(seed: 3).interval)
        // The standard deviation is 57.7, so the standard error 2.88.
        #expect(abs((interval.high - interval.low) / (2 * 1.645 * 2.88) - 1) < 0.1)
    }

    @Test func aRegressionIsTrustedByWhatItExplains() throws {
        let actual = (0..<100).map { Double($0 % 10) / 3 }
        func fit(_ predicted: (Int) -> Double) -> RevenueFit {
            RevenueFit(
                logarithms: actual, learned: actual.indices.map { (actual[$0], predicted($0)) }, groups: 10)
        }
        let perfect = fit { actual[$0] }
        #expect(abs(perfect.weight - 1) < 1e-12)
        #expect(abs(perfect.smearing - 1) < 1e-12)
        // Twice as far from the middle as it should be: half of it is right.
        let loud = fit { 1.5 + 2 * (actual[$0] - 1.5) }
        #expect(abs(loud.weight - 0.5) < 1e-12)
        let noise = fit { Double(($0 * 37) % 11) / 3 }
        #expect(noise.weight == 0)
        let turned = fit { -actual[$0] + 3 }
        #expect(turned.weight == 0)
        #expect(try #require(perfect.comparison).medianError > 0.8)
        #expect(try #require(perfect.comparison).regressionError == 0)
    }

    @Test func fewCustomersHaveNoRegression() {
        let actual = (0..<29).map { Double($0) / 10 }
        let fit = RevenueFit(logarithms: actual, learned: actual.map { ($0, $0) }, groups: 10)
        #expect(fit.weight == 0 && fit.comparison == nil)
    }
}

@Suite struct RevenueTrainerTests {
    /// The snapshot company, whose customers pay by a rule.
    private func train(
        asOf: Day = ModelingCompany.asOf, _ revenue: (Int, TableCompany.Portal) -> Double?
    ) throws -> (model: RevenueModel?, folder: TemporaryFolder) {
        let company = try ModelingCompany(asOf: asOf) { portals in
            for place in portals.indices where portals[place].close != nil {
                portals[place].revenue = revenue(place, portals[place])
            }
        }
        let folder = try TemporaryFolder()
        let features = company.features()
        let model = TrainedModel(
            features: features.features, categories: ["INDUSTRY": ["retail", "saas"]],
            trainedOn: company.split.train, snapshots: 1, positives: 1, split: company.split, members: [],
            ensemble: EnsembleSettings())
        let trainer = RevenueTrainer(
            configuration: company.configuration, snapshots: company.snapshots, connection: company.connection,
            cancellation: Cancellation())
        return (try trainer.train(model, in: folder.path), folder)
    }

    @Test func withoutAPositiveRevenueThereIsNoModel() throws {
        #expect(try train { place, _ in [nil, 0, -20][place % 3] }.model == nil)
    }

    @Test func zeroNegativeAndMissingOnesAreCountedAndLeftOut() throws {
        let model = try #require(try train { place, _ in [100, 0, -20, nil][place % 4] }.model)
        let customers = model.customers
        #expect(customers.zero > 0 && customers.negative > 0 && customers.missing > 0)
        #expect(abs(model.mean - 100) < 1e-9)
        #expect(abs(exp(model.center) * model.smearing - 100) < 1e-6)
    }

    @Test func revenueThatFollowsAFeatureIsLearned() throws {
        let (model, folder) = try train { place, portal in
            (portal.employees ?? 0) > 5 ? 900 + Double(place % 5) : 90 + Double(place % 5)
        }
        let learned = try #require(model)
        #expect(learned.weight > 0.5)
        #expect(learned.file == "revenue.txt")
        #expect(FileManager.default.fileExists(atPath: folder.path + "/revenue.txt"))
        let comparison = try #require(learned.comparison)
        #expect(comparison.gain > comparison.standardError)
    }

    /// Who closes after the Sunday has no part, whatever it pays.
    @Test func laterCustomersChangeNothing() throws {
        let asOf = ModelingCompany.sunday(30)
        func model(_ later: Double) throws -> RevenueModel? {
            try train(asOf: asOf) { place, portal in
                portal.close! > asOf ? later : 100 + Double(place)
            }.model
        }
        let low = try #require(try model(1))
        #expect(low == (try model(1_000_000)))
        #expect(low.customers.positive > 5)
    }

    /// Each customer is seen as on the last Sunday before its close date.
    @Test func customersAreSeenBeforeTheyClose() throws {
        let company = try ModelingCompany { portals in
            for place in portals.indices where portals[place].close != nil {
                portals[place].revenue = exp(Double(place))
            }
        }
        let rows = try company.rows(learnedOn: company.split.train)
        let portals = "read_parquet('\(company.snapshots.portalsFile)')"
        let seen = try company.connection.rows(
            """
            SELECT r.ACTIVE_WEEKS, s.ACTIVE_WEEKS, s.CLOSEDATE - s.DATE
            FROM (\(unsafe: rows.customers(portals: portals))) r
            JOIN (SELECT *, row_number() OVER (PARTITION BY id ORDER BY DATE DESC) AS place
                FROM \(SnapshotFiles(company.snapshots).all) WHERE CLOSEDATE IS NOT NULL) s
                ON s.place = 1 AND s.id = 'p' || round(r.__log_revenue)::INTEGER
            """
        ) { ($0.double(0)!, $0.double(1) ?? Double($0.int(1)!), $0.int(2)!) }
        #expect(seen.count > 20)
        for (used, last, days) in seen {
            #expect(used == last)
            #expect(days > 0 && days <= 7)
        }
    }
}

@Suite struct ListForecasterTests {
    private static let revenue = RevenueModel(
        customers: .init(positive: 3, zero: 0, negative: 0, missing: 0), median: 100, mean: 100, meanLow: nil,
        meanHigh: nil, center: log(100), weight: 0, smearing: 1, ratios: [1], comparison: nil, file: nil, features: [])

    private func forecast(
        _ probabilities: [Double], monthly: [Double]? = nil, level: Double? = nil
    ) -> ListForecast {
        let empty = AgreementMeasure(folds: []).agreement
        let calibration = level.map {
            ModelCalibration(
                calibration: .none, reason: "", judged: nil, candidates: [], raw: empty, before: nil, after: nil,
                overConfident: [],
                level: LevelUncertainty(ratio: 1, betweenSundays: $0, variance: $0, sundays: 9), coverage: nil,
                bands: [])
        }
        return ListForecaster(
            calibration: calibration, cuts: [0.5, 0.8, 0.95], revenue: monthly == nil ? nil : Self.revenue, seed: 1
        ).forecast(probabilities, monthly: monthly)
    }

    @Test func bandsFollowEachOtherAndAddUp() {
        let forecast = forecast([0.04, 0.5, 0.01, 0.15, 0.3])
        #expect(forecast.bands.map(\.band) == [.a, .b, .c, .d])
        #expect(forecast.bands.map(\.portals) == [1, 1, 1, 2])
        #expect(abs(forecast.conversions.expected - 1) < 1e-12)
        #expect(abs(forecast.bands.reduce(0) { $0 + $1.expected } - 1) < 1e-12)
        #expect(forecast.calibration == nil && !forecast.conversions.hasLevel)
    }

    @Test func anEmptyListPromisesNothing() {
        let forecast = forecast([], monthly: [])
        #expect(forecast.conversions.expected == 0 && forecast.conversions.high == 0)
        #expect(forecast.bands.isEmpty)
        #expect(forecast.revenue == .init(expected: 0, low: 0, high: 0))
    }

    /// The variance of a negative binomial count: np(1 - p) + v (np)^2, nearly.
    @Test func anUncertainLevelWidensTheInterval() {
        let probabilities = [Double](repeating: 0.01, count: 10_000)
        let (sure, unsure) = (forecast(probabilities, level: 0), forecast(probabilities, level: 0.04))
        #expect(abs(Double(sure.conversions.high - sure.conversions.low) - 2 * 1.645 * 99.0.squareRoot()) < 2.5)
        #expect(abs(Double(unsure.conversions.high - unsure.conversions.low) - 2 * 1.645 * 499.0.squareRoot()) < 4)
        #expect(unsure.conversions.hasLevel)
    }

    /// Where all pay the same, revenue is the number of conversions times it.
    @Test func revenueFollowsTheConversions() throws {
        let probabilities = [Double](repeating: 0.02, count: 1000)
        let forecast = forecast(probabilities, monthly: [Double](repeating: 50, count: 1000))
        let revenue = try #require(forecast.revenue)
        #expect(abs(revenue.expected - 20 * 600) < 1e-6)
        #expect(abs(revenue.low / 600 - Double(forecast.conversions.low)) <= 1)
        #expect(abs(revenue.high / 600 - Double(forecast.conversions.high)) <= 1)
    }
}
