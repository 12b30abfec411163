internal import Base
internal import Foundation

/// A portal's usage in each of the last four weeks. Index `week & 3` holds a week.
struct RecentUsage {
    /// The number of weeks that it holds.
    static let weeks = 4

    var actions = SIMD4<Double>()
    var deals = SIMD4<Double>()
    var days = SIMD4<Double>()
    var users = SIMD4<Double>()

    /// Makes room for a week by dropping the one four weeks earlier.
    mutating func begin(week: Int) {
        actions[week & 3] = 0
        deals[week & 3] = 0
        days[week & 3] = 0
        users[week & 3] = 0
    }

    mutating func add(_ row: UsageRow, week: Int) {
        let slot = week & 3
        let total = Double(row.actions.wrappedSum())
        guard total > 0 else { return }
        actions[slot] += total
        deals[slot] += Double(row.actions[UsageRow.dealsModule])
        days[slot] += 1
        users[slot] = max(users[slot], Double(row.users.max()))
    }

    /// Returns the logarithm of the last two weeks' actions over those of the two weeks before, limited to 1.5 in
    /// either direction.
    func momentum(week: Int) -> Double {
        let latest = actions[week & 3] + actions[(week + 3) & 3]
        let earlier = actions[(week + 2) & 3] + actions[(week + 1) & 3]
        return min(1.5, max(-1.5, log((latest + 10) / (earlier + 10))))
    }
}

/// The weekly probability that a free portal decides for a paid plan.
///
/// It is a proportional hazard: recent usage and firmographics multiply a base rate. So does a factor that no table
/// shows (budget, need, a rival's offer), which keeps the best possible model from being perfect.
enum ConversionHazard {
    /// The weekly rate of a portal without usage and known facts.
    private static let base = 6e-5
    private static let sizeEffects = [-1.3, -0.1, 0.3, 0.5, 0.35, 0.2, 0.5, -0.8, -0.3]
    private static let keenIndustries: Set<String> = [
        "COMPUTER_SOFTWARE", "MARKETING_AND_ADVERTISING", "Technology - Software", "Marketing Services",
    ]

    /// Returns the logarithm by which a portal's company changes its rate, including its hidden factor.
    static func fit(of company: Firmographics, _ random: inout SeededGenerator) -> Double {
        var fit = sizeEffects[company.size] + 0.9 * random.normal()
        if let rank = company.webRank, rank != Firmographics.unranked { fit += rank < 1_000_000 ? 0.7 : 0.5 }
        if let industry = company.industry, keenIndustries.contains(industry) { fit += 0.3 }
        return fit
    }

    /// Returns the probability, at most 0.12, that a portal decides at the end of a week.
    static func weekly(_ recent: RecentUsage, week: Int, fit: Double) -> Double {
        let actions = recent.actions.sum()
        guard actions > 0 else { return base * exp(fit) }
        let usage =
            0.26 * log(1 + actions) + 0.12 * log(1 + recent.deals.sum()) + 0.04 * recent.days.sum()
            + 0.45 * log(recent.users.max()) + 0.5 * recent.momentum(week: week)
        return min(0.12, base * exp(fit + usage))
    }
}
