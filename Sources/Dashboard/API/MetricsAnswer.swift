internal import Base
internal import Modeling
internal import Reporting

/// The quality of a run's models in the API's form, as far as it is known.
struct MetricsAnswer: Encodable {
    /// A number, with its 90% interval if there is one.
    struct Measure: Encodable {
        let value: Double
        let low: Double?
        let high: Double?

        init?(_ value: Double?, _ estimate: Estimate?) {
            guard let value = estimate?.value ?? value else { return nil }
            self.value = value
            low = estimate?.low
            high = estimate?.high
        }
    }

    struct Top: Encodable {
        let label: String
        let precision: Measure?
        let recall: Measure?
        let lift: Measure?
    }

    struct Ranking: Encodable {
        let model: String
        let rocAuc: Measure?
        let averagePrecision: Measure?
        let brier: Measure?
        let logLoss: Measure?
        let top: [Top]

        init(_ model: String, _ judgement: Judgement) {
            self.model = model
            rocAuc = Measure(nil, judgement.rocAUC)
            averagePrecision = Measure(nil, judgement.averagePrecision)
            brier = Measure(nil, judgement.brier)
            logLoss = Measure(nil, judgement.logLoss)
            top = judgement.atK.map {
                Top(
                    label: $0.label, precision: Measure(nil, $0.precision), recall: Measure(nil, $0.recall),
                    lift: Measure(nil, $0.lift))
            }
        }

        init(_ model: String, _ evaluation: Evaluation, _ judgement: Judgement?) {
            self.model = model
            rocAuc = Measure(evaluation.rocAUC, judgement?.rocAUC)
            averagePrecision = Measure(evaluation.averagePrecision, judgement?.averagePrecision)
            brier = Measure(evaluation.brier, judgement?.brier)
            logLoss = Measure(evaluation.logLoss, judgement?.logLoss)
            top = evaluation.atK.map { top in
                let judged = judgement?.at(top.label)
                return Top(
                    label: top.label, precision: Measure(top.precision, judged?.precision),
                    recall: Measure(top.recall, judged?.recall), lift: Measure(top.lift, judged?.lift))
            }
        }
    }

    struct Test: Encodable {
        let first: Day
        let last: Day
        let snapshots: Int
        let positives: Int
        let convertedPortals: Int
        let models: [Ranking]
    }

    struct Backtest: Encodable {
        let sundays: [Day]
        let conversions: Int
        let convertedPortals: Int
        let models: [Ranking]
    }

    struct Calibration: Encodable {
        struct Band: Encodable {
            let first: Int
            let last: Int?
            let snapshots: Int
            let expected: Double
            let low: Int
            let high: Int
            let actual: Int
        }

        let reason: String
        let bands: [Band]
    }

    struct Signal: Encodable {
        let signal: String
        let axis: String
        let importance: Double
    }

    let run: String
    let asOf: Day?
    let model: String?
    let test: Test?
    let backtest: Backtest?
    let calibration: Calibration?
    let importance: [Signal]
    let audit: String?

    init(_ report: RunReport) {
        run = report.run.id
        asOf = report.run.asOf
        let judged = report.content?.judgedModel
        model = judged?.rawValue
        test = report.metrics.map { metrics in
            let period = metrics.period
            return Test(
                first: period.first, last: period.last, snapshots: period.snapshots, positives: period.positives,
                convertedPortals: period.convertedPortals,
                models: metrics.models.sorted { $0.key < $1.key }.map {
                    Ranking($0.key, $0.value, metrics.intervals[$0.key])
                })
        }
        backtest = report.backtest.map { backtest in
            Backtest(
                sundays: backtest.folds.map(\.sunday), conversions: backtest.conversions,
                convertedPortals: backtest.convertedPortals,
                models: backtest.pooled.map { Ranking($0.model, $0.judgement) })
        }
        calibration = judged.flatMap { report.calibration?.of($0) }.map { calibration in
            Calibration(
                reason: calibration.reason,
                bands: calibration.listed.bands.map {
                    .init(
                        first: $0.first, last: $0.last, snapshots: $0.snapshots, expected: $0.expected, low: $0.low,
                        high: $0.high, actual: $0.actual)
                })
        }
        importance = report.influences.map {
            Signal(signal: $0.signal.name, axis: $0.signal.axis.rawValue, importance: $0.importance)
        }
        audit = report.audit?.status.rawValue
    }
}
