internal import Foundation

/// The lock under which a journal is written: a symbolic link beside it, `<journal>.lock`, as in Optuna's
/// `JournalFileSymlinkLock`. It is held for one write.
struct JournalLock {
    private let journal: String
    private let link: String
    /// The age from which a link counts as left by a killed process, and is removed.
    private let gracePeriod: Duration

    init(journal: String, gracePeriod: Duration = .seconds(30)) {
        self.journal = journal
        link = journal + ".lock"
        self.gracePeriod = gracePeriod
    }

    /// Runs work under the lock. Waits if another process has it.
    func withLock<Result>(_ work: () throws -> Result) throws -> Result {
        try acquire()
        defer { release() }
        return try work()
    }

    private func acquire() throws {
        let clock = ContinuousClock()
        var pause = Duration.milliseconds(1)
        var seen: Identity?
        var since = clock.now
        while symlink(journal, link) != 0 {
            guard errno == EEXIST else {
                throw TuningError.journal(journal, cannot: "lock", reason: String(cString: strerror(errno)))
            }
            guard let identity = Identity(link) else { continue }
            if identity != seen { (seen, since) = (identity, clock.now) }
            if clock.now - since > gracePeriod {
                release()
                continue
            }
            Thread.sleep(forTimeInterval: pause / .seconds(1))
            pause = min(pause * 2, .seconds(1))
        }
    }

    /// Renames the link before removing it: of two processes that both think it is stale, only one succeeds.
    private func release() {
        let renamed = link + UUID().uuidString.lowercased() + ".rename"
        if rename(link, renamed) == 0 { unlink(renamed) }
    }

    /// Distinguishes one link from the next under the same name.
    private struct Identity: Equatable {
        let node: UInt64
        let seconds: Int
        let nanoseconds: Int

        init?(_ path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            node = UInt64(status.st_ino)
            #if canImport(Darwin)
                (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
            #else
                (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
            #endif
        }
    }
}
