import Arrow
import Boosting
import Testing

/// Bins that are laid down before any row is seen.
@Suite struct BinGridTests {
    static let trees: [LearnerKind] = [.lightGBM, .xgBoost]
    /// Of `a` in [0, 1], `b` in 0...20 and `noise` in [0, 1].
    static let grids = [
        BinGrid((0...10).map { Double($0) / 10 }), BinGrid((0...20).map(Double.init)), BinGrid([0, 0.5, 1]),
    ]

    static func rows(_ table: ArrowTable, weighted: Bool = true, categorical: Set<Int> = []) -> TrainingRows {
        TrainingRows(
            table, features: Fixture.features, label: Fixture.label, weight: weighted ? Fixture.weight : nil,
            categorical: categorical, grids: grids)
    }

    /// What lies in one bin cannot be told apart, what lies in two can.
    @Test(arguments: trees) func aBinEndsHalfWayToTheNext(kind: LearnerKind) throws {
        let parameters = try Fixture.parameters(
            for: kind, kind == .lightGBM ? ["num_leaves": "31"] : ["max_depth": "8"])
        let table = try Fixture.table(
            """
            SELECT i / 1000.0 AS a, (i % 100 < i // 20)::INTEGER AS label FROM range(-1500, 3500) AS t(i)
            """)
        let model = try kind.learner.prepare(
            TrainingRows(table, features: [0], label: 1, grids: [BinGrid([-1, 0, 0.5, 1.5, 2])]), validation: nil,
            parameters: parameters
        ).fit(parameters, rounds: 60)
        let asked = [-9, -1, -0.501, -0.499, -0.001, 0, 0.249, 0.251, 0.999, 1.001, 1.749, 1.751, 9]
        let scores = try model.rawScores(of: ArrowTable(names: ["a"], columns: [asked]), features: [0])
        func isOne(_ places: [Int]) -> Bool { Set(places.map { scores[$0] }).count == 1 }
        #expect(isOne([0, 1, 2]) && isOne([7, 8]) && isOne([9, 10]) && isOne([11, 12]))
        // In LightGBM zero has a bin of its own, up to which those beside it reach.
        #expect(kind == .lightGBM ? isOne([2, 3, 4]) && isOne([6, 7]) : isOne([3, 4, 5, 6]))
        #expect(Set([0, 7, 9, 11].map { scores[$0] }).count == 4)
        #expect(kind == .lightGBM || scores[5] != scores[0] && scores[5] != scores[7])
    }

    /// Without grids nothing is shared: bins of all rows would say what no training may know.
    @Test(arguments: trees) func withoutGrids(kind: LearnerKind) throws {
        let parameters = try Fixture.parameters(for: kind)
        let all = try Fixture.rows(3_000)
        let positions = Array(0..<1_000)
        let some = try Fixture.trainingRows(all.rows(positions))
        let shared = try kind.learner.share(Fixture.trainingRows(all), parameters: parameters)
        let ours = try shared.prepare(RowSelection(positions: positions, rows: some), validation: nil)
        let alone = try kind.learner.prepare(some, validation: nil, parameters: parameters)
        #expect(
            try Fixture.bytes(ours.fit(parameters, rounds: 20)) == Fixture.bytes(alone.fit(parameters, rounds: 20)))
    }

    /// What is shared says nothing of the rows that a training does not see: it gives the bytes that it would without them.
    @Test(arguments: LearnerKind.allCases, [[], [1]] as [Set<Int>])
    func otherRowsHaveNoPart(kind: LearnerKind, categorical: Set<Int>) throws {
        let draws: KeyValuePairs<String, String> =
            switch kind {
            case .lightGBM: ["feature_fraction": "0.7"]
            case .xgBoost: ["subsample": "0.8", "colsample_bytree": "0.7"]
            case .logistic: [:]
            }
        let parameters = try Fixture.parameters(for: kind, draws)
        // Behind the first 6,000 rows there are values as no training may have seen them.
        let known = try Fixture.rows(6_000)
        let unknown = try Fixture.table(
            """
            SELECT -1e6 * i AS a, \(categorical.isEmpty ? "1e6 * i" : "i % 21") AS b, 1e5 * i AS noise, i % 2 AS label, 1e3 AS weight
            FROM range(1, 3000) AS t(i)
            """)
        let all = try ArrowTable(
            names: known.columns.map(\.name),
            columns: known.columns.indices.map { try known.doubles($0) + unknown.doubles($0) })
        func rows(_ table: ArrowTable) -> TrainingRows { Self.rows(table, categorical: categorical) }
        let shared = try kind.learner.share(rows(all), parameters: parameters)
        let training = Array(stride(from: 0, to: 6_000, by: 2))
        let validation = Array(stride(from: 1, to: 6_000, by: 3))
        func selection(_ positions: [Int]) throws -> RowSelection {
            RowSelection(positions: positions, rows: rows(try all.rows(positions)))
        }
        let ours = try shared.prepare(selection(training), validation: selection(validation))
            .fit(parameters, rounds: 80, patience: 10)
        let alone = try kind.learner.prepare(
            rows(known.rows(training)), validation: rows(known.rows(validation)), parameters: parameters
        ).fit(parameters, rounds: 80, patience: 10)
        #expect(try Fixture.bytes(ours) == Fixture.bytes(alone))
        #expect(ours.history == alone.history && ours.rounds > 3)
        let plain = try shared.prepare(selection(training), validation: nil).fit(parameters, rounds: 20)
        let other = try shared.prepare(selection(validation), validation: nil).fit(parameters, rounds: 20)
        #expect(try Fixture.bytes(plain) != Fixture.bytes(other))
    }

    /// A selection's weights are its own.
    @Test(arguments: trees) func weightsOfASelection(kind: LearnerKind) throws {
        let parameters = try Fixture.parameters(for: kind)
        let all = try Fixture.rows(3_000)
        let shared = try kind.learner.share(Self.rows(all, weighted: false), parameters: parameters)
        let positions = Array(0..<2_000)
        func model(weighted: Bool) throws -> any Classifier {
            try shared.prepare(
                RowSelection(positions: positions, rows: Self.rows(all.rows(positions), weighted: weighted)),
                validation: nil
            ).fit(parameters, rounds: 20)
        }
        let direct = try kind.learner.prepare(
            Self.rows(all.rows(positions), weighted: true), validation: nil, parameters: parameters
        ).fit(parameters, rounds: 20)
        #expect(try Fixture.bytes(model(weighted: true)) == Fixture.bytes(direct))
        #expect(try Fixture.bytes(model(weighted: true)) != Fixture.bytes(model(weighted: false)))
    }

    /// Every code of a category has a bin, however many there are.
    @Test(arguments: trees, [2, 240, 300, 1000]) func categories(kind: LearnerKind, count: Int) throws {
        let parameters = try Fixture.parameters(for: kind, ["learning_rate": "0.5"])
        let last = count - 1
        let table = try Fixture.table(
            """
            SELECT (i % \(count))::INTEGER AS code, (i % \(count) IN (7, 101, \(last)))::INTEGER AS label
            FROM range(\(100 * count)) AS t(i)
            """)
        let model = try kind.learner.prepare(
            TrainingRows(table, features: [0], label: 1, categorical: [0], grids: [BinGrid([0, 1])]), validation: nil,
            parameters: parameters
        ).fit(parameters, rounds: 40)
        let codes = (0..<count).map(Double.init)
        let scores = try model.probabilities(of: ArrowTable(names: ["code"], columns: [codes]), features: [0])
        for (code, score) in scores.enumerated() { #expect((score > 0.5) == [7, 101, last].contains(code), "\(code)") }
    }

    /// Wherever the label changes, there is a border.
    @Test(arguments: trees) func theLargestGridHasABinForEachValue(kind: LearnerKind) throws {
        let grid = BinGrid((0..<BinGrid.mostValues).map { Double($0) - 3 })
        let parameters = try Fixture.parameters(for: kind)
        for border in [1, 2, 3, 4, 77, 128, 200, 248, 249] {
            let table = try Fixture.table(
                "SELECT i % 250 - 3 AS a, (i % 250 >= \(border))::INTEGER AS label FROM range(25000) AS t(i)")
            let model = try kind.learner.prepare(
                TrainingRows(table, features: [0], label: 1, grids: [grid]), validation: nil, parameters: parameters
            ).fit(parameters, rounds: 60)
            let asked = [grid.values[border - 1], grid.values[border]]
            let scores = try model.probabilities(of: ArrowTable(names: ["a"], columns: [asked]), features: [0])
            #expect(scores[0] < 0.1 && scores[1] > 0.9, "\(border): \(scores)")
        }
    }
}
