/// A column with few different texts, stored as a code for each row.
struct Interned: Sendable {
    /// The name for a missing value in queries.
    static let nothing = "(none)"

    /// The different values, in the order that people expect.
    let values: [String]
    /// The index in `values` by row, or -1 if the row has no value.
    let codes: [Int32]
    /// The number of rows by value.
    let counts: [Int]

    var hasMissing: Bool { counts.reduce(0, +) < codes.count }

    subscript(row: Int) -> String? { codes[row] < 0 ? nil : values[Int(codes[row])] }

    /// Returns the codes of values. The code of `nothing` is -1. An unknown value has no code.
    func codes(of wanted: [String]) -> Set<Int32> {
        Set(
            wanted.compactMap { text in
                text == Self.nothing ? -1 : values.firstIndex(of: text).map { Int32($0) }
            })
    }

    /// Collects the rows of a column in order.
    struct Builder {
        private var numbers: [String: Int32] = [:]
        private var values: [String] = []
        private var counts: [Int] = []
        private var codes: [Int32] = []

        init(capacity: Int = 0) { codes.reserveCapacity(capacity) }

        mutating func append(_ value: String?) {
            guard let value, !value.isEmpty else { return codes.append(-1) }
            if let number = numbers[value] {
                counts[Int(number)] += 1
                codes.append(number)
            } else {
                let number = Int32(values.count)
                numbers[value] = number
                values.append(value)
                counts.append(1)
                codes.append(number)
            }
        }

        /// Returns the column.
        ///
        /// - Parameter isBefore: The order of the values.
        func finished(by isBefore: (String, String) -> Bool) -> Interned {
            let order = values.indices.sorted { isBefore(values[$0], values[$1]) }
            var places = [Int32](repeating: 0, count: values.count)
            for (place, number) in order.enumerated() { places[number] = Int32(place) }
            return Interned(
                values: order.map { values[$0] }, codes: codes.map { $0 < 0 ? -1 : places[Int($0)] },
                counts: order.map { counts[$0] })
        }
    }
}
