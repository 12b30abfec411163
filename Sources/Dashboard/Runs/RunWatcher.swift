internal import Foundation
internal import Pipeline
internal import Synchronization

/// Watches the runs of the output folder and notices new ones.
///
/// It looks at most once a second, and reads only manifests that have changed.
final class RunWatcher: Sendable {
    private let output: String
    private let interval: Double
    private let workbench: Workbench
    private let state = Mutex(State())

    private struct State {
        var catalog = RunCatalog(runs: [])
        var known: [String: RunRecord] = [:]
        /// The time of the last look, or nil before the first.
        var looked: ContinuousClock.Instant?
        var isLooking = false
    }

    /// Makes a watcher.
    ///
    /// - Parameter interval: The number of seconds between two looks.
    init(output: String, interval: Double, workbench: Workbench) {
        self.output = output
        self.interval = interval
        self.workbench = workbench
    }

    /// The runs at the time of the last look.
    var lastCatalog: RunCatalog { state.withLock { $0.catalog } }

    /// Returns the current runs.
    func catalog() async throws -> RunCatalog {
        let known = state.withLock { state -> RunCatalog? in
            if let looked = state.looked, state.isLooking || looked.duration(to: .now) < .seconds(interval) {
                return state.catalog
            }
            state.isLooking = true
            return nil
        }
        if let known { return known }
        do {
            return try await workbench.run { self.look() }
        } catch {
            state.withLock { $0.isLooking = false }
            throw error
        }
    }

    /// Reads what has changed. It may block.
    private func look() -> RunCatalog {
        let folder = output + "/runs"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
        let known = state.withLock { $0.known }
        var found: [String: RunRecord] = [:]
        for name in names {
            let path = "\(folder)/\(name)"
            let stamp = FileStamp(path + "/manifest.json")
            // The manifest does not say whether a run is still under way.
            if let old = known[name], old.stamp == stamp, stamp != nil, old.state != .running {
                found[name] = old
            } else if let record = read(name, path, stamp: stamp) {
                found[name] = record
            }
        }
        let runs = found.values.sorted { first, second in
            let times = (first.manifest?.started ?? .distantPast, second.manifest?.started ?? .distantPast)
            return times.0 == times.1 ? first.id > second.id : times.0 > times.1
        }
        let catalog = RunCatalog(runs: runs)
        state.withLock { $0 = State(catalog: catalog, known: found, looked: .now) }
        return catalog
    }

    /// Reads a run. It tries the lock only for runs that claim to be under way, because trying it while a run begins
    /// would keep that run out.
    private func read(_ name: String, _ path: String, stamp: FileStamp?) -> RunRecord? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return nil
        }
        guard let manifest = try? JSON.decode(Manifest.self, at: path + "/manifest.json"), manifest.id == name else {
            return RunRecord(id: name, folder: path, state: .broken, manifest: nil, stamp: stamp)
        }
        let state: RunRecord.State =
            switch manifest.state {
            case .running: RunLock.isTaken(output) ? .running : .died
            case .finished: .finished
            case .failed: .failed
            case .died: .died
            }
        return RunRecord(id: name, folder: path, state: state, manifest: manifest, stamp: stamp)
    }
}
