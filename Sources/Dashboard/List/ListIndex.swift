internal import Base
internal import Boosting
internal import Modeling
internal import Playbooks
internal import Ranking
internal import Reporting
internal import Snapshots
internal import Synchronization

/// A run's list in memory, by column, in the order of ranks. Making a page does not read any file.
///
/// It never changes. Orders other than by rank are made on first use and kept.
final class ListIndex: Sendable {
    /// The columns of the list's file.
    struct Columns: Sendable {
        var ids: [String] = []
        var probability: [Double] = []
        var status: Interned
        var band: Interned
        /// The revenue, or NaN if unknown.
        var revenue: [Double] = []
        /// The fit, or -1 if unknown.
        var fit: [Int16] = []
        var intent: [Int16] = []
        var actions: [Int32] = []
        /// The rank on the Sunday before, or 0 for a portal that was not on that list.
        var previousRank: [Int32] = []
        var reason: TextColumn
        var industry: Interned
        var size: Interned
        var pattern: Interned
        var urgency: Interned
    }

    let run: RunRecord
    let list: RankedList
    let snapshots: SnapshotSet
    /// The Sunday with which ranks are compared, or nil if there is none.
    let previousSunday: Day?
    let columns: Columns
    let playbooks: [String: PlaybookRow]
    /// The columns for the industry and the size, or nil if the company has none.
    let industryColumn: String?
    let sizeColumn: String?
    /// Their values in readable form, by code.
    let industryTitles: [String]
    let sizeTitles: [String]
    /// The expected conversions of the whole list. They are not added up here, because the file rounds its amounts to
    /// cents.
    let expected: Double
    let revenue: Double?

    private let lowerIDs: TextColumn
    private let rows: [String: Int32]
    private let orders = Mutex<[Ordering: [Int32]]>([:])
    private let selections = Mutex<[(key: ListFilter, ordering: Ordering, selection: Selection)]>([])

    /// An order of the list.
    struct Ordering: Hashable, Sendable {
        var key: SortKey
        var isDescending: Bool

        static let byRank = Ordering(key: .rank, isDescending: false)
    }

    /// The rows that match a filter, in order.
    struct Selection: Sendable {
        let rows: [Int32]
        let expected: Double
        /// The revenue, or nil if no row has one.
        let revenue: Double?
    }

    init(
        run: RunRecord, list: RankedList, snapshots: SnapshotSet, previousSunday: Day?, columns: Columns,
        playbooks: [String: PlaybookRow], industryColumn: String?, sizeColumn: String?
    ) {
        self.run = run
        self.list = list
        self.snapshots = snapshots
        self.previousSunday = previousSunday
        self.columns = columns
        self.playbooks = playbooks
        self.industryColumn = industryColumn
        self.sizeColumn = sizeColumn
        industryTitles = columns.industry.values.map(Titles.value)
        sizeTitles = columns.size.values.map(Titles.value)
        lowerIDs = TextColumn(columns.ids.lazy.map { $0.lowercased() })
        rows = Dictionary(zip(columns.ids, (0..<Int32(columns.ids.count))), uniquingKeysWith: { first, _ in first })
        expected = list.forecast.conversions.expected
        revenue = list.forecast.revenue?.expected
    }

    var count: Int { columns.ids.count }

    /// Returns the row of a portal.
    func row(of id: String) -> Int? { rows[id].map(Int.init) }

    /// Returns the rows that match a filter. The last few selections are cached, so the next page costs nothing.
    func select(_ filter: ListFilter, by ordering: Ordering) -> Selection {
        if let kept = selections.withLock({ $0.first { $0.key == filter && $0.ordering == ordering }?.selection }) {
            return kept
        }
        let order = order(ordering)
        let selection: Selection
        if filter.isEmpty {
            selection = Selection(rows: order, expected: expected, revenue: revenue)
        } else {
            let rows = keep(order, filter)
            let sums = Self.sums(rows, columns)
            selection = Selection(rows: rows, expected: sums.expected, revenue: sums.revenue)
        }
        selections.withLock { kept in
            if kept.count >= 16 { kept.removeFirst() }
            kept.append((filter, ordering, selection))
        }
        return selection
    }

    private func keep(_ order: [Int32], _ filter: ListFilter) -> [Int32] {
        var tests: [(codes: [Int32], allowed: [Bool])] = []
        func add(_ column: Interned, _ wanted: [String]) {
            guard !wanted.isEmpty else { return }
            let codes = column.codes(of: wanted)
            tests.append((column.codes, (-1..<Int32(column.values.count)).map(codes.contains)))
        }
        add(columns.band, filter.band)
        add(columns.pattern, filter.pattern)
        add(columns.urgency, filter.urgency)
        add(columns.industry, filter.industry)
        add(columns.size, filter.size)
        add(columns.status, filter.status)
        var found = filter.search.isEmpty ? [] : [Bool](repeating: false, count: count)
        if !filter.search.isEmpty {
            let needle = filter.search.lowercased()
            lowerIDs.mark(needle, in: &found)
            let searched = [
                (columns.industry, industryTitles), (columns.size, sizeTitles),
                (columns.pattern, columns.pattern.values),
            ]
            for (column, titles) in searched {
                // A value matches in its original or in its readable form.
                let matches = zip(column.values, titles).map { value, title in
                    value.lowercased().contains(needle) || title.lowercased().contains(needle)
                }
                guard matches.contains(true) else { continue }
                for row in 0..<count where column.codes[row] >= 0 && matches[Int(column.codes[row])] {
                    found[row] = true
                }
            }
        }
        return order.filter { row in
            let row = Int(row)
            for test in tests where !test.allowed[Int(test.codes[row]) + 1] { return false }
            return found.isEmpty || found[row]
        }
    }

    private static func sums(_ rows: some Sequence<Int32>, _ columns: Columns) -> (expected: Double, revenue: Double?) {
        var (expected, revenue, hasRevenue) = (0.0, 0.0, false)
        for row in rows {
            expected += columns.probability[Int(row)]
            let value = columns.revenue[Int(row)]
            if !value.isNaN {
                revenue += value
                hasRevenue = true
            }
        }
        return (expected, hasRevenue ? revenue : nil)
    }

    private func order(_ ordering: Ordering) -> [Int32] {
        if let known = orders.withLock({ $0[ordering] }) { return known }
        let order = ordering.key.order(columns, count: count, isDescending: ordering.isDescending)
        orders.withLock { $0[ordering] = order }
        return order
    }
}
