internal import Foundation

/// Numbers as people read them.
package enum Numbers {
    /// The character in front of a negative number: the minus sign in pages, a hyphen in a terminal and in model cards.
    package enum Minus: String, Sendable {
        case sign = "−"
        case hyphen = "-"
    }

    /// `34525` as `34,525`.
    package static func count(_ number: Int, minus: Minus = .sign) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? minus.rawValue : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// A whole number of something: "1 portal", "2,300 portals".
    package static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// A number with so many decimals; a dash for what is not finite.
    package static func decimal(_ number: Double, _ places: Int, minus: Minus = .sign) -> String {
        guard number.isFinite else { return "–" }
        let text = String(format: "%.\(places)f", abs(number))
        // No minus in front of nothing.
        return number < 0 && text.contains { "123456789".contains($0) } ? minus.rawValue + text : text
    }

    /// 0.0234 as `2.3%`, with so many decimals.
    package static func percent(_ share: Double, places: Int, minus: Minus = .sign) -> String {
        decimal(share * 100, places, minus: minus) + "%"
    }

    /// A share with two significant digits: `0.0465` as `4.6%`, `0.00018` as `0.018%`, `0.43` as `43%`.
    package static func percent(_ share: Double) -> String {
        let number = abs(share * 100)
        let places: Int
        switch number {
        case 0, 9.95...: places = number > 99 && number < 100 ? 1 : 0
        case 0.995...: places = 1
        case 0.0995...: places = 2
        case 0.00995...: places = 3
        default: places = 4
        }
        return decimal(share * 100, places) + "%"
    }

    /// `8.1% [6.2%, 10%]`.
    package static func interval(_ value: Double, _ low: Double, _ high: Double) -> String {
        "\(percent(value)) [\(percent(low)), \(percent(high))]"
    }

    /// `1500` as `1.5k`, `2000000` as `2M`.
    package static func short(_ number: Double) -> String {
        for (size, letter) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where abs(number) >= size {
            return trimmed(number / size) + letter
        }
        return trimmed(number)
    }

    /// Formats a number with one decimal, if that is not 0 and significant.
    private static func trimmed(_ number: Double) -> String {
        if number != 0, abs(number) < 1 { return decimal(number, 2) }
        let text = decimal(number, abs(number) >= 100 ? 0 : 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A round share without the zeros behind its last digit: `0.01` as `1%`.
    package static func roundPercent(_ share: Double) -> String {
        var text = percent(share).dropLast()
        while text.contains("."), text.last == "0" || text.last == "." {
            let isPoint = text.removeLast() == "."
            if isPoint { break }
        }
        return text + "%"
    }

    /// A share as a word where it is one, else in percent.
    package static func share(_ share: Double) -> String {
        abs(share - 0.5) < 0.005 ? "half" : percent(share)
    }

    /// A number of log-odds with its sign.
    package static func signed(_ number: Double, _ places: Int = 2) -> String {
        let text = decimal(number, places)
        return number > 0 && text.contains { "123456789".contains($0) } ? "+" + text : text
    }

    /// Money without cents, in the currency of the tables.
    package static func money(_ amount: Double) -> String { count(Int(amount.rounded())) }
}
