internal import Base
internal import DuckDB
internal import Foundation

/// A logarithmic scale of numbers, cut at 1, 2, 5, 10, 20, 50 and so on.
enum LogScale {
    static let edges: [Double] = (0...9).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }

    /// Returns the SQL for a number's bin: 0 below 1, then one after the other.
    static func bin(_ value: String) -> String {
        let cases = edges.enumerated().map { "WHEN \(value) < \(Int($1)) THEN \($0)" }
        return "CASE \(cases.joined(separator: " ")) ELSE \(edges.count) END"
    }

    /// Returns the SQL for the bin of a number on either side of 0. Bins below 0 are negative, and bin 0 holds (-1, 1).
    static func signedBin(_ value: String) -> String {
        "(CASE WHEN \(value) < 0 THEN -1 ELSE 1 END * (\(bin("abs(\(value))"))))"
    }

    static func low(_ bin: Int) -> Double { bin == 0 ? 0 : edges[bin - 1] }
    static func high(_ bin: Int) -> Double? { bin < edges.count ? edges[bin] : nil }

    /// Returns the name of a bin of non-negative numbers: `0`, `1`, `2–4`, `1k–2k`.
    static func name(_ bin: Int) -> String {
        guard let high = high(bin) else { return "\(Numbers.short(low(bin))) and more" }
        guard bin > 1 else { return "\(bin)" }
        // Below a thousand, whole numbers are exact. Above, the difference is too small to be readable.
        return "\(Numbers.short(low(bin)))–\(Numbers.short(low(bin) < 1_000 ? high - 1 : high))"
    }
}
