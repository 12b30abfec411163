import Base
import Boosting
import Snapshots
import Sources

@testable import Modeling
@testable import Ranking
@testable import Reporting

/// A run of two past Sundays with made-up numbers, and texts that try to break out of their place.
enum Fixture {
    static let asOf = ExplorationTests.asOf
    static let hostile = "</script><b>x</b> | `y` & \"z\" [a](b)"

    static let estimate = Estimate(value: 0.5, low: 0.25, high: 0.75)

    static func list(audited: Bool = true) -> RankedList {
        var list = RankedList(
            model: .lightgbm, asOf: asOf, file: "list.parquet", csvFile: "sunday_ranked_prospects.csv",
            reconciliation: .init(known: 120, customers: 20, free: 100, listed: 100, excluded: []),
            statuses: [.active: 10, .dormant: 20, .cold: 70],
            forecast: .init(
                conversions: .init(expected: 4, low: 1, high: 8, hasLevel: true),
                revenue: .init(expected: 1_000, low: 200, high: 3_000),
                bands: [
                    .init(
                        band: .a, first: 1, last: 10, expected: 2,
                        measured: .init(
                            band: .a, snapshots: 20, portals: 15, conversions: 4, expected: 4, rate: 0.2, low: 0.1,
                            high: 0.4, clusteredLow: 0.08, clusteredHigh: 0.42)),
                    .init(band: .b, first: 11, last: 100, expected: 2, measured: nil),
                ], calibration: Calibration.Method.none, overConfident: []),
            top: [
                .init(
                    rank: 1, id: hostile, probability: 0.31, status: .active, firmographics: [], actions: 3,
                    reasons: ["3 users (typical: 0)"])
            ])
        list.isPrimary = true
        return list
    }

    static func judgement(_ factor: Double, conversions: Double) -> Judgement {
        func scaled(_ value: Double) -> Estimate {
            Estimate(value: value * factor, low: value * factor * 0.5, high: min(1, value * factor * 1.5))
        }
        return Judgement(
            rows: 100, positives: conversions, rocAUC: scaled(0.9), averagePrecision: scaled(0.1), brier: scaled(0.01),
            logLoss: scaled(0.05), expected: Estimate(value: 5, low: 4, high: 6),
            actual: Estimate(value: conversions, low: 1, high: 9),
            atK: ["10", "50", "100", "1%"].map { label in
                .init(
                    label: label, k: 50, positives: Estimate(value: 3 * factor, low: 1, high: 5),
                    precision: scaled(0.06), recall: scaled(0.5), lift: scaled(20), revenue: nil, revenueShare: nil)
            })
    }

    static let backtest: BacktestReport = {
        let sundays = [asOf - 63, asOf - 35]
        let names = [("lightgbm", 1.0)] + Baseline.all(window: 30).map { ($0, 0.5) }
        let folds = sundays.map { sunday in
            BacktestReport.Fold(
                sunday: sunday, trainedOn: .init(first: sunday - 100, last: sunday - 35), trainingPositives: 40,
                rounds: [:],
                stoppedEarly: true, tuningSawLater: false, portals: 100, conversions: 6,
                models: Dictionary(uniqueKeysWithValues: names.map { ($0.0, judgement($0.1, conversions: 6)) }))
        }
        return BacktestReport(
            folds: folds, skipped: [],
            pooled: names.map { name, factor in
                .init(
                    model: name, judgement: judgement(factor, conversions: 12), bands: [],
                    gains: [(0.01, 0.2), (0.05, 0.4), (0.1, 0.6), (0.5, 0.9)].map { share, captured in
                        let value = captured * factor
                        return .init(
                            share: share, captured: .init(value: value, low: value / 2, high: min(1, value * 1.2)))
                    })
            },
            differences: Baseline.all(window: 30).map {
                .init(
                    first: "lightgbm", second: $0, metric: "precision@50",
                    estimate: .init(value: 0.03, low: $0 == "random" ? 0.01 : -0.01, high: 0.05))
            }, lastWeekModel: .lightgbm, choice: .init(model: .lightgbm, reason: "it is the only model"), searches: [],
            conversions: 12, convertedPortals: 10,
            revenue: .init(total: 0, positive: 0, zero: 0, negative: 0, missing: 12), draws: 200)
    }()

    static let calibration: CalibrationReport = {
        let total = ModelCalibration.RankBand(
            first: 1, last: nil, snapshots: 200, expected: 10, actual: 12, low: 6, high: 15)
        let agreement = ModelCalibration.Agreement(
            snapshots: 200, logLoss: 0.05, brier: 0.01, calibrationError: 0.001, groups: 20, total: total, bands: [],
            curve: [
                .init(
                    low: 0, high: 0.0002, snapshots: 120, conversions: 0, expected: 0.0001, rate: 0, rateLow: 0,
                    rateHigh: 0.02),
                .init(
                    low: 0.05, high: 0.1, snapshots: 80, conversions: 12, expected: 0.08, rate: 0.15, rateLow: 0.08,
                    rateHigh: 0.2),
            ])
        let model = ModelCalibration(
            calibration: .none, reason: "No other was better.", judged: nil, candidates: [], raw: agreement,
            before: nil,
            after: nil, overConfident: [], level: .init(ratio: 1, betweenSundays: 0, variance: 0, sundays: 2),
            coverage: .init(covered: 2, sundays: 2, meanWidth: 7),
            sundays: [
                .init(sunday: asOf - 63, expected: 4.5, actual: 5),
                .init(sunday: asOf - 35, expected: 5.5, actual: 7, low: 2, high: 9),
            ], bands: [])
        return CalibrationReport(asOf: asOf, sundays: [], models: ["lightgbm": model])
    }()

    static func audit(_ status: AuditCheck.Status) -> AuditReport {
        AuditReport(
            asOf: asOf, earlier: nil, seed: 1, member: .lightgbm, rounds: 20,
            checks: [
                AuditCheck(
                    .split, summary: "Looked at \(hostile).",
                    findings: status == .passed ? [] : [.init(status, "COLUMN", text: "Found.", advice: "Do.")])
            ])
    }

    static let influences: [SignalInfluence] = [
        .init(
            signal: .recency, importance: 0.5,
            dependence: [
                .init(name: "0", portals: 30, median: 0.7, low: 0.5, high: 0.9),
                .init(name: "7–42", portals: 20, median: -0.2, low: -0.4, high: 0.1),
                .init(name: nil, portals: 50, median: -0.7, low: -0.8, high: -0.5),
            ]),
        .init(
            signal: .firmographic("INDUSTRY"), importance: 0.3,
            dependence: [
                .init(name: hostile, portals: 60, median: 0.01, low: -0.1, high: 0.2),
                .init(name: nil, portals: 40, median: 0, low: -0.1, high: 0.1),
            ]),
        .init(signal: .trend, importance: 0.2),
    ]

    static func snapshots() -> SnapshotSet {
        SnapshotSet(
            asOf: asOf, firstSunday: ExplorationTests.first, population: .all, horizon: 30, windows: [7, 14, 30],
            featureSet: .extended, cadence: .weekly, actions: ["DEALS", "EMAIL"], users: [], idColumn: "id",
            firmographics: [.init(.init(column: "INDUSTRY", kind: .category))], snapshotsFolder: "", coldFolder: "",
            portalsFile: "", counts: .init(snapshots: 14, coldSpans: 3, coldSnapshots: 22, portals: 2, positives: 9),
            company: .init(known: 120, customers: 20, free: 100, excluded: []))
    }

    /// A run with everything.
    static func content() throws -> ReportContent {
        var content = ReportContent(
            snapshots: snapshots(), exploration: try ExplorationTests.report.get(), lists: [list()])
        content.primary = backtest.choice
        content.backtest = backtest
        content.calibration = calibration
        content.audit = audit(.passed)
        content.influences = influences
        content.changes = ListChanges(
            earlier: asOf - 7, earlierModel: .lightgbm, top: 50,
            entered: [.init(id: hostile, rank: 1, earlierRank: 80, probability: 0.31, earlierProbability: 0.01)],
            left: [.init(id: "gone", rank: nil, earlierRank: 2, probability: nil, earlierProbability: 0.2)],
            climbers: [],
            newCustomers: [.init(id: "gone", closeDate: asOf - 2, earlierRank: 2, earlierProbability: 0.2)])
        content.settings = [.init(key: "seed", value: hostile)]
        content.inputs = [.init(name: "usage.csv", bytes: 12_345, sha256: "abc")]
        content.versions = [.init(key: "prospect", value: "1")]
        return content
    }
}
