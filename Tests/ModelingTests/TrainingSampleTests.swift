import Arrow
import Base
import DuckDB
import Snapshots
import Testing

@testable import Modeling

/// Fitting on a weighted sample.
@Suite struct TrainingSampleTests {
    /// Rows of a table by their values, label last: the weight.
    private func weights(_ table: ArrowTable) throws -> [[Double]: Double] {
        let columns = try table.columns.indices.map { try table.doubles($0).map { $0.isNaN ? -1 : $0 } }
        var result: [[Double]: Double] = [:]
        for row in 0..<table.rowCount {
            result[columns.dropLast().map { $0[row] }] = columns.last![row]
        }
        #expect(result.count == table.rowCount)
        return result
    }

    private func rows(_ company: ModelingCompany) throws -> (SnapshotRows, SnapshotPeriod) {
        let period = SnapshotPeriod(first: ModelingCompany.sunday(0), last: ModelingCompany.sunday(38))
        return (try company.rows(learnedOn: period), period)
    }

    @Test(arguments: [1000, 1500, 2000])
    func keepsConversionsAndTheWeightOfTheOthers(mostRows: Int) throws {
        let company = try ModelingCompany()
        let (rows, period) = try rows(company)
        let all = try weights(
            TrainingSample(mostRows: 1_000_000, seed: 1).table(rows, period, connection: company.connection))
        let some = try weights(
            TrainingSample(mostRows: mostRows, seed: 1).table(rows, period, connection: company.connection))
        #expect(all.count > 2500)
        // The number kept is a sum of independent draws: five standard deviations.
        #expect(abs(Double(some.count - mostRows)) < 5 * (Double(mostRows) / 4).squareRoot())
        for row in some.keys { #expect(all[row] != nil) }
        let converted = all.filter { $0.key.last == 1 }
        #expect(!converted.isEmpty)
        for (row, weight) in converted { #expect(some[row] == weight) }
        let total = all.filter { $0.key.last == 0 }.values.reduce(0, +)
        let sampled = some.filter { $0.key.last == 0 }.values.reduce(0, +)
        #expect(abs(sampled - total) < 1e-6 * total)
        // What stands for more snapshots than the threshold stays for certain.
        let heaviest = all.filter { $0.key.last == 0 }.max { $0.value < $1.value }!
        #expect(heaviest.value > 20 && some[heaviest.key] == heaviest.value)
    }

    /// Over many seeds the weighted sum of every feature comes near to that of all rows.
    @Test func isUnbiased() throws {
        let company = try ModelingCompany()
        let (rows, period) = try rows(company)
        func sums(_ sample: TrainingSample) throws -> [Double] {
            let table = try sample.table(rows, period, connection: company.connection)
            let weights = try table.doubles(table.columns.count - 1)
            return try rows.features.features.indices.map { feature in
                let values = try table.doubles(feature)
                return zip(values, weights).reduce(0) { $0 + ($1.0.isNaN ? 0 : $1.0 * $1.1) }
            }
        }
        let truth = try sums(TrainingSample(mostRows: 1_000_000, seed: 0))
        let drawn = try (0..<60).map { try sums(TrainingSample(mostRows: 1000, seed: $0)) }
        var different = 0
        for feature in truth.indices {
            let values = drawn.map { $0[feature] }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
            let error = (variance / Double(values.count)).squareRoot()
            different += error > 0 ? 1 : 0
            #expect(abs(mean - truth[feature]) <= 5 * error + 1e-9 * abs(truth[feature]))
        }
        #expect(different > truth.count / 2)
    }

    /// The rows' own values and the seed choose them, not the threads.
    @Test func valuesAndTheSeedChoose() throws {
        let company = try ModelingCompany()
        let (rows, period) = try rows(company)
        let sample = TrainingSample(mostRows: 1000, seed: 7)
        let first = try weights(sample.table(rows, period, connection: company.connection))
        try company.connection.execute("SET threads = 1")
        #expect(try weights(sample.table(rows, period, connection: company.connection)) == first)
        #expect(
            try weights(TrainingSample(mostRows: 1000, seed: 8).table(rows, period, connection: company.connection))
                != first)
    }

    /// With the threshold, the expected number of rows is the one asked for.
    @Test func thresholdKeepsTheNumberAskedFor() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            var byWeight: [Double: Int] = [:]
            for _ in 0..<(1 + Int(generator.uniform() * 8)) {
                let weight = (1 / (0.002 + generator.uniform())).rounded(.up)
                byWeight[weight, default: 0] += 1 + Int(generator.uniform() * 50)
            }
            let histogram = byWeight.sorted { $0.key > $1.key }.map { (weight: $0.key, rows: $0.value) }
            let all = byWeight.values.reduce(0, +)
            let wanted = 1 + Int(generator.uniform() * Double(all + 5))
            let threshold = TrainingSample.threshold(histogram, keeping: wanted)
            #expect((threshold == nil) == (all <= wanted))
            guard let threshold else { continue }
            let kept = histogram.reduce(0) { $0 + Double($1.rows) * min(1, $1.weight / threshold) }
            #expect(abs(kept - Double(wanted)) < 1e-9 * Double(wanted))
        }
    }
}
