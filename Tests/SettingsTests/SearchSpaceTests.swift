import Base
import Boosting
import Modeling
import Pipeline
import Settings
import Testing

@Suite struct SearchSpaceTests {
    @Test func rangesAndChoices() throws {
        let folder = try TemporaryFolder(
            """
            tuning:
              trials: 20
              metric: average-precision
              members: [xgboost]
              xgboost:
                max_depth: {low: 2, high: 6}
                eta: {low: 0.01, high: 0.1, log: true}
                min_child_weight: {low: 1, high: 9, int: true}
                subsample: [0.7, 1]
                grow_policy: [depthwise, lossguide]
            """)
        let tuning = try folder.load().configuration.tuning
        #expect(tuning.trials == 20)
        #expect(tuning.metric == .averagePrecision)
        #expect(tuning.members == [.xgboost])
        #expect(
            tuning.xgboost == [
                .init("max_depth", .range(low: 2, high: 6, isLog: false, isWhole: true)),
                .init("eta", .range(low: 0.01, high: 0.1, isLog: true, isWhole: false)),
                .init("min_child_weight", .range(low: 1, high: 9, isLog: false, isWhole: true)),
                .init("subsample", .choices([.number(0.7), .number(1)])),
                .init("grow_policy", .choices([.word("depthwise"), .word("lossguide")])),
            ])
        #expect(tuning.lightgbm == SearchedParameter.lightgbm)
        let again = try TemporaryFolder(try folder.load().yaml).load().configuration.tuning
        #expect(again == tuning)
    }

    @Test func oneParameterIsChangedAddedOrTakenOut() throws {
        let tuning = try TemporaryFolder("").load([
            "tuning.xgboost.max_depth={low: 2, high: 3}", "tuning.xgboost.gamma=[0, 1]",
            "tuning.xgboost.subsample=null",
        ]).configuration.tuning
        let names = SearchedParameter.xgboost.map(\.name).filter { $0 != "subsample" } + ["gamma"]
        #expect(tuning.xgboost.map(\.name) == names)
        #expect(
            tuning.xgboost.first { $0.name == "max_depth" }?.domain
                == .range(low: 2, high: 3, isLog: false, isWhole: true))
    }

    @Test(arguments: [
        (
            "max_deph: {low: 1, high: 2}", "3:5",
            "max_deph is not a known key. The nearest known key is 'max_depth'."
        ),
        (
            "max_depth: 4", "3:16",
            "max_depth must be a range such as {low: 1, high: 9} or a list of choices, not "
                + "'4'. Write [4] for one value."
        ),
        (
            "max_depth: {low: 4.5, high: 9}", "3:22",
            "max_depth.low must be a whole number from 1 to 64, not '4.5'."
        ),
        (
            "subsample: {low: 0.5, high: 1.5}", "3:33",
            "subsample.high must be a number from 0.01 to 1, not '1.5'."
        ),
        (
            "max_depth: {low: 4}", "3:16",
            "max_depth must be a range with low and high, but has not both."
        ),
        (
            "max_depth: {low: 9, high: 4}", "3:16",
            "max_depth must be a range with low and high, but its low is above its high."
        ),
        (
            "reg_alpha: {low: 0, high: 1, log: true}", "3:16",
            "reg_alpha must be a range with low and high, but a logarithm begins at low = 0.0."
        ),
        (
            "max_depth: {low: 4, high: 9, logs: true}", "3:34",
            "max_depth.logs is not a known key. The nearest known key is 'log'."
        ),
        (
            "subsample: [0.5, 0.5]", "3:22",
            "subsample must be a list of choices, each a number from 0.01 to 1, but has one of them twice."
        ),
        (
            "grow_policy: [deep]", "3:19",
            "grow_policy must be a list of choices, each depthwise or lossguide, not 'deep'."
        ),
    ])
    func errorsNameThePlace(line: String, place: String, message: String) throws {
        let problems = try TemporaryFolder("tuning:\n  xgboost:\n    \(line)\n").problems()
        #expect(problems == ["prospect.yaml:\(place): tuning.xgboost.\(message)"])
    }

    @Test func theSameParameterTwiceAndNone() throws {
        let twice = #expect(throws: SettingsError.self) {
            try TemporaryFolder("tuning: {xgboost: {eta: [0.1], learning_rate: [0.2]}}").load()
        }
        #expect(twice?.description.contains("learning_rate must be left out, since eta is the same") == true)
        let none = #expect(throws: SettingsError.self) { try TemporaryFolder("tuning: {lightgbm: {}}").load() }
        #expect(none?.description.contains("but is empty") == true)
    }
}
