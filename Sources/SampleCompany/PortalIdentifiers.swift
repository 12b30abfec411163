internal import Base

/// Turns the number of a portal into an id that says nothing about it.
///
/// It is a seeded permutation of all eight-digit numbers: a Feistel network over 28 bits, walked until it lands in the
/// domain (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002). Ids are unique without a list of
/// those already given, and do not depend on the number of portals.
struct PortalIdentifiers {
    /// The number of ids.
    static let count = 90_000_000
    private static let first = 10_000_000

    private let keys: [UInt64]

    init(seed: Int) {
        var random = SeededGenerator(seed: UInt64(bitPattern: Int64(seed)) ^ 0x6964_656E_7469_6679)
        keys = (0..<6).map { _ in random.next() }
    }

    /// Returns the id of a portal.
    ///
    /// - Parameter number: The portal's number, from 0 to `count` - 1.
    func id(ofPortal number: Int) -> Int32 {
        var value = UInt64(number)
        repeat { value = permuted(value) } while value >= Self.count
        return Int32(Self.first + Int(value))
    }

    /// Returns a permutation of the numbers below 2^28.
    private func permuted(_ value: UInt64) -> UInt64 {
        let half: UInt64 = 0x3FFF
        var (left, right) = (value >> 14, value & half)
        for key in keys {
            let mixed = (right ^ key) &* 0x9E37_79B9_7F4A_7C15
            (left, right) = (right, left ^ (mixed >> 40 & half))
        }
        return left << 14 | right
    }
}
