internal import Base
internal import DuckDB
internal import Foundation

/// Numbers cut at 1, 2, 5, 10, 20, 50 and so on, as a logarithmic scale is.
enum LogScale {
    static let edges: [Double] = (0...9).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }

    /// SQL of a number's bin: 0 below 1, then one after the other.
    static func bin(_ value: String) -> String {
        let cases = edges.enumerated().map { "WHEN \(value) < \(Int($1)) THEN \($0)" }
        return "CASE \(cases.joined(separator: " ")) ELSE \(edges.count) END"
    }

    /// The same for numbers on both sides of 0: the bins below it are negative, and 0 holds (-1, 1).
    static func signedBin(_ value: String) -> String {
        "(CASE WHEN \(value) < 0 THEN -1 ELSE 1 END * (\(bin("abs(\(value))"))))"
    }

    static func low(_ bin: Int) -> Double { bin == 0 ? 0 : edges[bin - 1] }
    static func high(_ bin: Int) -> Double? { bin < edges.count ? edges[bin] : nil }

    /// A bin of numbers from 0 as it is shown: `0`, `1`, `2–4`, `1k–2k`.
    static func name(_ bin: Int) -> String {
        guard let high = high(bin) else { return "\(Numbers.short(low(bin))) and more" }
        guard bin > 1 else { return "\(bin)" }
        // Whole numbers below a thousand; above, what is left out is less than can be read.
        return "\(Numbers.short(low(bin)))–\(Numbers.short(low(bin) < 1_000 ? high - 1 : high))"
    }
}
