internal import Base
internal import Foundation
internal import Pipeline

/// A run as its folder shows it.
struct RunRecord: Sendable {
    enum State: String, Sendable, CaseIterable {
        case running, finished, failed, died
        /// The manifest cannot be read.
        case broken
    }

    /// The name of its folder, which is also its id.
    let id: String
    let folder: String
    let state: State
    /// The manifest, or nil if it cannot be read.
    let manifest: Manifest?
    /// The stamp of the manifest.
    let stamp: FileStamp?

    var asOf: Day? { manifest?.asOf }

    func file(_ name: String) -> String { "\(folder)/\(name)" }

    /// The artifacts of the stages, which are read only if they are unchanged.
    ///
    /// - Throws: `UnreadableRun` if the manifest cannot be read.
    var files: RunFiles {
        get throws {
            guard let manifest else { throw UnreadableRun("its manifest cannot be read") }
            return RunFiles(folder: folder, manifest: manifest)
        }
    }

    func hasFinished(_ stage: StageName) -> Bool { manifest?.stages.contains { $0.name == stage } ?? false }

    /// Whether the run's lists were published. Those of `prospect audit` alone are not.
    var isPublished: Bool {
        state == .finished && hasFinished(.rank) && (!hasFinished(.audit) || hasFinished(.segment))
    }

    /// Whether the run has a list to show.
    var hasList: Bool { state != .broken && hasFinished(.rank) }

    /// Returns the seconds from the beginning to the end, or to now if the run is under way.
    func seconds(now: Date) -> Double? {
        guard let manifest else { return nil }
        let end = manifest.finished ?? (state == .running ? now : nil)
        return end.map { $0.timeIntervalSince(manifest.started) }
    }

    /// What a reader should know about the run, without the code marks in manifests.
    var remark: String? { said?.replacing("`", with: "") }

    private var said: String? {
        switch state {
        case .finished: manifest?.notBacktested
        case .running: "It is being written."
        case .failed: manifest?.failure
        case .died: "Its process ended without a word; `prospect run --resume` goes on with it."
        case .broken: "Its manifest.json is missing or cannot be read."
        }
    }
}

/// All runs of the output folder at one moment.
struct RunCatalog: Sendable {
    /// The runs, latest first.
    let runs: [RunRecord]
    /// The runs whose list can be this week's, latest Sunday first.
    let published: [RunRecord]

    init(runs: [RunRecord]) {
        self.runs = runs
        published = runs.filter { $0.isPublished && $0.asOf != nil }.sorted { first, second in
            (first.asOf!, first.manifest!.started) > (second.asOf!, second.manifest!.started)
        }
    }

    subscript(id: String) -> RunRecord? { runs.first { $0.id == id } }

    /// Returns the published run of each Sunday before a day, latest Sunday first.
    func pastSundays(before day: Day, atMost count: Int) -> [RunRecord] {
        var found: [RunRecord] = []
        for run in published where found.count < count && run.asOf! < day && run.asOf != found.last?.asOf {
            found.append(run)
        }
        return found
    }
}
