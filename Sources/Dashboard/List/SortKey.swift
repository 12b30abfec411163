/// A column by which the list can be ordered.
enum SortKey: String, CaseIterable, Sendable {
    case rank, probability, revenue, fit, intent, change, actions, band, status, industry, size, pattern, urgency, id

    /// Whether the first click gives a descending order: numbers start from the top, names from A.
    var isDescendingFirst: Bool {
        switch self {
        case .probability, .revenue, .fit, .intent, .change, .actions: true
        case .rank, .band, .status, .industry, .size, .pattern, .urgency, .id: false
        }
    }

    /// Returns all rows in this order. Equal rows keep the order of ranks. Rows without a value are last in both
    /// directions.
    func order(_ columns: ListIndex.Columns, count: Int, isDescending: Bool) -> [Int32] {
        let rows = Array(0..<Int32(count))
        func sorted<Value: Comparable>(_ value: (Int) -> Value?) -> [Int32] {
            let values = rows.map { value(Int($0)) }
            return rows.sorted { first, second in
                switch (values[Int(first)], values[Int(second)]) {
                case (nil, nil): first < second
                case (nil, _): false
                case (_, nil): true
                case (let one?, let other?):
                    one == other ? first < second : isDescending ? one > other : one < other
                }
            }
        }
        func codes(_ column: Interned) -> [Int32] { sorted { column.codes[$0] < 0 ? nil : column.codes[$0] } }
        switch self {
        case .rank: return isDescending ? rows.reversed() : rows
        case .probability: return sorted { columns.probability[$0] }
        case .revenue: return sorted { columns.revenue[$0].isNaN ? nil : columns.revenue[$0] }
        case .fit: return sorted { columns.fit[$0] < 0 ? nil : columns.fit[$0] }
        case .intent: return sorted { columns.intent[$0] < 0 ? nil : columns.intent[$0] }
        case .change:
            return sorted { columns.previousRank[$0] == 0 ? nil : columns.previousRank[$0] - Int32($0 + 1) }
        case .actions: return sorted { columns.actions[$0] }
        case .band: return codes(columns.band)
        case .status: return codes(columns.status)
        case .industry: return codes(columns.industry)
        case .size: return codes(columns.size)
        case .pattern: return codes(columns.pattern)
        case .urgency: return codes(columns.urgency)
        case .id: return sorted { columns.ids[$0] }
        }
    }
}
