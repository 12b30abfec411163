internal import Arrow

/// The codes of a category column that a model was trained on.
///
/// XGBoost ends a training at a negative code. It treats an unknown code like any other that a split does not name, or,
/// in a validation matrix, like the next known code. Here both count as missing instead.
struct CategoryCodes: Equatable, Sendable {
    /// Whether each code occurred, by code.
    private(set) var seen: [Bool]

    /// The limit from which codes cannot be distinguished in float32, which XGBoost uses.
    private static let limit = Double(1 << 24)

    init(_ codes: [Int]) {
        seen = [Bool](repeating: false, count: (codes.max() ?? -1) + 1)
        for code in codes { seen[code] = true }
    }

    /// Learns the codes of a column.
    init(column: Int, of table: ArrowTable) throws(ArrowError) {
        seen = []
        for block in table.blocks() {
            for value in try table.doubles(column, rows: block) {
                guard value >= 0, value < Self.limit, value == value.rounded() else { continue }
                let code = Int(value)
                if code >= seen.count { seen.append(contentsOf: repeatElement(false, count: code + 1 - seen.count)) }
                seen[code] = true
            }
        }
    }

    var codes: [Int] { seen.indices.filter { seen[$0] } }

    func contains(_ value: Double) -> Bool {
        guard value >= 0, value < Double(seen.count), value == value.rounded() else { return false }
        return seen[Int(value)]
    }
}
