internal import Base
internal import Foundation

/// The folder of one run and its manifest.
final class RunFolder {
    private(set) var path: String
    private(set) var manifest: Manifest

    init(path: String, manifest: Manifest) {
        self.path = path
        self.manifest = manifest
    }

    /// Creates `runs/pending-<short id>/`. `name(for:)` gives it its final name once the Sunday is known.
    static func create(in output: String, _ manifest: (String) -> Manifest) throws -> RunFolder {
        var id: String
        repeat {
            let hex = String(UInt32.random(in: 0..<0x100_0000), radix: 16)
            id = "pending-" + String(repeating: "0", count: 6 - hex.count) + hex
        } while FileManager.default.fileExists(atPath: "\(output)/runs/\(id)")
        let path = "\(output)/runs/\(id)"
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw PipelineError.cannotWrite(path, reason: error.localizedDescription)
        }
        let folder = RunFolder(path: path, manifest: manifest(id))
        try folder.save()
        return folder
    }

    /// Names the folder `<as-of>-<short id>`.
    func name(for asOf: Day) throws {
        let id = "\(asOf)-\(manifest.id.split(separator: "-").last!)"
        try update {
            $0.asOf = asOf
            $0.id = id
        }
        let named = (path as NSString).deletingLastPathComponent + "/" + id
        try AtomicFile.rename(path, to: named)
        path = named
    }

    /// Removes a run in which nothing was done.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        // The folder of runs is removed too if this was the first run.
        _ = rmdir((path as NSString).deletingLastPathComponent)
    }

    /// Returns all runs of an output folder that have a readable manifest, oldest first.
    ///
    /// A run that claims to be running although nobody holds the lock has died. Its manifest is corrected.
    static func all(in output: String) -> [RunFolder] {
        let runs = output + "/runs"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
        let isTaken = RunLock.isTaken(output)
        return names.compactMap { name in
            let path = "\(runs)/\(name)"
            guard let manifest = try? JSON.decode(Manifest.self, at: path + "/manifest.json") else { return nil }
            let folder = RunFolder(path: path, manifest: manifest)
            if manifest.state == .running, !isTaken { try? folder.update { $0.state = .died } }
            return folder
        }.sorted { ($0.manifest.started, $0.manifest.id) < ($1.manifest.started, $1.manifest.id) }
    }

    func update(_ change: (inout Manifest) -> Void) throws {
        change(&manifest)
        try save()
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The artifacts of the stages, which are read only if they are unchanged.
    var files: RunFiles { RunFiles(folder: path, manifest: manifest) }

    /// Writes an artifact.
    func write(_ value: some Encodable, to artifact: Artifact<some Any>) throws {
        try write(data: JSON.encode(value), to: artifact)
    }

    func write(data: Data, to artifact: Artifact<some Any>) throws {
        try forget(artifact.path)
        let file = file(artifact.path)
        try AtomicFile.write(data, to: file)
        keep(FileSeal(of: data), of: artifact.path)
    }

    /// Moves a finished file to the place of an artifact.
    func adopt(_ work: String, as artifact: Artifact<Table>) throws {
        try forget(artifact.path)
        try AtomicFile.rename(work, to: file(artifact.path))
        keep(try FileSeal(file: file(artifact.path)), of: artifact.path)
    }

    /// Moves a finished folder with its content to the place of an artifact.
    func adopt(_ work: String, as artifact: Artifact<Folder>) throws {
        try forget(artifact.path)
        let place = file(artifact.path)
        // A rename does not replace a folder.
        try? FileManager.default.removeItem(atPath: place)
        try AtomicFile.rename(work, to: place)
        let names = try FileManager.default.subpathsOfDirectory(atPath: place).sorted()
        let seals = try concurrently(names.count, threads: ProcessInfo.processInfo.activeProcessorCount) {
        } body: { _, index in
            try FileSeal(file: "\(place)/\(names[index])")
        }
        for (name, seal) in zip(names, seals) { keep(seal, of: "\(artifact.path)/\(name)") }
    }

    /// Removes an artifact from the manifest before it is replaced, so that the manifest never has the hash of another
    /// file.
    private func forget(_ artifact: String) throws {
        let old = manifest.files.keys.filter { $0 == artifact || $0.hasPrefix(artifact + "/") }
        guard !old.isEmpty else { return }
        try update { manifest in for path in old { manifest.files[path] = nil } }
    }

    /// Records the hash of a file. The manifest is saved with the stage.
    private func keep(_ seal: FileSeal, of path: String) {
        manifest.files[path] = seal
        RunFiles.trust(file(path), seal)
    }

    func hasFinished(_ stage: StageName) -> Bool { manifest.stages.contains { $0.name == stage } }

    private func save() throws {
        try AtomicFile.write(manifest, to: path + "/manifest.json")
    }
}
