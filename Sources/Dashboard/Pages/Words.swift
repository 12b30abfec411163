internal import Foundation
internal import ProspectCore

/// Values as people read them.
enum Words {
    /// `34525` as `34,525`.
    static func count(_ number: Int) -> String {
        let digits = String(abs(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "−" + text : text
    }

    static func decimal(_ number: Double, _ places: Int) -> String {
        guard number.isFinite else { return "–" }
        let text = String(format: "%.\(places)f", abs(number))
        let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
        return number < 0 && !isZero ? "−" + text : text
    }

    /// A share in [0, 1] as a percentage with so many decimals that small ones are not 0.
    static func percent(_ share: Double) -> String {
        let percent = share * 100
        guard percent > 0 else { return "0%" }
        if percent < 0.01 { return "< 0.01%" }
        return decimal(percent, percent < 1 ? 2 : 1) + "%"
    }

    /// Money without cents.
    static func money(_ amount: Double) -> String { count(Int(amount.rounded())) }

    static func seconds(_ seconds: Double) -> String {
        switch seconds {
        case ..<10: decimal(seconds, 1) + " s"
        case ..<120: "\(Int(seconds.rounded())) s"
        case ..<7_200: "\(Int((seconds / 60).rounded())) min"
        default: decimal(seconds / 3_600, 1) + " h"
        }
    }

    static func bytes(_ number: Int) -> String {
        number >= 1 << 30 ? decimal(Double(number) / Double(1 << 30), 1) + " GB" : "\(number >> 20) MB"
    }

    /// A time in UTC, to the minute.
    static func time(_ date: Date) -> String {
        String(date.formatted(.iso8601).prefix(16)).replacing("T", with: " ") + " UTC"
    }

    /// `reach_out_now` as `Reach out now`.
    static func title(_ name: String) -> String {
        let words = name.replacing("_", with: " ").replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// A column's name in words: `EMPLOYEE_RANGE` is `Employee range`.
    static func column(_ name: String) -> String {
        name.contains { $0.isLowercase } ? title(name) : title(name.lowercased())
    }

    static func plural(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count(number)) \(number == 1 ? one : many ?? one + "s")"
    }
}
