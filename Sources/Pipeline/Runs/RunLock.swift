internal import Foundation

/// Locks an output folder for one run. The kernel releases the lock when the process ends, in any way.
package final class RunLock {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        // Closing alone would leave the lock with a child process that has started and not yet replaced its image.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Takes the lock of a folder.
    ///
    /// - Throws: `PipelineError` with the other process's id if the lock is taken.
    static func take(_ folder: String) throws -> RunLock {
        let path = folder + "/.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw PipelineError.cannotWrite(path, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            close(descriptor)
            throw PipelineError.busy(folder, process: holder.isEmpty ? "unknown" : holder)
        }
        let text = "\(ProcessInfo.processInfo.processIdentifier)"
        ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
        return RunLock(descriptor: descriptor)
    }

    /// Whether a process holds the lock of a folder.
    package static func isTaken(_ folder: String) -> Bool {
        let descriptor = open(folder + "/.lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
        return false
    }
}
