internal import Arrow

/// The codes of a category column that a model was trained on.
///
/// XGBoost ends a training at a negative code and sends a code that it does not know the way of any other that a split
/// does not name, or, in a validation matrix, of the next code that it knows. Here both count as missing instead.
struct CategoryCodes: Equatable, Sendable {
    /// Whether the code of that index occurred.
    private(set) var seen: [Bool]

    /// Codes from here on cannot be told apart in float32, as which XGBoost reads them.
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
