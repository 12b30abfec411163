package import Base

/// The reason why no sample company was written.
package struct SampleError: ProspectError {
    package let problem: String
    package let remedy: String?
    package let exitCode: ExitStatus

    static func outOfRange(_ what: String, _ value: Int, _ range: ClosedRange<Int>, option: String) -> Self {
        let allowed =
            range.upperBound == .max
            ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
        return Self(
            problem: "The \(what) of a sample company cannot be \(value).",
            remedy: "Pass \(option) with a value \(allowed).", exitCode: .badInput)
    }

    static func tooManyRows(_ rows: Int, weeks: Int) -> Self {
        Self(
            problem: "\(rows) usage rows in \(weeks) weeks need more than \(SampleCompany.maximumPortals) portals.",
            remedy: "Pass fewer --rows or more --weeks.", exitCode: .badInput)
    }

    static func exists(_ path: String) -> Self {
        Self(
            problem: "'\(path)' exists already and was left as it is.",
            remedy: "Pass another folder, or --overwrite to replace the sample that is there.", exitCode: .badInput)
    }

    static func cannotWrite(_ path: String, reason: String) -> Self {
        Self(
            problem: "Cannot write '\(path)': \(reason)",
            remedy: "Check that the folder is writable and that its disk has room.", exitCode: .failure)
    }

    static let interrupted = Self(
        problem: "Stopped before the sample was complete; no file was written.",
        remedy: "Run the same command again: it makes the same company.", exitCode: .interrupted)
}
