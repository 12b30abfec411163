internal import Base

/// An error that says what is wrong and what to do about it.
///
/// Neither text contains portal ids, keys or the contents of a prompt.
///
/// ```swift
/// do {
///     try await WeeklyJob(configuration).run()
/// } catch let error as ProspectError {
///     print(error.problem, error.remedy ?? "")
///     exit(error.exitCode)
/// }
/// ```
public struct ProspectError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and where, in a full sentence.
    public let problem: String
    /// What to do, in a full sentence, or nil if there is nothing to add.
    public let remedy: String?
    /// The exit code of a command that ends with this error. `Documentation/Commands.md` lists the codes.
    public let exitCode: Int32

    /// The problem and the remedy.
    public var description: String { remedy.map { "\(problem) \($0)" } ?? problem }

    init(problem: String, remedy: String?) {
        (self.problem, self.remedy, exitCode) = (problem, remedy, ExitStatus.failure.rawValue)
    }

    init(_ error: any Error) {
        guard let error = error as? any Base.ProspectError else {
            (problem, remedy, exitCode) = ("\(error)", nil, ExitStatus.failure.rawValue)
            return
        }
        (problem, remedy, exitCode) = (error.problem, error.remedy, error.exitCode.rawValue)
    }
}

/// Runs work of the stages and turns their errors into `ProspectError`.
func translatingErrors<Value>(_ work: () throws -> Value) throws(ProspectError) -> Value {
    do { return try work() } catch { throw ProspectError(error) }
}
