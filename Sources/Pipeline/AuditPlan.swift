internal import Base
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Snapshots
internal import Sources
internal import UsageStore

/// The lists that an audit makes again, and the comparisons between them.
struct AuditPlan: Sendable {
    /// A piece of work. The longest come first, so that two workers end at about the same time.
    enum Piece: Sendable {
        /// A past Sunday's list from all data: once from the run's own snapshots, once from a run of that Sunday.
        case past
        /// The list of a day from a variant of the tables.
        case variant(String, SourceSettings, Day)
        case shuffle(String, SourceSettings)
        /// The run's list.
        case now
    }

    enum Made: Sendable {
        case lists([String: AuditBench.MadeList])
        case test(ShuffledTest?)
    }

    let pieces: [Piece]
    /// The past Sunday: the last matured one, or nil if none has a history.
    let earlier: Day?
    private let asOf: Day
    private let snapshots: SnapshotSet
    private let tables: CompanyTables
    private let clocks: Clocks
    private let usage: UsageStore
    private let database: Database
    /// The amount of data after the past Sunday, and whether there is any after the run's Sunday.
    private let removed: (usage: Int, closes: Int)
    private let hasLater: Bool

    /// Writes the variants of the tables.
    init(
        snapshots: SnapshotSet, base: SourcesRead, configuration: ModelingSettings, shuffles: Int, bench: AuditBench
    ) throws {
        asOf = snapshots.asOf
        self.snapshots = snapshots
        tables = base.tables
        clocks = base.tables.clocks
        usage = base.usage
        database = base.database
        let matured = snapshots.lastMatured
        let learned = Split.matured(
            settings: configuration.split, firstSunday: snapshots.firstSunday, labelsThrough: matured,
            horizon: snapshots.horizon)
        earlier = learned.first <= learned.last ? matured : nil

        let writer = TableVariantWriter(
            configuration: configuration.walk.source, connection: try base.database.connect())
        let now = try writer.later(than: asOf)
        hasLater = now.usage + now.closes > 0
        removed = try earlier.map { try writer.later(than: $0) } ?? (0, 0)
        func piece(_ name: String, _ variant: TableVariant, _ day: Day) throws -> Piece {
            .variant(name, try writer.write(variant, to: bench.folder("tables-\(name)")), day)
        }
        var pieces: [Piece] = []
        if let earlier {
            pieces += [.past, try piece("cut", .cut(after: earlier), earlier)]
        }
        pieces.append(try piece("renamed", .renamed(seed: configuration.seed), asOf))
        if hasLater { pieces.append(try piece("cut-now", .cut(after: asOf), asOf)) }
        for number in 0..<shuffles {
            let seed = Int(truncatingIfNeeded: SeededGenerator.draw(configuration.seed, number) >> 1)
            let name = "shuffle-\(number)"
            let variant = try writer.write(.shuffledCloseDates(seed: seed), to: bench.folder("tables-\(name)"))
            pieces.append(.shuffle(name, variant))
        }
        self.pieces = pieces + [.now]
    }

    func make(_ piece: Piece, bench: AuditBench) throws -> Made {
        switch piece {
        case .now:
            return .lists(try bench.list(snapshots, in: "now").map { ["now": $0] } ?? [:])
        case .past:
            let then = try bench.snapshots(of: tables, usage, in: database, asOf: earlier!, "then")
            // The view looks at the run's own snapshots from the past Sunday, with the features that the run made.
            var view = snapshots
            view.asOf = then.asOf
            view.company = then.company
            var lists: [String: AuditBench.MadeList] = [:]
            lists["then"] = try bench.list(then, in: "then")
            lists["view"] = try bench.list(view, in: "view")
            return .lists(lists)
        case .variant(let name, let configuration, let day):
            let snapshots = try bench.snapshots(of: configuration, clocks: clocks, asOf: day, in: name)
            return .lists(try bench.list(snapshots, in: name).map { [name: $0] } ?? [:])
        case .shuffle(let name, let configuration):
            return .test(
                try bench.test(
                    try bench.snapshots(of: configuration, clocks: clocks, asOf: asOf, in: name)))
        }
    }

    func futureDeletion(_ made: [Made], bench: AuditBench) throws -> AuditCheck {
        guard let earlier, let cut = list("cut", made), let view = list("view", made), let then = list("then", made)
        else {
            return .skipped(.futureDeletion, "Not judged: before the last matured day no conversion had matured.")
        }
        var now: ListPair?
        if hasLater, let cutNow = list("cut-now", made), let all = list("now", made) {
            now = try bench.compare("for \(asOf) from all data", cutNow, all)
        }
        return FutureDeletionCheck.check(
            [
                try bench.compare("for \(earlier) from the run's own snapshots", cut, view),
                try bench.compare("for \(earlier) by `--as-of`", cut, then),
            ], sunday: earlier, now: now, asOf: asOf, removed: removed,
            lookingAhead: snapshots.population == .observedSpan)
    }

    func labelShuffle(_ made: [Made]) throws -> AuditCheck {
        LabelShuffleCheck.check(made.compactMap { if case .test(let test) = $0 { test } else { nil } })
    }

    func idsAndOrder(_ made: [Made], bench: AuditBench) throws -> AuditCheck {
        guard let now = list("now", made), let renamed = list("renamed", made) else {
            return .skipped(.idsAndOrder, "Not judged: no conversion had matured.")
        }
        return try bench.compare(now, renamed: renamed, ids: bench.work + "/tables-renamed/ids.parquet")
    }

    private func list(_ name: String, _ made: [Made]) -> AuditBench.MadeList? {
        made.lazy.compactMap { if case .lists(let lists) = $0 { lists[name] } else { nil } }.first
    }
}

extension SeededGenerator {
    /// Draws one number from a seed's stream.
    fileprivate static func draw(_ seed: Int, _ stream: Int) -> UInt64 {
        var generator = SeededGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(stream))
        return generator.next()
    }
}
