internal import Foundation

/// The file of a journal. Lines are only ever added to its end, under the lock.
///
/// Only one process at a time has it open: the kernel holds an advisory lock on the file as long as the process lives.
/// Optuna does not take that lock. Do not let it work on a study while this process does.
struct JournalFile: ~Copyable {
    let path: String
    private let descriptor: Int32
    private let lock: JournalLock
    /// The numbers of bytes and of lines that have been read.
    private var offset = 0
    private var lines = 0

    private init(owning descriptor: Int32, path: String) {
        self.path = path
        self.descriptor = descriptor
        lock = JournalLock(journal: path)
    }

    deinit {
        // Closing alone would leave the lock with a child process that has started and not yet replaced its image.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Opens the file, or makes an empty one.
    ///
    /// - Throws: `TuningError` if another process has it open, or it cannot be opened.
    static func open(_ path: String) throws -> JournalFile {
        let absolute = URL(fileURLWithPath: path).path
        let descriptor = Foundation.open(absolute, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw TuningError.journal(path, cannot: "open", reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw TuningError.busy(path)
        }
        return JournalFile(owning: descriptor, path: absolute)
    }

    /// Applies the lines that others have added, then adds some and applies them too.
    ///
    /// - Parameters:
    ///   - replay: The state after the lines so far.
    ///   - durably: Whether to wait until the lines are on disk.
    ///   - makeLines: Called under the lock with the state of the file.
    mutating func append(
        to replay: inout JournalReplay, durably: Bool, _ makeLines: (JournalReplay) throws -> [String]
    ) throws {
        try lock.withLock {
            try readNewLines(into: &replay)
            let lines = try makeLines(replay)
            guard !lines.isEmpty else { return }
            try write(Data((lines.joined(separator: "\n") + "\n").utf8))
            if durably, fsync(descriptor) != 0 { throw failure("write") }
            try readNewLines(into: &replay)
        }
    }

    /// Reads from the end of the last reading.
    ///
    /// A process that was killed may have left a last line that has no end or is not JSON. Such a line never counted.
    /// It is cut off, so that the next line begins on its own. Called under the lock, when no one is writing.
    private mutating func readNewLines(into replay: inout JournalReplay) throws {
        let data = try read(from: offset)
        var start = data.startIndex
        while let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let isLast = data.index(after: end) == data.endIndex
            let operation: JournalOperation
            do {
                operation = try JSONText.decode(JournalOperation.self, from: data[start..<end])
            } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty && isLast {
                break
            } catch {
                throw TuningError.malformed(path, line: lines + 1, reason: "it is not an operation in JSON")
            }
            do {
                try replay.apply(operation)
            } catch {
                throw TuningError.malformed(path, line: lines + 1, reason: error.reason)
            }
            start = data.index(after: end)
            lines += 1
        }
        offset += start - data.startIndex
        if start < data.endIndex, ftruncate(descriptor, off_t(offset)) != 0 { throw failure("repair") }
    }

    private func read(from offset: Int) throws -> Data {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("read") }
        guard Int(status.st_size) >= offset else {
            throw TuningError.journal(path, cannot: "read", reason: "it has become shorter")
        }
        var data = Data(count: Int(status.st_size) - offset)
        let total = data.count
        var done = 0
        while done < total {
            let count = data.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + done, total - done, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("read") }
            done += count
        }
        return data
    }

    private func write(_ data: Data) throws {
        var done = 0
        while done < data.count {
            let count = data.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + done, data.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write") }
            done += count
        }
    }

    private func failure(_ action: String) -> TuningError {
        .journal(path, cannot: action, reason: String(cString: strerror(errno)))
    }
}
