/// The server, the model, and the patience with them.
package struct ChatSettings: Sendable {
    /// The beginning of the API's addresses, such as `https://api.openai.com/v1`.
    package var baseURL: String
    package var model: String
    package var temperature: Double
    /// Maximum number of tokens of an answer.
    package var answerTokens: Int
    /// Maximum number of attempts of a call.
    package var attempts: Int
    /// The number of consecutive failed calls after which no more are made.
    package var breaker: Int
    package var requestsPerMinute: Int
    package var tokensPerMinute: Int
    /// The price per million tokens, or nil if the model costs nothing.
    package var price: ModelPrice?
    /// The first pause before another attempt. Each further pause is up to twice as long.
    package var firstPause = Duration.milliseconds(500)
    package var longestPause = Duration.seconds(30)
    /// The longest wait that a server may ask for. Beyond it, the call is given up.
    package var longestWait = Duration.seconds(120)
    /// Maximum number of bytes of an answer that are read; the rest is cut off. It allows for tokens of up to 16 bytes,
    /// and for what the API puts around them.
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

    /// Returns the cost of tokens.
    package func money(input: Int, output: Int) -> Double {
        guard let price else { return 0 }
        return (Double(input) * price.input + Double(output) * price.output) / 1e6
    }
}
