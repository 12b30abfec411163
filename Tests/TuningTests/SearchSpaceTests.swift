import Testing

@testable import Tuning

@Suite("Search spaces")
struct SearchSpaceTests {
    static let domains: [Distribution] = [
        .float(low: -1.5, high: 2), .float(low: 1e-7, high: 10, log: true), .float(low: 0, high: 1, step: 0.25),
        .int(low: -3, high: 30, step: 3), .int(low: 1, high: 512, log: true),
        .categorical(["é\"\\\n\u{1}", 2, 2.5, true, false, "2"]),
    ]

    @Test(arguments: domains) func roundTripThroughJSON(_ domain: Distribution) throws {
        #expect(try Distribution(json: domain.json, name: "x") == domain)
    }

    @Test func readsOptunasForm() throws {
        let float =
            #"{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.001, "high": 1.0, "log": true}}"#
        #expect(try Distribution(json: float, name: "x") == .float(low: 0.001, high: 1, log: true))
        let old = #"{"name": "DiscreteUniformDistribution", "attributes": {"low": 0, "high": 1, "q": 0.5}}"#
        #expect(try Distribution(json: old, name: "x") == .float(low: 0, high: 1, step: 0.5))
        let choice = #"{"name": "CategoricalDistribution", "attributes": {"choices": ["\u00e9", 2, true, 2.5]}}"#
        #expect(try Distribution(json: choice, name: "x") == .categorical(["é", 2, true, 2.5]))
    }

    @Test func highComesDownToAStep() throws {
        let space = try SearchSpace([
            .init("x", .float(low: 0, high: 1, step: 0.3)), .init("n", .int(low: 1, high: 10, step: 4)),
        ])
        #expect(space.parameters[1].distribution == .int(low: 1, high: 9, step: 4))
        guard case .float(_, let high, _, _) = space.parameters[0].distribution else { return }
        #expect(abs(high - 0.9) < 1e-12)
    }

    @Test(arguments: [
        Distribution.float(low: 1, high: 0), .float(low: 0, high: 1, log: true), .float(low: 0, high: .infinity),
        .float(low: 1, high: 2, log: true, step: 1), .float(low: 0, high: 1, step: 0), .int(low: 2, high: 1),
        .int(low: 0, high: 5, log: true), .int(low: 1, high: 5, step: 0), .categorical([]),
        .categorical([2, 2.0]),
    ]) func refuses(_ domain: Distribution) {
        #expect(throws: TuningError.self) { try SearchSpace([.init("x", domain)]) }
    }

    @Test func refusesANameTwice() {
        #expect(throws: TuningError.self) {
            try SearchSpace([.init("x", .int(low: 0, high: 1)), .init("x", .int(low: 0, high: 1))])
        }
    }
}
