/// The server, the model, and how patient to be with them.
package struct ChatSettings: Sendable {
    /// Where the API's paths begin, such as `https://api.openai.com/v1`.
    package var baseURL: String
    package var model: String
    package var temperature: Double
    /// The most tokens of an answer.
    package var answerTokens: Int
    /// How often a call is tried.
    package var attempts: Int
    /// Calls given up in a row after which no more are made.
    package var breaker: Int
    package var requestsPerMinute: Int
    package var tokensPerMinute: Int
    /// Per million tokens; nil: the model costs nothing.
    package var price: ModelPrice?
    /// The first pause before another attempt; each further one is up to twice as long.
    package var firstPause = Duration.milliseconds(500)
    package var longestPause = Duration.seconds(30)
    /// A server that asks for a longer wait than this is given up.
    package var longestWait = Duration.seconds(120)
    /// The most bytes of an answer that are read; what comes beyond is cut off. Tokens of at most 16 bytes, and what the
    /// API puts around them.
    package var answerBytes: Int { 4_096 + 16 * answerTokens }

    package init(
        baseURL: String, model: String, temperature: Double = 0.2, answerTokens: Int = 300, attempts: Int = 5,
        breaker: Int = 3, requestsPerMinute: Int = 500, tokensPerMinute: Int = 200_000, price: ModelPrice? = nil
    ) {
        self.baseURL = baseURL
        self.model = model
        self.temperature = temperature
        self.answerTokens = answerTokens
        self.attempts = attempts
        self.breaker = breaker
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.price = price
    }

    var endpoint: String {
        var base = Substring(baseURL)
        while base.last == "/" { base = base.dropLast() }
        return base + "/chat/completions"
    }

    /// What tokens cost.
    package func money(input: Int, output: Int) -> Double {
        guard let price else { return 0 }
        return (Double(input) * price.input + Double(output) * price.output) / 1e6
    }
}
