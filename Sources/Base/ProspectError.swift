/// An error as a person needs it: what is wrong and where, and what to do about it.
///
/// Neither text carries portal ids, keys or the contents of a prompt.
package protocol ProspectError: Error, CustomStringConvertible, Sendable {
    /// A full sentence that says what is wrong, and where.
    var problem: String { get }
    /// A full sentence that says what to do; nil where there is nothing to add.
    var remedy: String? { get }
    /// The exit code of the command that ends with this error.
    var exitCode: ExitStatus { get }
}

extension ProspectError {
    package var exitCode: ExitStatus { .failure }
    package var description: String { remedy.map { "\(problem) \($0)" } ?? problem }
}

/// The exit codes of every command; documented in `Documentation/Commands.md`.
package enum ExitStatus: Int32, Sendable {
    case success = 0
    /// Something failed that is neither bad input nor a failed check.
    case failure = 1
    /// The data or the configuration is not usable; nothing was written over.
    case badInput = 2
    /// A check of the audit failed.
    case auditFailed = 3
    /// Another run holds the output folder.
    case busy = 4
    /// Usage is older than `freshness.error` allows; nothing was written.
    case stale = 5
    /// `--require-new`: the list of this Sunday was published before from the same usage; nothing was written.
    case nothingNew = 6
    /// The command line is not understood (sysexits.h, EX_USAGE).
    case usage = 64
    /// Stopped by Ctrl-C or SIGTERM; `--resume` goes on from the last finished stage.
    case interrupted = 130
}
