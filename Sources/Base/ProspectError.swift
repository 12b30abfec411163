/// An error for people: what is wrong and where, and what to do about it.
///
/// Neither text contains portal ids, keys or the contents of a prompt.
package protocol ProspectError: Error, CustomStringConvertible, Sendable {
    /// What is wrong, and where, in a full sentence.
    var problem: String { get }
    /// What to do, in a full sentence, or nil if there is nothing to add.
    var remedy: String? { get }
    /// The exit code of a command that ends with this error.
    var exitCode: ExitStatus { get }
}

extension ProspectError {
    package var exitCode: ExitStatus { .failure }
    package var description: String { remedy.map { "\(problem) \($0)" } ?? problem }
}

/// The exit codes of every command. `Documentation/Commands.md` describes them.
package enum ExitStatus: Int32, Sendable {
    case success = 0
    /// A failure that is neither bad input nor a failed check.
    case failure = 1
    /// The data or the configuration is unusable. Nothing was overwritten.
    case badInput = 2
    /// A check of the audit failed.
    case auditFailed = 3
    /// Another run is using the output folder.
    case busy = 4
    /// Usage is older than `freshness.error` allows. Nothing was written.
    case stale = 5
    /// With `--require-new`: this Sunday's list was already published from the same usage. Nothing was written.
    case nothingNew = 6
    /// The command line is invalid (sysexits.h, EX_USAGE).
    case usage = 64
    /// Stopped by Ctrl-C or SIGTERM. `--resume` continues after the last finished stage.
    case interrupted = 130
}
