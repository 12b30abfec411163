/// The values at one end of a column among which the largest share of portals converted.
///
/// A counter that keeps running after the sale is 0 for everybody else, and for some buyers too. Its ROC-AUC stays
/// below the limit, yet every portal above 0 converted.
package struct PureGroup: Equatable, Sendable {
    /// The numbers of portals with such a value: those that converted, and all.
    package let converted: Int
    package let portals: Int

    /// The number of converted portals below which a group is ignored.
    static let leastConverted = 10
    /// The limits for a group that is no give-away: a share of converted portals, and a multiple of the share among all
    /// portals.
    static let limit = 0.5
    static let timesAll = 5.0

    var share: Share { Share(count: converted, of: portals) }

    /// Whether the share of conversions lies above the limits beyond doubt.
    ///
    /// - Parameter all: The share of all portals that converted.
    func givesAway(all: Double) -> Bool {
        converted >= Self.leastConverted && share.interval.low > max(Self.limit, Self.timesAll * all)
    }

    /// Returns the purest group of enough portals, judged by the lower end of its interval.
    ///
    /// - Parameter values: The column. NaN stands for a missing value, which is in no group.
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
