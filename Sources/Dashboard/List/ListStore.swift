internal import Base
internal import Foundation
internal import Pipeline
internal import Synchronization

/// The lists in memory: this week's, and a few others that were requested.
///
/// A new run is read beside the list that is shown. It replaces that list once all of it has been read.
final class ListStore: Sendable {
    /// The list to show, and the remarks about it.
    struct Current: Sendable {
        /// The list, or nil if there is none yet.
        let index: ListIndex?
        /// Runs that should have been shown, with the reason why they are not.
        let unreadable: [(run: RunRecord, reason: String)]
    }

    /// The number of past Sundays in a portal's history.
    static let pastSundays = 26
    /// The number of lists that are kept beside this week's.
    private static let kept = 3

    private struct Key: Hashable {
        let run: String
        let stamp: FileStamp?
    }

    private struct State {
        var indices: [(key: Key, index: ListIndex)] = []
        var loads: [Key: Task<ListIndex, any Error>] = [:]
        var failures: [Key: (reason: String, since: ContinuousClock.Instant)] = [:]
        var past: [Key: PastList?] = [:]
        /// The list that is shown until a newer one is ready.
        var shown: ListIndex?

        /// Returns why a run could not be read at the last attempt, and whether to try again.
        func failure(_ key: Key, patience: Duration) -> (reason: String, isOld: Bool)? {
            failures[key].map { ($0.reason, $0.since.duration(to: .now) >= patience) }
        }
    }

    let watcher: RunWatcher
    private let pinned: String?
    private let workbench: Workbench
    private let patience: Duration
    private let portals = PortalNumbers()
    private let state = Mutex(State())

    /// Makes a store.
    ///
    /// - Parameters:
    ///   - pinned: The run to show instead of the latest.
    ///   - patience: The time before an unreadable run is tried again.
    init(watcher: RunWatcher, pinned: String?, workbench: Workbench, patience: Duration) {
        self.patience = patience
        self.watcher = watcher
        self.pinned = pinned
        self.workbench = workbench
    }

    /// Returns this week's list.
    func current() async throws -> Current {
        let catalog = try await watcher.catalog()
        let candidates = pinned.map { id in catalog[id].map { [$0] } ?? [] } ?? catalog.published
        var unreadable: [(run: RunRecord, reason: String)] = []
        for run in candidates {
            let key = Key(run: run.id, stamp: run.stamp)
            let (loaded, failure, shown) = state.withLock { state in
                (state.indices.first { $0.key == key }?.index, state.failure(key, patience: patience), state.shown)
            }
            if let loaded {
                state.withLock { $0.shown = loaded }
                return Current(index: loaded, unreadable: unreadable)
            }
            if let failure {
                // The run counts as unreadable until it has been read.
                if failure.isOld { _ = load(run, key, catalog) }
                unreadable.append((run, failure.reason))
                continue
            }
            let load = load(run, key, catalog)
            if let shown, catalog[shown.run.id] != nil { return Current(index: shown, unreadable: unreadable) }
            if let index = try? await load.value {
                state.withLock { $0.shown = index }
                return Current(index: index, unreadable: unreadable)
            }
            unreadable.append((run, state.withLock { $0.failures[key]?.reason } ?? "its files cannot be read"))
        }
        return Current(index: nil, unreadable: unreadable)
    }

    /// The run of this week's list, as far as it is known without reading files.
    var shownRun: RunRecord? {
        if let shown = state.withLock({ $0.shown }) { return shown.run }
        let catalog = watcher.lastCatalog
        return pinned.map { catalog[$0] } ?? catalog.published.first
    }

    /// Returns the list of a run, or nil if there is no such run.
    ///
    /// - Throws: `UnreadableRun` if the run has no list, or its files cannot be read.
    func index(of id: String) async throws -> ListIndex? {
        let catalog = try await watcher.catalog()
        guard let run = catalog[id] else { return nil }
        guard run.hasList else { throw UnreadableRun("it has no list") }
        let key = Key(run: run.id, stamp: run.stamp)
        let (loaded, failure) = state.withLock { state in
            (state.indices.first { $0.key == key }?.index, state.failure(key, patience: patience))
        }
        if let loaded { return loaded }
        if let failure, !failure.isOld { throw UnreadableRun(failure.reason) }
        do { return try await load(run, key, catalog).value } catch { throw UnreadableRun(UnreadableRun.reason(error)) }
    }

    /// Returns the lists of the Sundays before a day, latest first. Unreadable ones are left out.
    func past(before day: Day) async throws -> [PastList] {
        let catalog = try await watcher.catalog()
        var lists: [PastList] = []
        for run in catalog.pastSundays(before: day, atMost: Self.pastSundays) {
            if let list = try await past(run) { lists.append(list) }
        }
        return lists
    }

    private func past(_ run: RunRecord) async throws -> PastList? {
        let key = Key(run: run.id, stamp: run.stamp)
        if let known = state.withLock({ $0.past[key] }) { return known }
        let list = try await workbench.query { [portals] connection in
            try? PastList(run, portals: portals, connection: connection)
        }
        state.withLock { $0.past[key] = .some(list) }
        return list
    }

    private func load(_ run: RunRecord, _ key: Key, _ catalog: RunCatalog) -> Task<ListIndex, any Error> {
        state.withLock { state in
            if let load = state.loads[key] { return load }
            let before = run.asOf.flatMap { catalog.pastSundays(before: $0, atMost: 1).first }
            let load = Task {
                do {
                    let previous = if let before { try await self.past(before) } else { PastList?.none }
                    let index = try await self.workbench.query { connection in
                        try ListLoader(run: run, connection: connection).load(previous: previous)
                    }
                    self.state.withLock { state in
                        state.indices.append((key, index))
                        state.failures[key] = nil
                        if state.indices.count > Self.kept + 1 {
                            let oldest = state.indices.firstIndex { $0.index !== state.shown } ?? 0
                            state.indices.remove(at: oldest)
                        }
                        state.loads[key] = nil
                    }
                    return index
                } catch {
                    self.state.withLock { state in
                        state.failures[key] = (UnreadableRun.reason(error), .now)
                        state.loads[key] = nil
                    }
                    throw error
                }
            }
            state.loads[key] = load
            return load
        }
    }
}
