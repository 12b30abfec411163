internal import Base
internal import Foundation

/// The constant properties of a portal, drawn once.
struct PortalCharacter {
    /// The day on which the portal was opened. It may be before the history.
    let opened: Day
    /// Whether the portal never uses the product.
    let isCold: Bool
    /// The logarithm of the number of actions that one user takes in a module in a day.
    let level: Double
    /// The log-odds of usage on a working day.
    let engagement: Double
    /// The weekly change of the level, as a logarithm.
    let growth: Double
    /// The weekly probability of becoming dormant, after the first weeks.
    let churn: Double
    /// The probability that a day's usage touches each module, in the order of the columns.
    let affinities: SIMD4<Double>
    /// The module of the days on which no other is touched.
    let mainModule: Int
    /// The number of people with a seat on the portal's first day.
    let seats: Int
    /// The share of a working day's usage that remains on each day of the week, Monday first.
    let rhythm: [Double]

    /// The number of days before the history from which portals are still in the tables.
    private static let daysBefore = 280
    private static let officeRhythm = [1.0, 1.08, 1.06, 1.0, 0.82, 0.12, 0.10]
    private static let shopRhythm = [0.9, 0.9, 0.9, 0.95, 1.05, 0.9, 0.6]

    static func draw(
        from first: Day, until last: Day, company: Firmographics, _ random: inout SeededGenerator
    ) -> PortalCharacter {
        let opened = first + random.whole(-daysBefore...(last - first))
        let isCold = random.chance(0.39)
        let vigour = random.normal()
        let usesModule = SIMD4(
            random.chance(0.92) ? 1.0 : 0.05, random.chance(0.50) ? 1.0 : 0.03,
            random.chance(0.48) ? 1.0 : 0.03, random.chance(0.28) ? 1.0 : 0.02)
        let strength = SIMD4(
            0.4 + 0.6 * random.uniform(), 0.2 + 0.7 * random.uniform(), 0.2 + 0.8 * random.uniform(),
            0.1 + 0.6 * random.uniform())
        let affinities = usesModule * strength
        let isTeam = company.size > 0 && random.chance(0.25 + 0.07 * Double(company.size))
        let teamSize = 2 + Int(exp(0.4 + 0.2 * Double(company.size) + 0.8 * random.normal()))
        return PortalCharacter(
            opened: opened, isCold: isCold,
            level: 1.3 + 0.7 * vigour + 0.8 * random.normal(),
            engagement: 0.3 + 0.8 * vigour + 0.8 * random.normal(),
            growth: 0.012 * random.normal(),
            churn: 0.022 * exp(-0.5 * vigour + 0.4 * random.normal()),
            affinities: affinities,
            mainModule: random.index(weightedBy: (0..<4).map { affinities[$0] }),
            seats: isTeam ? min(150, teamSize) : 1,
            rhythm: random.chance(0.12) ? shopRhythm : officeRhythm)
    }
}
