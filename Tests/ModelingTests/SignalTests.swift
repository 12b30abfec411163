import Foundation
import Testing

@testable import Modeling

@Suite struct SignalTests {
    @Test(arguments: [
        (Signal.actions("a:b c"), "actions:a:b c"), (.users("USERS_EMAIL"), "users:USERS_EMAIL"),
        (.firmographic("recency"), "firmographic:recency"), (.recency, "recency"), (.tenure, "tenure"),
        (.age, "age"),
    ])
    func namesAreReadBack(signal: Signal, name: String) throws {
        #expect(signal.name == name && Signal(name: name) == signal)
        let coded = try JSONEncoder().encode([signal])
        #expect(try JSONDecoder().decode([Signal].self, from: coded) == [signal])
    }

    @Test func unknownNames() {
        for name in ["", "actions", "other:X", "Recency"] { #expect(Signal(name: name) == nil) }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Signal].self, from: Data(#"["x"]"#.utf8)) }
    }
}
