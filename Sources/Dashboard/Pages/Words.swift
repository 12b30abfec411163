internal import Base
internal import Foundation
internal import Reporting

/// Formats times and sizes for people. Numbers are written as in reports.
enum Words {
    static func seconds(_ seconds: Double) -> String {
        switch seconds {
        case ..<10: Numbers.decimal(seconds, 1) + " s"
        case ..<120: "\(Int(seconds.rounded())) s"
        case ..<7_200: "\(Int((seconds / 60).rounded())) min"
        default: Numbers.decimal(seconds / 3_600, 1) + " h"
        }
    }

    static func bytes(_ number: Int) -> String {
        number >= 1 << 30 ? Numbers.decimal(Double(number) / Double(1 << 30), 1) + " GB" : "\(number >> 20) MB"
    }

    /// Formats a time in UTC, to the minute.
    static func time(_ date: Date) -> String {
        String(date.formatted(.iso8601).prefix(16)).replacing("T", with: " ") + " UTC"
    }
}
