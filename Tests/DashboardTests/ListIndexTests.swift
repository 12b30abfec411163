import Base
import Boosting
import DuckDB
import Foundation
import Snapshots
import Sources
import Testing

@testable import Dashboard
@testable import Modeling
@testable import Ranking
@testable import Reporting

/// The index against a naive reference, on rows that are drawn at random.
@Suite struct ListIndexTests {
    private struct Row {
        var id: String
        var probability: Double
        var fit: Int?
        var revenue: Double?
        var industry: String?
        var size: String?
        var band: String
        var pattern: String?
        var urgency: String?
        var status: String
        var actions: Int
        var previous: Int?
    }

    private static func rows(_ count: Int) -> [Row] {
        var generator = SeededGenerator(seed: 42)
        func pick<Value>(_ values: [Value]) -> Value { values[Int(generator.next() % UInt64(values.count))] }
        return (0..<count).map { place in
            Row(
                id: "P\(place * 37 % 1_009)-\(pick(["a", "B", "ü"]))", probability: 1 / Double(place + 2),
                fit: pick([nil, 1, 50, 99]), revenue: pick([nil, 10, 20.5]),
                industry: pick([nil, "Software", "retail", "Zoo", "Ärzte"]),
                size: pick([nil, "2 to 5", "11 to 25", "1001+"]),
                band: place < count / 4 ? "A" : place < count / 2 ? "B" : "D", pattern: pick([nil, nil, "High Email"]),
                urgency: pick([nil, "nurture", "reach_out_now"]), status: pick(["active", "cold"]),
                actions: Int(generator.next() % 50), previous: pick([nil, 1, 7, count]))
        }
    }

    private static func index(_ rows: [Row], revenue: Double? = nil) throws -> ListIndex {
        func interned(_ value: (Row) -> String?, by order: (String, String) -> Bool = { $0 < $1 }) -> Interned {
            var builder = Interned.Builder()
            for row in rows { builder.append(value(row)) }
            return builder.finished(by: order)
        }
        let columns = ListIndex.Columns(
            ids: rows.map(\.id), probability: rows.map(\.probability), status: interned { $0.status },
            band: interned { $0.band }, revenue: rows.map { $0.revenue ?? .nan }, fit: rows.map { Int16($0.fit ?? -1) },
            intent: rows.map { _ in -1 }, actions: rows.map { Int32($0.actions) },
            previousRank: rows.map { Int32($0.previous ?? 0) }, reason: TextColumn(rows.map { _ in "" }),
            industry: interned { $0.industry }, size: interned { $0.size }, pattern: interned { $0.pattern },
            urgency: interned { $0.urgency })
        let day = Day("2026-06-28")!
        let amounts = rows.compactMap(\.revenue)
        let sum = amounts.isEmpty ? nil : amounts.reduce(0, +)
        let list = RankedList(
            model: .ensemble, asOf: day, file: "list.parquet", csvFile: "list.csv",
            reconciliation: .init(known: rows.count, customers: 0, free: rows.count, listed: rows.count, excluded: []),
            statuses: [:],
            forecast: .init(
                conversions: .init(
                    expected: rows.reduce(0) { $0 + $1.probability }, low: 0, high: 2, hasLevel: false),
                revenue: (revenue ?? sum).map { .init(expected: $0, low: 0, high: $0 * 2) }, bands: [],
                calibration: nil, overConfident: []), top: [])
        let snapshots = SnapshotSet(
            asOf: day, firstSunday: day, population: .all, horizon: 30, windows: [7, 30], featureSet: .basic,
            cadence: .weekly, actions: ["A"], users: ["U"], idColumn: "id", firmographics: [], snapshotsFolder: "s",
            coldFolder: "c", portalsFile: "p",
            counts: .init(snapshots: 0, coldSpans: 0, coldSnapshots: 0, portals: 0, positives: 0),
            company: .init(known: rows.count, customers: 0, free: rows.count, excluded: []))
        return ListIndex(
            run: RunRecord(id: "r", folder: "/nowhere", state: .finished, manifest: nil, stamp: nil), list: list,
            snapshots: snapshots, previousSunday: day - 7, columns: columns, playbooks: [:], industryColumn: "INDUSTRY",
            sizeColumn: "SIZE")
    }

    private static func naive(_ rows: [Row], _ filter: ListFilter, _ ordering: ListIndex.Ordering) -> [Int] {
        func has(_ value: String?, _ wanted: [String]) -> Bool {
            wanted.isEmpty || wanted.contains(value ?? Interned.nothing)
        }
        let needle = filter.search.lowercased()
        let kept = rows.indices.filter { place in
            let row = rows[place]
            return has(row.band, filter.band) && has(row.pattern, filter.pattern) && has(row.urgency, filter.urgency)
                && has(row.industry, filter.industry) && has(row.size, filter.size) && has(row.status, filter.status)
                && (needle.isEmpty
                    || [row.id, row.industry, row.size, row.pattern].contains {
                        $0?.lowercased().contains(needle) ?? false
                    })
        }
        func by<Value: Comparable>(_ value: @escaping (Row, Int) -> Value?) -> [Int] {
            let known = kept.filter { value(rows[$0], $0) != nil }
            let ordered = known.sorted { first, second in
                let (one, other) = (value(rows[first], first)!, value(rows[second], second)!)
                return one == other ? first < second : ordering.isDescending ? one > other : one < other
            }
            return ordered + kept.filter { value(rows[$0], $0) == nil }
        }
        switch ordering.key {
        case .rank: return ordering.isDescending ? kept.reversed() : kept
        case .probability: return by { row, _ in row.probability }
        case .fit: return by { row, _ in row.fit }
        case .revenue: return by { row, _ in row.revenue }
        case .industry: return by { row, _ in row.industry }
        case .actions: return by { row, _ in row.actions }
        case .change: return by { row, place in row.previous.map { $0 - (place + 1) } }
        case .id: return by { row, _ in row.id }
        default: return kept
        }
    }

    @Test(arguments: [0, 1, 7, 403]) func selectionsAreWhatANaiveSearchFinds(_ count: Int) throws {
        let rows = Self.rows(count)
        let index = try Self.index(rows)
        var filters = [ListFilter()]
        for search in ["p1", "SOFT", "ü", "11 to", "nothing like it", "high"] {
            filters.append(ListFilter(search: search))
        }
        filters += [
            ListFilter(band: ["A"]), ListFilter(band: ["A", "D"], industry: ["Zoo", "retail"]),
            ListFilter(pattern: [Interned.nothing]), ListFilter(search: "a", urgency: ["nurture"], size: ["1001+"]),
            ListFilter(industry: ["no such"]), ListFilter(status: ["cold"]), ListFilter(industry: [Interned.nothing]),
        ]
        let keys: [SortKey] = [.rank, .probability, .fit, .revenue, .industry, .actions, .change, .id]
        for filter in filters {
            for key in keys {
                for isDescending in [false, true] {
                    let ordering = ListIndex.Ordering(key: key, isDescending: isDescending)
                    let expected = Self.naive(rows, filter, ordering)
                    for _ in 0..<2 {
                        let found = index.select(filter, by: ordering)
                        #expect(found.rows.map(Int.init) == expected, "\(filter) \(ordering)")
                        let sum = expected.reduce(0) { $0 + rows[$1].probability }
                        #expect(abs(found.expected - sum) < 1e-9)
                        let revenues = expected.compactMap { rows[$0].revenue }
                        #expect(
                            found.revenue == nil ? revenues.isEmpty : abs(found.revenue! - revenues.reduce(0, +)) < 1e-9
                        )
                    }
                }
            }
        }
    }

    /// Rows have their amounts to the cent, so they do not add up to the unit; one page must not say both.
    @Test func theWholeListPromisesWhatItsForecastSays() throws {
        var rows = Self.rows(3)
        for place in rows.indices { rows[place].revenue = 100.17 }
        let index = try Self.index(rows, revenue: 300.49)
        let page = ListPage(index, ListQuery(), ListPart(index, ListQuery()), isThisWeek: true)
        #expect(page.figures.contains { $0.label == "Expected first-year revenue" && $0.value == "300" })
        #expect(page.selectedExpected.hasSuffix("for a first-year revenue of 300"))
        var band = ListQuery()
        band.filter.band = ["D"]
        let part = ListPage(index, band, ListPart(index, band), isThisWeek: true)
        #expect(part.selected == "2 portals" && part.selectedExpected.hasSuffix("for a first-year revenue of 200"))
    }

    @Test func valuesAreFoundAsTheyAreRead() throws {
        var rows = Self.rows(3)
        rows[1].industry = "COMPUTER_SOFTWARE"
        let index = try Self.index(rows)
        for search in ["computer software", "COMPUTER_SOFT"] {
            #expect(index.select(ListFilter(search: search), by: .byRank).rows == [1], "\(search)")
        }
        let page = ListPage(index, ListQuery(), ListPart(index, ListQuery()), isThisWeek: true)
        #expect(page.rows[1].child(named: "industry") as? String == "Computer software")
        let filter = try #require(page.filters.first { $0.name == "industry" })
        #expect(filter.options.contains { $0.value == "COMPUTER_SOFTWARE" && $0.label == "Computer software (1)" })
    }

    @Test func pagesHoldEveryRowOnce() throws {
        let index = try Self.index(Self.rows(103))
        var query = ListQuery()
        query.perPage = 25
        query.ordering = .init(key: .industry, isDescending: true)
        let pages = (1...5).map { ListPart(index, query.at(page: $0)) }
        #expect(pages.map(\.rows.count) == [25, 25, 25, 25, 3])
        #expect(pages.flatMap { Array($0.rows) } == index.select(ListFilter(), by: query.ordering).rows)
        let behind = ListPart(index, query.at(page: 99))
        #expect(behind.page == 5)
        #expect(behind.rows == pages[4].rows)
        #expect(ListPart(try Self.index([]), query).pages == 1)
    }

    @Test func anAddressComesBackAsTheSameQuery() throws {
        var query = ListQuery()
        query.filter = ListFilter(search: "a&b=c d+ü", band: ["A", "B"], industry: ["(none)", "R&D / \"x\""])
        query.ordering = .init(key: .fit, isDescending: false)
        query.page = 3
        query.perPage = 100
        let address = query.address("/")
        #expect(try ListQuery(QueryParameters(String(address.dropFirst(2)))) == query)
        #expect(address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
    }

    @Test func sizesAreInTheirOrderAndEqualValuesInThatOfRanks() throws {
        let rows = Self.rows(60)
        let index = try Self.index(rows)
        let order = index.select(ListFilter(), by: .init(key: .status, isDescending: false)).rows.map(Int.init)
        #expect(
            order == rows.indices.filter { rows[$0].status == "active" }
                + rows.indices.filter { rows[$0].status == "cold" })
    }
}
