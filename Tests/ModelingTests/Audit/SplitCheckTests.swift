import Base
import DuckDB
import Snapshots
import TestSupport
import Testing

@testable import Modeling

/// What may be wrong with the rows of a split, planted one at a time.
@Suite struct SplitCheckTests {
    static let first = Day(year: 2025, month: 1, day: 5)
    static let order = ["training", "test"]

    struct Row {
        var part: String
        var portal: Int
        var week: Int
        var label = 0
        var close: Day?
    }

    /// Ten portals on 20 Sundays, portal 3 closing in week 17; a gap of 5 weeks lies before week 14.
    static func rows() -> [Row] {
        let close = first + 7 * 17 + 2
        return (0..<10).flatMap { portal in
            (0..<18).filter { $0 < 9 || $0 >= 14 }.map { week in
                let day = first + 7 * week
                let isPositive = portal == 3 && day < close && close <= day + 30
                return Row(
                    part: week < 9 ? "training" : "test", portal: portal, week: week, label: isPositive ? 1 : 0,
                    close: portal == 3 ? close : nil)
            }
        }
    }

    static func examine(_ rows: [Row]) throws -> SplitCheck {
        let values = rows.map { row in
            "('\(row.part)', 'p\(row.portal)', DATE '\(first + 7 * row.week)', \(row.label), "
                + (row.close.map { "DATE '\($0)'" } ?? "NULL") + ")"
        }
        var check = SplitCheck(horizon: 30, connection: try Database.open().connect())
        try check.examine(
            "SELECT * FROM (VALUES \(values.joined(separator: ", "))) t(part, id, sunday, label, close)", order: order)
        return check
    }

    @Test func aTimeSplitWithAGapPasses() throws {
        let check = try Self.examine(Self.rows()).check
        #expect(check.status == .passed, "\(check)")
        #expect(check.numbers["training.snapshots"] == 90)
        #expect(check.numbers["test.conversions"] == 4)
    }

    /// A random split: rows go to either side whatever their Sunday.
    @Test func aRandomSplitFails() throws {
        var generator = SeededGenerator(seed: 4)
        let rows = Self.rows().map { row in
            var row = row
            row.part = generator.uniform() < 0.7 ? "training" : "test"
            return row
        }
        let check = try Self.examine(rows).check
        #expect(check.status == .failed)
        #expect(check.findings.map(\.subject) == ["training and test"])
        #expect(check.findings[0].text.contains("begins before that, on 2025-01-05"))
    }

    /// Judged rows among those of the training, as negatives.
    @Test func judgedRowsInTheTrainingFail() throws {
        let judged = Self.rows().filter { $0.part == "test" }.map { row in
            var row = row
            row.part = "training"
            row.label = 0
            return row
        }
        let check = try Self.examine(Self.rows() + judged).check
        #expect(check.status == .failed)
        let texts = check.findings.map(\.text)
        #expect(texts.contains { $0.hasPrefix("40 pairs of portal and day are both in test and in training") })
        #expect(texts.contains { $0.hasPrefix("4 snapshots of training have a label that is not what") })
    }

    /// A gap that is a week too short.
    @Test func labelsDecidedInTheNextPeriodFail() throws {
        let late = Self.rows().filter { $0.week == 8 }.map { Row(part: "training", portal: $0.portal, week: 10) }
        let check = try Self.examine(Self.rows() + late).check
        #expect(check.findings.map(\.subject) == ["training and test"])
        #expect(check.findings[0].text.contains("decided on 2025-04-15"))
        let atTheBorder = Self.rows().filter { $0.week == 8 }.map { Row(part: "training", portal: $0.portal, week: 9) }
        #expect(try Self.examine(Self.rows() + atTheBorder).check.status == .passed)
    }

    @Test func aRowThatOccursTwiceFails() throws {
        let check = try Self.examine(Self.rows() + [Self.rows()[3]]).check
        #expect(check.findings.map(\.text) == ["1 pair of portal and day occur more than once in training."])
    }

    /// The model says that it had other rows than its dates give.
    @Test func unexplainedRowsFail() throws {
        var check = try Self.examine(Self.rows())
        check.reconcile("training", rows: 90, positives: 0)
        #expect(check.check.status == .passed)
        check.reconcile("training", rows: 130, positives: 0)
        #expect(check.check.findings.map(\.text).first?.hasPrefix("By its dates training has 90 snapshots") == true)
    }

    @Test func foldsThatSawWhatTheyAreJudgedOnFail() throws {
        func fold(_ last: Int) -> BacktestReport.Fold {
            .init(
                sunday: Self.first + 70, trainedOn: .init(first: Self.first, last: Self.first + 7 * last),
                trainingPositives: 30, rounds: [:], stoppedEarly: true, tuningSawLater: false, portals: 1,
                conversions: 0,
                models: [:])
        }
        var check = try Self.examine(Self.rows())
        check.examine([fold(5)], labelsThrough: Self.first + 140)
        #expect(check.check.status == .passed)
        check.examine([fold(6)], labelsThrough: Self.first + 140)
        #expect(check.check.findings.map(\.subject) == ["backtest \(Self.first + 70)"])
    }

    /// The rows of a company's own split, counted without the arithmetic of the cold spans, are those of its model.
    @Test func theProductsOwnSplitPasses() throws {
        let company = try ModelingCompany()
        let trainer = ModelTrainer(
            configuration: company.configuration, snapshots: company.snapshots, connection: company.connection,
            threads: 1, progress: SilentProgress(), cancellation: Cancellation())
        let (model, measured) = try trainer.train(in: company.folder.path)
        let metrics = try #require(measured)
        var check = SplitCheck(horizon: company.snapshots.horizon, connection: company.connection)
        try check.examine(model, snapshots: company.snapshots, metrics: metrics)
        #expect(check.check.status == .passed, "\(check.check)")
        #expect(check.check.numbers["test.snapshots"] == Double(metrics.period.snapshots))

        var spoiled = model
        spoiled.trainedOn.last = company.snapshots.asOf
        var other = SplitCheck(horizon: company.snapshots.horizon, connection: company.connection)
        try other.examine(spoiled, snapshots: company.snapshots, metrics: metrics)
        let subjects = Set(other.check.findings.map(\.subject))
        #expect(
            subjects == ["the list and the list's training", "the list's training and the list", "the list's training"])
    }
}
