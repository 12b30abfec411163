internal import Synchronization

/// Counts and times of the requests, by route.
final class RequestCounters: Sendable {
    /// Upper ends of the buckets of durations, in seconds.
    static let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    struct Key: Hashable, Comparable, Sendable {
        let method: String
        let route: String
        let status: Int

        static func < (first: Key, second: Key) -> Bool {
            (first.route, first.method, first.status) < (second.route, second.method, second.status)
        }
    }

    struct Tally: Sendable {
        var count = 0
        var seconds = 0.0
        /// Requests by bucket, the slower ones not counted in.
        var buckets = [Int](repeating: 0, count: RequestCounters.buckets.count)
    }

    private let tallies = Mutex<[Key: Tally]>([:])

    func count(method: String, route: String, status: Int, _ seconds: Double) {
        let known = ["GET", "HEAD", "POST"].contains(method) ? method : "other"
        tallies.withLock { tallies in
            var tally = tallies[Key(method: known, route: route, status: status)] ?? Tally()
            tally.count += 1
            tally.seconds += seconds
            if let bucket = Self.buckets.firstIndex(where: { seconds <= $0 }) { tally.buckets[bucket] += 1 }
            tallies[Key(method: known, route: route, status: status)] = tally
        }
    }

    var all: [(key: Key, tally: Tally)] {
        tallies.withLock { $0.map { ($0.key, $0.value) } }.sorted { $0.key < $1.key }
    }
}
