/// The values of a column, from one end on, among which the largest share of portals converted.
///
/// A counter that runs on after the sale is 0 for everybody else, and for some who bought as well: its ROC-AUC stays
/// below the limit, and yet nobody above 0 failed to convert.
package struct PureGroup: Equatable, Sendable {
    /// Portals that converted, and all portals, with such a value.
    package let converted: Int
    package let portals: Int

    /// A group with fewer converted portals says nothing.
    static let leastConverted = 10
    /// More of the portals than this convert in no honest group, nor more than so many times the share of all.
    static let limit = 0.5
    static let timesAll = 5.0

    var share: Share { Share(count: converted, of: portals) }

    /// Whether the share of conversions lies above the limits, beyond doubt.
    ///
    /// - Parameter all: the share of all portals that converted.
    func givesAway(all: Double) -> Bool {
        converted >= Self.leastConverted && share.interval.low > max(Self.limit, Self.timesAll * all)
    }

    /// The purest group of enough portals, judged by the lower end of its interval.
    ///
    /// - Parameter values: NaN for a missing value, which is in no group.
    static func find(_ values: [Double], labels: [Bool]) -> PureGroup? {
        let present = values.indices.filter { !values[$0].isNaN }
        var best: PureGroup?
        for sign in [1.0, -1.0] {
            let ranked = RankedGroups(
                labels: present.map { labels[$0] }, scores: present.map { sign * values[$0] }, weights: nil)
            var converted = 0.0
            var portals = 0.0
            for group in ranked.groups {
                converted += group.positives
                portals += group.rows
                guard Int(converted) >= leastConverted else { continue }
                let found = PureGroup(converted: Int(converted), portals: Int(portals))
                if found.share.interval.low > best?.share.interval.low ?? -1 { best = found }
            }
        }
        return best
    }
}
