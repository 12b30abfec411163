/// Finds portals by their ids if all ids are whole numbers: open addressing with linear probing (Knuth, "The Art of
/// Computer Programming" 3, section 6.4, algorithm L).
package final class IDTable: Sendable {
    private struct Entry {
        var id: Int64
        /// The number of the portal, or -1 if the place is free.
        var portal: Int32
    }

    private nonisolated(unsafe) let entries: UnsafeMutableBufferPointer<Entry>
    private let shift: UInt64

    /// Makes the table.
    ///
    /// - Parameter ids: The id of each portal, each once.
    package init(_ ids: [Int64]) {
        let bits = max(4, (2 * ids.count).bitWidth - max(1, 2 * ids.count).leadingZeroBitCount)
        shift = UInt64(64 - bits)
        entries = .allocate(capacity: 1 << bits)
        entries.initialize(repeating: Entry(id: 0, portal: -1))
        for (portal, id) in ids.enumerated() {
            var place = home(id)
            while entries[place].portal >= 0 { place = (place + 1) & (entries.count - 1) }
            entries[place] = Entry(id: id, portal: Int32(portal))
        }
    }

    deinit { entries.deallocate() }

    /// Returns the number of a portal, or -1 if no portal has the id.
    @inline(__always)
    package subscript(id: Int64) -> Int32 {
        let start = entries.baseAddress!
        var place = home(id)
        while start[place].portal >= 0 {
            if start[place].id == id { return start[place].portal }
            place = (place + 1) & (entries.count - 1)
        }
        return -1
    }

    /// Returns the hash by Fibonacci hashing (the same book, section 6.4).
    @inline(__always)
    private func home(_ id: Int64) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }
}
