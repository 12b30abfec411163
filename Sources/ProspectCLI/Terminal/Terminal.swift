internal import Base
internal import Foundation
internal import Modeling

/// Prints results to standard output and everything else to standard error.
enum Terminal {
    static func print(_ text: String) {
        FileHandle.standardOutput.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }

    static func printPlainError(_ text: String) {
        FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }

    static func printError(_ text: String) { printPlainError("prospect: error: " + text) }

    /// Whether standard error is a terminal that can redraw a line.
    static var isInteractive: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Returns bars for a terminal, plain lines otherwise.
    static func progress(quiet: Bool) -> any ProgressReporter {
        if quiet { return SilentProgress() }
        return isInteractive ? ProgressBars() : ProgressLines()
    }

    /// The number of columns of the terminal, or 80 if it is unknown.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
        return Int(size.ws_col)
    }
}

/// Formats numbers for people.
enum Text {
    /// Formats "1 day" or "30 days".
    static func days(_ number: Int) -> String { "\(count(number)) day\(number == 1 ? "" : "s")" }

    /// Returns the name of a model or baseline for a table.
    static func ranking(_ name: String) -> String {
        ModelName(rawValue: name)?.title ?? Baseline.shortTitle(name) ?? name
    }

    /// Formats `34525` as `34,525`.
    static func count(_ number: Int) -> String { Numbers.count(number, minus: .hyphen) }

    /// Formats a number with a given number of decimals.
    static func decimal(_ number: Double, _ places: Int) -> String { Numbers.decimal(number, places, minus: .hyphen) }

    /// Formats 0.0234 as `2.34%`.
    static func percent(_ share: Double, _ places: Int = 1) -> String {
        Numbers.percent(share, places: places, minus: .hyphen)
    }

    /// Returns a text in lines of at most 80 columns.
    static func wrapped(_ text: String, width: Int = 80) -> String {
        text.split(whereSeparator: { $0 == " " }).joined(separator: " ").wrapped(at: width).joined(separator: "\n")
    }

    /// Formats bytes as `61 MB`.
    static func bytes(_ number: Int) -> String {
        number >= 1 << 30 ? decimal(Double(number) / Double(1 << 30), 1) + " GB" : "\(number >> 20) MB"
    }

    static func seconds(_ number: Double) -> String { decimal(number, number < 10 ? 2 : 1) + " s" }
}
