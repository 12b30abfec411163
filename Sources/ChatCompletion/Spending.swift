/// Requests, tokens and money. Money is in the currency of the configured prices.
package struct Spending: Codable, Equatable, Sendable {
    package var requests = 0
    package var tokens = 0
    package var money = 0.0

    package init(requests: Int = 0, tokens: Int = 0, money: Double = 0) {
        self.requests = requests
        self.tokens = tokens
        self.money = money
    }

    package static func + (left: Spending, right: Spending) -> Spending {
        Spending(
            requests: left.requests + right.requests, tokens: left.tokens + right.tokens,
            money: left.money + right.money)
    }
}
