internal import Foundation

/// The offsets of a time zone from UTC, and the times of their changes.
struct ZoneOffsets: Sendable, Equatable {
    let name: String
    /// The offset in seconds before the first change.
    private let first: Int64
    /// The changes, ascending, each with the second from which its offset holds.
    private let changes: [Change]

    private struct Change: Equatable {
        let from: Int64
        let offset: Int64
    }

    static let utc = ZoneOffsets(name: "UTC", first: 0, changes: [])

    private init(name: String, first: Int64, changes: [Change]) {
        self.name = name
        self.first = first
        self.changes = changes
    }

    /// Finds every change from 1970 to 2070. Returns nil for an unknown time zone.
    init?(name: String) {
        if ["UTC", "GMT", "Etc/UTC"].contains(name) {
            self = ZoneOffsets(name: name, first: 0, changes: [])
            return
        }
        guard let zone = TimeZone(identifier: name) else { return nil }
        func offset(_ second: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
        }
        let day: Int64 = 86_400
        var changes: [Change] = []
        let first = offset(0)
        var last = first
        for start in stride(from: day, through: 36_525 * day, by: Int(day)) {
            let next = offset(start)
            guard next != last else { continue }
            var (low, high) = (start - day, start)
            while high - low > 1 {
                let middle = (low + high) / 2
                if offset(middle) == last { low = middle } else { high = middle }
            }
            changes.append(Change(from: high, offset: next))
            last = next
        }
        self.init(name: name, first: first, changes: changes)
    }

    /// Returns the calendar day of an instant in seconds since 1970-01-01 in UTC.
    @inline(__always)
    func day(of instant: Int64) -> Int32? {
        guard abs(instant) < 1 << 46 else { return nil }
        let local = instant + (changes.isEmpty ? first : offset(at: instant))
        return Int32(truncatingIfNeeded: local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400))
    }

    private func offset(at instant: Int64) -> Int64 {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].from <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }
}
