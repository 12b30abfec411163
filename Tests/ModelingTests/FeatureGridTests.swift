import Arrow
import Boosting
import Foundation
import ProspectCore
import TestSupport
import Testing

@testable import Modeling

/// What the bins of the kinds of features tell apart.
@Suite struct FeatureGridTests {
    /// The bin of a value: how many borders are at or below it.
    private func bin(_ value: Double, _ grid: BinGrid) -> Int {
        zip(grid.values, grid.values.dropFirst()).count { ($0 + $1) / 2 <= value }
    }

    private func areApart(_ values: some Sequence<Double>, _ grid: BinGrid) -> Bool {
        let bins = values.map { bin($0, grid) }
        return zip(bins, bins.dropFirst()).allSatisfy { $0 < $1 }
    }

    @Test func smallWholeNumbers() {
        let small = (0...64).map(Double.init)
        #expect(areApart(small, .wholeNumbers))
        #expect(areApart(small.map { log(1 + $0) }, .logCounts))
        #expect(areApart((-32...32).map(Double.init), .differences))
        #expect(areApart([0, 1], .flag))
    }

    /// Numbers that differ by a tenth are in different bins, up to a hundred million.
    @Test func largeNumbers() {
        let tenths = (0...140).map { 70 * pow(1.1, Double($0)) }.filter { $0 < 0.95e8 }
        #expect(tenths.count > 140)
        #expect(areApart(tenths.map { $0.rounded() }, .wholeNumbers))
        #expect(areApart(tenths.map { log(1 + $0.rounded()) }, .logCounts))
        #expect(areApart(tenths.map { log(1 + $0) }, .logRanks))
        let coarser = (0...100).map { 70 * pow(1.13, Double($0)) }
        #expect(areApart(coarser.map { log(1 + $0) }, .logs))
        #expect(areApart((0...110).map { 1000 * pow(1.15, Double($0)) }, .numbers))
    }

    @Test func smallParts() {
        // A decayed action of four half-lives, two more and four more.
        #expect(areApart([0, 1, 2, 4].map { log(1 + $0 / 64) }, .logs))
        #expect(areApart((0...28).map { Double($0) / 7 }, .weeks) && areApart((4...104).map(Double.init), .weeks))
        #expect(areApart((0...100).map { Double($0) / 100 }, .even(upTo: 1)))
        let ratios: [Double] = [0.33, 0.5, 0.67, 0.75, 1, 1.33, 1.5, 2, 3]
        #expect(areApart(ratios.map { log($0) }, .logRatios))
        #expect(areApart([-1e9, -1e6, -2000, -1000, -10, -1, 0, 0.02, 0.03, 0.5, 1, 1.5, 2, 3, 31, 32], .numbers))
    }

    /// Numbers of an unknown scale have the company's own values.
    @Test func spreadNumbers() throws {
        let years = (1900...2026).map(Double.init)
        #expect(areApart(years, BinGrid(spread: years)))
        #expect(BinGrid(spread: [5]) == .flag && BinGrid(spread: []) == .flag && BinGrid(spread: nil) == .numbers)
        #expect(SnapshotSet.FirmographicColumn.mostValues <= BinGrid.mostValues)
        let company = try ModelingCompany { portals in
            for index in portals.indices { portals[index].employees = Double(1_577_836_800 + 86_400 * (index % 90)) }
        }
        let features = company.features()
        let feature = try #require(features.features.first { $0.name == "EMPLOYEES_VALUE" })
        #expect(features.grid(of: feature).values.count == 90)
        // They may change from week to week, so a search of parameters does not go with them.
        #expect(try features.fingerprint == ModelingCompany().features().fingerprint)
    }

    /// Each feature has the bins of its own kind: the values of a company spread over as many as they are.
    @Test func everyFeatureHasItsKind() throws {
        let company = try ModelingCompany()
        let features = company.features()
        let table = try company.table(company.rows(learnedOn: company.split.train).fitting([company.split.train]))
        for (index, feature) in features.features.enumerated() where !feature.isCategorical {
            let values = try Set(table.doubles(index).filter { !$0.isNaN })
            let bins = Set(values.map { bin($0, features.grid(of: feature)) })
            // Decayed sums and quotients are as good as continuous.
            let least = values.count <= 40 ? values.count : 30
            #expect(bins.count >= least, "\(feature.name): \(values.count) values in \(bins.count) bins")
        }
    }
}
