import Base
import DuckDB
import Foundation
import TestSupport
import Testing
import UsageStore

/// What is put into the store comes out in order, from memory and from disk.
@Suite struct UsageStoreTests {
    private static let today = Day(year: 2026, month: 6, day: 30)
    private static let first = Day(year: 2025, month: 1, day: 6)

    private struct Row: Comparable, CustomStringConvertible {
        var portal: Int
        var day: Day
        var counts: [Int]

        static func < (left: Row, right: Row) -> Bool {
            (left.portal, left.day) == (right.portal, right.day)
                ? left.counts.lexicographicallyPrecedes(right.counts)
                : (left.portal, left.day) < (right.portal, right.day)
        }
        var description: String { "\(portal) \(day) \(counts)" }
    }

    /// Rows of some portals in no order, counts from 0 to the largest, most of them 0.
    private static func rows(_ count: Int, portals: Int, width: Int) -> [Row] {
        var generator = SeededGenerator(seed: 12)
        return (0..<count).map { _ in
            let counts = (0..<width).map { _ -> Int in
                switch generator.uniform() {
                case ..<0.6: return 0
                case ..<0.9: return Int(generator.uniform() * 200)
                case ..<0.98: return Int(generator.uniform() * 70_000)
                default: return Int(UInt32.max) - Int(generator.uniform() * 3)
                }
            }
            return Row(
                portal: Int(generator.uniform() * Double(portals)), day: first + Int(generator.uniform() * 400),
                counts: counts)
        }
    }

    private func store(_ rows: [Row], portals: Int, width: Int, limit: Int? = nil, folder: String = "") -> UsageStore {
        let store = UsageStore(
            portals: portals, width: width, today: Self.today, memoryLimit: limit, spillFolder: folder)
        let appenders = [store.makeAppender(), store.makeAppender()]
        for start in stride(from: 0, to: rows.count, by: 500) {
            let chunk = rows[start..<min(start + 500, rows.count)].map { ($0.portal, $0.day, $0.counts) }
            UsageRowsForTests(chunk).append(to: appenders[start / 500 % 2], actions: width / 2)
        }
        store.seal()
        return store
    }

    private func read(_ store: UsageStore, rowsPerPart: Int, through day: Day) throws -> [Row] {
        try store.parts(rows: rowsPerPart).flatMap { part in
            let rows = try store.rows(of: part, through: day)
            let found = (0..<rows.count).map { row in
                Row(
                    portal: Int(rows.portal[row]), day: Day(daysSinceEpoch: rows.day[row]),
                    counts: (0..<rows.width).map { Int(rows.counts[row * rows.width + $0]) })
            }
            #expect(zip(found, found.dropFirst()).allSatisfy { ($0.portal, $0.day) <= ($1.portal, $1.day) })
            return found
        }
    }

    @Test(arguments: [(1, 1), (3, 8), (40, 9), (10_000, 3)])
    func comesOutInOrder(portals: Int, width: Int) throws {
        let rows = Self.rows(6_000, portals: portals, width: width)
        let store = store(rows, portals: portals, width: width)
        for rowsPerPart in [1_000, 100_000] {
            #expect(try read(store, rowsPerPart: rowsPerPart, through: Self.today).sorted() == rows.sorted())
        }
        let day = Self.first + 200
        #expect(try read(store, rowsPerPart: 1_000, through: day).sorted() == rows.filter { $0.day <= day }.sorted())
    }

    /// With a limit that is far too small the same rows come from disk, and no file is left.
    @Test func rowsThatWentToDisk() throws {
        let folder = try TemporaryFolder()
        let rows = Self.rows(40_000, portals: 500, width: 8)
        let store = store(rows, portals: 500, width: 8, limit: 100_000, folder: folder.path + "/spill")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/spill") == [])
        #expect(try read(store, rowsPerPart: 10_000, through: Self.today).sorted() == rows.sorted())
    }

    @Test func aFolderThatCannotBeMade() throws {
        let folder = try TemporaryFolder()
        try folder.write("file", "")
        let store = UsageStore(
            portals: 1, width: 1, today: Self.today, memoryLimit: 1, spillFolder: folder.path + "/file/spill")
        let appender = store.makeAppender()
        let rows = (0..<1_000).map { (0, Self.first + $0 % 300, [1_000_000]) }
        #expect(throws: UsageStoreError.self) {
            try UsageRowsForTests(rows).tryToAppend(to: appender, actions: 1)
        }
    }

    @Test func partsAreAllPortalsOnce() throws {
        let rows = Self.rows(5_000, portals: 9_000, width: 1)
        let store = store(rows, portals: 9_000, width: 1)
        for rowsPerPart in [100, 1_000, 2_000, 100_000] {
            let parts = store.parts(rows: rowsPerPart)
            #expect(parts.first?.lowerBound == 0 && parts.last?.upperBound == 9_000)
            for (part, next) in zip(parts, parts.dropFirst()) { #expect(part.upperBound == next.lowerBound) }
        }
        #expect(store.parts(rows: 100_000).count == 1)
        #expect(store.parts(rows: 6_000).count == 2)
        #expect(UsageStore(portals: 3, width: 1, today: Self.today, spillFolder: "").sealed.parts(rows: 9) == [0..<3])
    }

    @Test func totals() {
        let day = Self.first
        let rows: [(Int, Day, [Int])] = [
            (0, day, [0, 0]), (0, day + 7, [0, 3]), (1, day + 7, [2, 0]), (1, day + 70, [2, 1]),
            (1, Self.today + 1, [1, 1]), (2, Day(year: 1999, month: 12, day: 31), [1, 1]),
        ]
        let store = UsageStore(portals: 3, width: 2, today: Self.today, spillFolder: "")
        UsageRowsForTests(rows).append(to: store.makeAppender(), actions: 1)
        for _ in 0..<2 {
            let totals = store.totals
            #expect((totals.rows, totals.zeros, totals.idle, totals.unusable, totals.unknown) == (4, 1, 1, 2, 0))
            #expect(totals.volumes.map(\.day) == [day, day + 7, day + 70])
            store.seal()
        }
    }

    @Test func forgetsAll() throws {
        let store = UsageStore(portals: 2, width: 1, today: Self.today, spillFolder: "")
        UsageRowsForTests([(0, Self.first, [9])]).append(to: store.makeAppender(), actions: 1)
        store.removeAll()
        UsageRowsForTests([(1, Self.first, [5])]).append(to: store.makeAppender(), actions: 1)
        store.seal()
        #expect(try read(store, rowsPerPart: 10, through: Self.today).map(\.description) == ["1 2025-01-06 [5]"])
    }
}

extension UsageStore {
    fileprivate var sealed: UsageStore {
        seal()
        return self
    }
}
