/// The portals behind the rows of several Sundays, numbered. A draw gives weights to portals, and these to their rows.
struct DrawnPortals: Sendable {
    /// The keys, by the portal's number.
    let keys: [UInt64]
    /// The number of each row's portal, one Sunday after the other.
    private let numbers: [Int32]
    /// The number of portals that each row stands for, or nil for one each.
    private let copies: [Float]?

    init(_ sundays: [FoldScores]) {
        var known: [UInt64: Int32] = [:]
        var keys: [UInt64] = []
        var numbers: [Int32] = []
        numbers.reserveCapacity(sundays.reduce(0) { $0 + $1.keys.count })
        for key in sundays.lazy.flatMap(\.keys) {
            if let number = known[key] {
                numbers.append(number)
            } else {
                known[key] = Int32(keys.count)
                numbers.append(Int32(keys.count))
                keys.append(key)
            }
        }
        self.keys = keys
        self.numbers = numbers
        copies =
            sundays.contains { $0.copies != nil }
            ? sundays.flatMap { $0.copies ?? [Float](repeating: 1, count: $0.keys.count) } : nil
    }

    /// Returns the weights of the rows from those of the portals.
    func rowWeights(_ portals: [Float]) -> [Float] {
        [Float](unsafeUninitializedCapacity: numbers.count) { rows, count in
            portals.withUnsafeBufferPointer { portals in
                for row in numbers.indices { rows[row] = portals[Int(numbers[row])] }
            }
            if let copies { for row in copies.indices { rows[row] *= copies[row] } }
            count = numbers.count
        }
    }

    /// Returns the sums of each portal's rows.
    ///
    /// - Parameter term: The term of a row.
    func sums(_ term: (_ row: Int) -> SIMD4<Double>) -> [SIMD4<Double>] {
        var sums = [SIMD4<Double>](repeating: .zero, count: keys.count)
        for row in numbers.indices { sums[Int(numbers[row])] += term(row) * Double(copies?[row] ?? 1) }
        return sums
    }
}
