internal import Base
internal import Foundation

/// One portal's life, a week at a time: usage, dormancy, return, and at the end of each week perhaps a decision to buy.
struct PortalSimulation {
    private var random: SeededGenerator
    private let id: Int32
    private let first: Day
    private let last: Day
    /// The weekday on which the history's weeks begin. 0 is Monday.
    private let firstWeekday: Int
    private let character: PortalCharacter
    private let fit: Double

    private var isActive = true
    /// The number of weeks since the portal was opened or came back.
    private var tenure = 0
    private var seats: Int
    /// Slow swings of the level, as a logarithm.
    private var mood = 0.0
    /// The remaining weeks of a burst of work, such as an evaluation.
    private var burst = 0
    private var recent = RecentUsage()
    private var closed: Day?

    private init(_ company: SampleCompany, id: Int32, random: SeededGenerator, firmographics: Firmographics) {
        var random = random
        self.id = id
        first = company.from
        last = company.until
        firstWeekday = first.weekday.index
        character = .draw(from: first, until: last, company: firmographics, &random)
        fit = ConversionHazard.fit(of: firmographics, &random)
        seats = character.seats
        self.random = random
    }

    static func run(
        _ company: SampleCompany, portal number: Int, ids: PortalIdentifiers, usage: inout [UsageRow]
    ) -> PortalLife {
        var random = SeededGenerator(seed: UInt64(bitPattern: Int64(company.seed)), stream: UInt64(number))
        let firmographics = Firmographics.draw(&random)
        let id = ids.id(ofPortal: number)
        var simulation = PortalSimulation(company, id: id, random: random, firmographics: firmographics)
        simulation.live(weeks: company.weeks, usage: &usage)
        let revenue = simulation.closed == nil ? 0 : simulation.drawRevenue(size: firmographics.size)
        return PortalLife(id: id, company: firmographics, closed: simulation.closed, revenue: revenue)
    }

    private mutating func live(weeks: Int, usage: inout [UsageRow]) {
        let opening = Int((Double(character.opened - first) / 7).rounded(.down))
        for week in opening..<weeks {
            if !character.isCold { changeState() }
            // A portal's usage in the last weeks before the history still affects its first weeks.
            guard week >= -RecentUsage.weeks else { continue }
            recent.begin(week: week)
            let rows = usage.count
            if !character.isCold { use(week: week, usage: &usage) }
            if week < 0 { usage.removeLast(usage.count - rows) }
            guard week >= -Self.weeksToClose, closed == nil else { continue }
            if random.chance(ConversionHazard.weekly(recent, week: week, fit: fit)) { decide(afterWeek: week) }
        }
    }

    /// Lets the portal become dormant, come back, begin a burst, or grow.
    private mutating func changeState() {
        tenure += 1
        if isActive {
            let trial = 0.30 * exp(-Double(tenure) / 2.5)
            let churn = (trial + character.churn) * (closed == nil ? 1 : 0.15) * (burst > 0 ? 0.3 : 1)
            if tenure > 1, random.chance(churn) {
                isActive = false
                burst = 0
            }
        } else if random.chance(0.011) {
            isActive = true
            tenure = 1
        }
        guard isActive else { return }
        mood = 0.75 * mood + 0.3 * random.normal() + character.growth
        if burst > 0 {
            burst -= 1
        } else if random.chance(0.02) {
            burst = random.whole(3...7)
        }
        if random.chance(burst > 0 ? 0.06 : 0.008) { seats = min(150, seats + 1) }
    }

    /// Draws the days of one week on which the portal is used.
    private mutating func use(week: Int, usage: inout [UsageRow]) {
        let start = first + 7 * week
        let isCustomer = closed.map { $0 <= start } ?? false
        let lift = (burst > 0 ? 0.9 : 0) + (isCustomer ? 0.5 : 0)
        let daily = isActive ? 1 / (1 + exp(-(character.engagement + mood + lift))) : 0.004
        for index in 0..<7 {
            let day = start + index
            let rhythm = character.rhythm[(firstWeekday + index) % 7]
            guard random.chance(daily * rhythm), day >= character.opened else { continue }
            var row = UsageRow(id: id, day: day)
            // Some visits leave no trace in the counts, including most visits of a dormant portal.
            if !random.chance(isActive ? 0.03 : 0.6) { act(&row, level: character.level + mood + lift) }
            recent.add(row, week: week)
            usage.append(row)
        }
    }

    /// Draws the counts of one day.
    private mutating func act(_ row: inout UsageRow, level: Double) {
        var touched = 0
        for module in 0..<4 where random.chance(character.affinities[module]) { touched |= 1 << module }
        if touched == 0 { touched = 1 << character.mainModule }
        for module in 0..<4 where touched & 1 << module != 0 {
            let users = seats == 1 ? 1 : 1 + Int(Double(seats) * 0.9 * random.uniform() * random.uniform())
            let mean = level + Self.moduleLevels[module] + 0.7 * log(Double(users))
            let actions = Int(min(20_000, exp(mean + Self.moduleSpreads[module] * random.normal())))
            row.actions[module] = Int32(max(actions, users))
            row.users[module] = Int32(users)
        }
    }

    private static let moduleLevels = [0.4, -0.3, 0.1, -0.6]
    private static let moduleSpreads = [1.1, 1.0, 1.0, 0.6]

    /// The maximum number of weeks from a decision to the signature.
    private static let weeksToClose = 2

    /// Signs some days after a week's end, on a working day. The portal remains free if that is outside the history.
    private mutating func decide(afterWeek week: Int) {
        var day = first + 7 * week + 6 + random.whole(1...12)
        while day.weekday.index > 4 { day = day + 1 }
        if day >= first, day <= last { closed = day }
    }

    /// Draws the monthly recurring revenue: a plan, how many of it, and often a discount.
    private mutating func drawRevenue(size: Int) -> Double {
        if random.chance(0.02) { return 0 }
        let plan = [50.0, 400, 1_200][random.index(weightedBy: [5, 5, 0.3 + 0.2 * Double(size)])]
        let quantity = plan == 50 ? Double(min(20, seats)) : 1 + 0.1 * Double(min(30, seats / 5))
        let discount = random.chance(0.5) ? 0.4 * random.uniform() : 0
        return (plan * quantity * (1 - discount) * 100).rounded() / 100
    }
}
