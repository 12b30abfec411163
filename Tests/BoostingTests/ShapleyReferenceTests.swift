import Arrow
import Boosting
import Foundation
import TestSupport
import Testing

/// LightGBM's contributions beside Shapley values by their definition, over all subsets of the features.
///
/// The value of a subset is the expectation along the tree of Lundberg et al., "Consistent individualized feature
/// attribution for tree ensembles", 2018, algorithm 1: a split on a known feature is followed, one on another is the
/// mean of both sides, weighed by their training rows.
@Suite struct ShapleyReferenceTests {
    @Test func contributionsAreShapleyValues() throws {
        let table = try Fixture.rows(3_000)
        let booster = try Fixture.booster(table, rounds: 12)
        let folder = try TemporaryFolder()
        try booster.save(path: folder.path + "/model.txt")
        let trees = try TextTree.all(String(decoding: folder.read("model.txt"), as: UTF8.self))
        #expect(trees.count == 12 && trees.allSatisfy { $0.leafValue.count > 3 })

        let contributions = try booster.contributions(of: table, features: Fixture.features)
        let columns = try Fixture.features.map { try table.doubles($0) }
        func value(_ known: Set<Int>, _ row: Int) -> Double {
            trees.reduce(0) { $0 + $1.expectation(columns.map { $0[row] }, known: known, node: 0) }
        }
        // Sizes 0, 1, 2 of three features: |S|! (2 - |S|)! / 3!.
        let weights = [1.0 / 3, 1.0 / 6, 1.0 / 3]
        var missing = 0
        for row in stride(from: 0, to: 3_000, by: 11) {
            if columns[0][row].isNaN { missing += 1 }
            #expect(abs(value([], row) - contributions.expectedScore) < 1e-9)
            for feature in 0..<3 {
                let others = [0, 1, 2].filter { $0 != feature }
                let subsets: [Set<Int>] = [[], [others[0]], [others[1]], Set(others)]
                let shapley = subsets.reduce(0) { sum, subset in
                    sum + weights[subset.count] * (value(subset.union([feature]), row) - value(subset, row))
                }
                #expect(abs(shapley - Array(contributions[row])[feature]) < 1e-9)
            }
        }
        #expect(missing > 10)
    }
}

/// A tree as LightGBM's text format has it; a child below 0 is the leaf `-child - 1`.
private struct TextTree {
    var feature: [Int] = []
    var threshold: [Double] = []
    var decision: [Int] = []
    var left: [Int] = []
    var right: [Int] = []
    var leafValue: [Double] = []
    var leafCount: [Double] = []
    var nodeCount: [Double] = []

    static func all(_ text: String) throws -> [TextTree] {
        var trees: [TextTree] = []
        for line in text.split(separator: "\n") {
            if line == "end of trees" { break }
            if line.hasPrefix("Tree=") { trees.append(TextTree()) }
            guard let equals = line.firstIndex(of: "="), !trees.isEmpty else { continue }
            let numbers = line[line.index(after: equals)...].split(separator: " ").compactMap { Double($0) }
            let last = trees.count - 1
            switch line[..<equals] {
            case "split_feature": trees[last].feature = numbers.map { Int($0) }
            case "threshold": trees[last].threshold = numbers
            case "decision_type": trees[last].decision = numbers.map { Int($0) }
            case "left_child": trees[last].left = numbers.map { Int($0) }
            case "right_child": trees[last].right = numbers.map { Int($0) }
            case "leaf_value": trees[last].leafValue = numbers
            case "leaf_count": trees[last].leafCount = numbers
            case "internal_count": trees[last].nodeCount = numbers
            default: break
            }
        }
        return trees
    }

    private func count(_ node: Int) -> Double { node < 0 ? leafCount[-node - 1] : nodeCount[node] }

    func expectation(_ row: [Double], known: Set<Int>, node: Int) -> Double {
        guard node >= 0 else { return leafValue[-node - 1] }
        if known.contains(feature[node]) {
            return expectation(row, known: known, node: goesLeft(row[feature[node]], node) ? left[node] : right[node])
        }
        let (a, b) = (left[node], right[node])
        return
            (count(a) * expectation(row, known: known, node: a) + count(b) * expectation(row, known: known, node: b))
            / count(node)
    }

    /// Bit 1 of the decision is where missing values go; bits 2 and 3 what is missing: 0 nothing, 2 NaN.
    private func goesLeft(_ value: Double, _ node: Int) -> Bool {
        let kind = decision[node] >> 2 & 3
        if value.isNaN, kind == 2 { return decision[node] & 2 != 0 }
        return (value.isNaN ? 0 : value) <= threshold[node]
    }
}
