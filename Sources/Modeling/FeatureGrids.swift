internal import Boosting
internal import Foundation
internal import SnapshotFiles

/// The bins of the kinds of features. Small whole numbers are told apart; what is larger, to about a twelfth of its size.
extension BinGrid {
    /// Whole numbers from 0 to 10^8.
    static let wholeNumbers = BinGrid(wholes(apart: 64, upTo: 1e8, values: mostValues))

    /// ln(1 + n) of whole numbers n.
    static let logCounts = BinGrid(wholes(apart: 64, upTo: 1e8, values: mostValues).map { log(1 + $0) })

    /// ln(1 + x) of any x from 0 to 10^8: the steps widen with the square root of the logarithm.
    static let logs = BinGrid(widening(upTo: log(1e8), values: mostValues))

    /// ln(1 + rank) of ranks up to 10^8, in equal steps.
    static let logRanks = even(upTo: log(1e8))

    /// The logarithm of the ratio of two numbers.
    static let logRatios = BinGrid(bothSigns(widening(upTo: log(1e6), values: mostValues / 2)))

    /// Weeks as sevenths: days within the first four weeks, then weeks up to two years, then parts of what has passed.
    static let weeks = BinGrid(
        (0..<28).map { Double($0) / 7 } + (4...104).map(Double.init)
            + wholes(apart: 104, upTo: 5200, values: 220).filter { $0 > 104 })

    /// ln(1 + n) of ages in days as `SnapshotFiles.ageStep` tells them apart.
    static let logAges = BinGrid(
        (Array(0..<28) + stride(from: 28, through: SnapshotFiles.oldAge, by: 7)).map { log(1 + Double($0)) })

    /// The difference of two counts.
    static let differences = BinGrid(bothSigns(wholes(apart: 32, upTo: 1e6, values: mostValues / 2)))

    /// A firmographic number, whose scale is the company's own: its values among the known portals, or quantiles of them.
    ///
    /// - Parameter spread: ascending; nil: it is not known.
    init(spread: [Double]?) {
        guard let spread else {
            self = .numbers
            return
        }
        self = spread.count < 2 ? .flag : BinGrid(spread)
    }

    /// Numbers of which nothing is known: small whole ones apart, others above zero to about a seventh of their size between
    /// 0.01 and 10^10, those below zero coarsely.
    static let numbers = BinGrid(
        [0] + geometric(from: 0.01, to: 1, values: 31) + (1...32).map(Double.init) + (1...7).map { Double($0) + 0.5 }
            + geometric(from: 32, to: 1e10, values: 150) + geometric(from: 1, to: 1e9, values: 30).map { -$0 })

    /// No and yes.
    static let flag = BinGrid([0, 1])

    /// From 0 to a number, in equal steps.
    static func even(upTo most: Double) -> BinGrid {
        BinGrid((0..<mostValues).map { most * Double($0) / Double(mostValues - 1) })
    }

    /// Every whole number up to one, then a geometric row of them.
    private static func wholes(apart: Int, upTo most: Double, values: Int) -> [Double] {
        (0...apart).map(Double.init)
            + geometric(from: Double(apart), to: most, values: values - apart).dropFirst().map { $0.rounded() }
    }

    private static func geometric(from least: Double, to most: Double, values: Int) -> [Double] {
        (0..<values).map { least * pow(most / least, Double($0) / Double(values - 1)) }
    }

    private static func widening(upTo most: Double, values: Int) -> [Double] {
        (0..<values).map { most * pow(Double($0) / Double(values - 1), 1.5) }
    }

    private static func bothSigns(_ values: [Double]) -> [Double] { values + values.map { -$0 } }
}
