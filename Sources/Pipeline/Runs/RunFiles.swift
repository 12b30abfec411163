internal import Base
internal import Crypto
internal import Foundation
internal import Synchronization

/// The size and SHA-256 of a file as the run wrote it.
package struct FileSeal: Codable, Equatable, Sendable {
    package var bytes: Int
    package var sha256: String

    init(bytes: Int, sha256: String) {
        self.bytes = bytes
        self.sha256 = sha256
    }

    init(of data: Data) {
        self.init(bytes: data.count, sha256: SHA256.hash(data: data).hexadecimal)
    }

    /// Reads a file to its end.
    ///
    /// - Throws: `PipelineError` if it cannot be opened or read.
    init(file: String) throws {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PipelineError.cannotRead(file, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var hash = SHA256()
        var bytes = 0
        while true {
            let count = read(descriptor, buffer.baseAddress!, buffer.count)
            guard count >= 0 else { throw PipelineError.cannotRead(file, reason: String(cString: strerror(errno))) }
            if count == 0 { break }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            bytes += count
        }
        self.init(bytes: bytes, sha256: hash.finalize().hexadecimal)
    }
}

/// The files of a run. They are read only if they have not changed since the run wrote them.
///
/// A process does not hash an unchanged file a second time, as long as its size and time stay the same.
package struct RunFiles: Sendable {
    /// The run's folder.
    package let folder: String
    let run: String
    /// The seals by path within the folder.
    let seals: [String: FileSeal]

    /// Makes the files of a run.
    ///
    /// - Parameter folder: The folder of the run.
    package init(folder: String, manifest: Manifest) {
        self.folder = folder
        run = manifest.id
        seals = manifest.files
    }

    /// Whether the run has written the artifact.
    package func has<Value>(_ artifact: Artifact<Value>) -> Bool { !paths(artifact).isEmpty }

    /// Returns the path of an artifact after checking that its files have not changed since the run wrote them.
    ///
    /// - Throws: `PipelineError` if the run has not written the artifact, or a file is missing or has changed.
    package func path<Value>(_ artifact: Artifact<Value>) throws -> String {
        let paths = paths(artifact)
        guard !paths.isEmpty else { throw PipelineError.noArtifact(artifact.path, run: run) }
        let areUnchanged = try concurrently(paths.count, threads: ProcessInfo.processInfo.activeProcessorCount) {
        } body: { _, index in
            try isUnchanged(paths[index])
        }
        if let path = zip(paths, areUnchanged).first(where: { !$0.1 })?.0 {
            throw PipelineError.changedFile(path, run: run)
        }
        return "\(folder)/\(artifact.path)"
    }

    /// Reads an artifact.
    ///
    /// - Throws: The errors of `path`, and `PipelineError` if a version with different files wrote it.
    package func read<Value: Decodable>(_ artifact: Artifact<Value>) throws -> Value {
        let path = try path(artifact)
        do {
            return try JSON.decode(Value.self, at: path)
        } catch is DecodingError {
            throw PipelineError.otherForm(artifact.path, run: run)
        }
    }

    /// Reads an artifact, or returns nil if the run has not written it.
    package func readIfPresent<Value: Decodable>(_ artifact: Artifact<Value>) throws -> Value? {
        has(artifact) ? try read(artifact) : nil
    }

    /// Returns the files of an artifact, in the order of their names.
    private func paths<Value>(_ artifact: Artifact<Value>) -> [String] {
        if seals[artifact.path] != nil { return [artifact.path] }
        return seals.keys.filter { $0.hasPrefix(artifact.path + "/") }.sorted()
    }

    private func isUnchanged(_ path: String) throws -> Bool {
        let file = "\(folder)/\(path)"
        guard let stamp = FileStamp(file) else { return false }
        let seal = seals[path]!
        guard stamp.bytes == seal.bytes else { return false }
        let key = VerifiedFile(file: file, stamp: stamp, sha256: seal.sha256)
        if Self.verified.withLock({ $0.contains(key) }) { return true }
        guard try FileSeal(file: file) == seal else { return false }
        Self.verified.withLock { _ = $0.insert(key) }
        return true
    }

    /// Marks a file that this process has just written as read.
    static func trust(_ file: String, _ seal: FileSeal) {
        guard let stamp = FileStamp(file) else { return }
        verified.withLock { _ = $0.insert(VerifiedFile(file: file, stamp: stamp, sha256: seal.sha256)) }
    }

    private static let verified = Mutex<Set<VerifiedFile>>([])
}

private struct VerifiedFile: Hashable {
    let file: String
    let stamp: FileStamp
    let sha256: String
}

extension PipelineError {
    fileprivate static func cannotRead(_ path: String, reason: String) -> Self {
        Self(problem: "Cannot read '\(path)': \(reason)", remedy: "Check the file's permissions.")
    }

    fileprivate static func noArtifact(_ path: String, run: String) -> Self {
        Self(
            problem: "The run \(run) has no \(path).",
            remedy: "It did not come so far, or an earlier version made it. Make a new run with `prospect run`.",
            exitCode: .badInput)
    }

    fileprivate static func changedFile(_ path: String, run: String) -> Self {
        Self(
            problem: "The file \(path) of the run \(run) is missing, or it is not what the run wrote.",
            remedy:
                "Nothing of this run can be used. Make a new one with `prospect run`; the published lists are unchanged.",
            exitCode: .badInput)
    }

    static func otherForm(_ path: String, run: String) -> Self {
        Self(
            problem: "The file \(path) of the run \(run) has the form of another version.",
            remedy: "Make a new run with `prospect run`.", exitCode: .badInput)
    }
}
