internal import Base
internal import Foundation

/// What is known about the company behind a portal.
package struct Firmographics: Equatable, Sendable {
    /// The index in `employeeRanges`. The simulation knows it even if the tables lack it.
    let size: Int
    /// The rank of the company's web site: 1 is best, `unranked` means none. nil if unknown.
    package let webRank: Int32?
    /// The number of employees as a range, or nil if unknown.
    package let employeeRange: String?
    /// The industry, or nil if unknown.
    package let industry: String?

    /// The web rank for "not among the ranked sites".
    package static let unranked: Int32 = 16_000_001

    /// The ranges of employees as the tables spell them, smallest first.
    package static let employeeRanges = [
        "1", "2 to 5", "6 to 10", "11 to 25", "26 to 50", "51 to 200", "201 to 1000", "1001 to 10000", "10,001 or more",
    ]
    private static let sizeWeights = [0.13, 0.23, 0.20, 0.08, 0.12, 0.09, 0.07, 0.07, 0.01]
    /// The share of companies of each size that have a ranked web site.
    private static let rankedShares = [0.18, 0.25, 0.33, 0.38, 0.42, 0.50, 0.55, 0.45, 0.80]

    /// The industries with their weights. There are two vocabularies side by side, as in real exports.
    private static let industries: [(name: String, weight: Double)] = [
        ("COMPUTER_SOFTWARE", 17), ("MARKETING_AND_ADVERTISING", 6), ("HIGHER_EDUCATION", 5),
        ("INFORMATION_TECHNOLOGY_AND_SERVICES", 4.5), ("Non-Profit/Educational Institution", 4),
        ("Technology - Software", 3.5), ("Other", 3), ("REAL_ESTATE", 2.7), ("CONSUMER_SERVICES", 1.9),
        ("Consulting/Advisory", 1.8), ("FINANCIAL_SERVICES", 1.7), ("EDUCATION_MANAGEMENT", 1.6),
        ("Manufacturing", 1.5), ("CONSTRUCTION", 1.5), ("LEISURE_TRAVEL_TOURISM", 1.4), ("RETAIL", 1.2),
        ("Marketing Services", 1.2), ("MANAGEMENT_CONSULTING", 1.1), ("PUBLISHING", 1), ("INSURANCE", 1),
    ]
    private static let industryWeights = industries.map(\.weight)

    /// Draws the company behind one portal.
    static func draw(_ random: inout SeededGenerator) -> Firmographics {
        let size = random.index(weightedBy: sizeWeights)
        let rankKnown = !random.chance(0.02)
        let ranked = random.chance(rankedShares[size])
        let rank = ranked ? Int32(1 + 10_500_000 * pow(random.uniform(), 2.9)) : unranked
        let sizeKnown = !random.chance(0.10)
        let industry = random.chance(0.25) ? industries[random.index(weightedBy: industryWeights)].name : nil
        return Firmographics(
            size: size, webRank: rankKnown ? rank : nil, employeeRange: sizeKnown ? employeeRanges[size] : nil,
            industry: industry)
    }
}
