import Base
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Boosting

/// LightGBM keeps its number of threads in one variable of the process: a call that changes it makes another one, in the
/// middle of its work, write beyond its buffers.
@Suite struct LightGBMThreadsTests {
    /// What the calls under way have asked for.
    private struct Running {
        var counts: [Int: Int] = [:]
        var sharedMost = 0
        var hasMixed = false
    }

    @Test func onlyCallsWithTheSameNumberOfThreadsRunAtATime() throws {
        let running = Mutex(Running())
        _ = try concurrently(8, threads: 8) {
        } body: { _, index in
            let threads = 1 + index % 2
            for _ in 1...200 {
                _ = LightGBMCall.with(threads: threads) {
                    running.withLock { running in
                        running.counts[threads, default: 0] += 1
                        running.sharedMost = max(running.sharedMost, running.counts[threads]!)
                        if running.counts.values.count(where: { $0 > 0 }) > 1 { running.hasMixed = true }
                    }
                    usleep(100)
                    running.withLock { $0.counts[threads]! -= 1 }
                    return 0
                }
            }
        }
        running.withLock { running in
            #expect(!running.hasMixed)
            #expect(running.sharedMost > 1)
            #expect(running.counts == [1: 0, 2: 0])
        }
    }

    @Test func trainingsWithOtherNumbersOfThreadsDoNotMeet() throws {
        let table = try Fixture.rows(1_000)
        let rows = TrainingRows(table, features: Fixture.features, label: Fixture.label)
        let counts = [1, 8, 2, 8]
        let scores = try concurrently(counts.count, threads: counts.count) {
        } body: { _, index in
            let parameters = try Fixture.parameters(
                threads: counts[index], ["bagging_fraction": "0.8", "bagging_freq": "1"])
            let dataset = try LightGBMDataset.training(on: rows, parameters: parameters)
            let booster = try LightGBMBooster.train(on: dataset, parameters: parameters, rounds: 40)
            return try booster.rawScores(of: table, features: Fixture.features)
        }
        for other in scores.dropFirst() { #expect(other == scores[0]) }
    }

    /// Before calls waited for each other, this test ended the process with signal 11 most of the time.
    @Test func predictionsWithOtherNumbersOfThreadsDoNotMeet() throws {
        let table = try Fixture.rows(400)
        let folder = try TemporaryFolder()
        try Fixture.booster(table).save(path: folder.path + "/model.txt")
        let counts = [1, 8, 2, 8]
        let sums = try concurrently(counts.count, threads: counts.count) {
        } body: { _, index in
            let booster = try LightGBMBooster.load(path: folder.path + "/model.txt", threads: counts[index])
            var sum = 0.0
            for _ in 1...400 {
                for value in try booster.rawScores(of: table, features: Fixture.features) { sum += value }
                _ = try booster.contributions(of: table, features: Fixture.features)
            }
            return sum
        }
        for sum in sums { #expect(sum == sums[0]) }
    }
}
