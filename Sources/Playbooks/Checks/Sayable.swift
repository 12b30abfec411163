internal import Sources

/// The numbers and names that a message to one prospect may contain.
struct Sayable {
    let facts: PortalFacts
    /// The product's name from the configuration, which a message may contain.
    let product: String?

    /// All numbers about the product's use and the company's size.
    var all: Set<Double> { recent.union(longest).union(people).union(steadiness).union(size) }

    /// The bounds of a range, such as that of employees. A message may repeat them as given.
    var size: Set<Double> {
        var numbers: Set<Double> = []
        for firmographic in facts.firmographics {
            guard case .range = firmographic.kind, let value = firmographic.value else { continue }
            numbers.formUnion(NumberScan.numbers(in: value).map(\.value))
        }
        return numbers
    }

    /// The actions over the shortest window: of each module, and of all.
    var recent: Set<Double> { Self.numbers(facts.modules.map(\.recentActions) + [facts.recentActions]) }

    /// The actions over the longest window, over the last 4 weeks and over the 4 weeks before.
    var longest: Set<Double> {
        let weeks = facts.lastFourWeeks.map { [$0.now, $0.before] } ?? []
        return Self.numbers(facts.modules.map(\.actions) + [facts.actions] + weeks)
    }

    /// The numbers of people. Sums over weeks or days are not numbers of people.
    var people: Set<Double> {
        var numbers = Self.numbers([facts.people].compactMap { $0 })
        // A week of weekly usage is one row, so its users are people.
        if facts.cadence == .weekly, facts.windows.recent == 7 {
            numbers.formUnion(Self.numbers(facts.modules.map(\.recentUsers)))
        }
        return numbers
    }

    private var steadiness: Set<Double> { Self.numbers([facts.activeWeeks].compactMap { $0 }) }

    /// The days that a message may mention, and the weeks.
    var days: Set<Double> {
        Self.numbers([facts.windows.recent, facts.windows.longest, 28] + [facts.recency].compactMap { $0 })
    }

    var weeks: Set<Double> {
        let known = [facts.recency, facts.age].compactMap { $0 }
        let whole = known.flatMap { [$0 / 7, $0 / 7 + 1, ($0 + 1) / 7 - 1] }
        return Self.numbers([1, 4, 12, facts.windows.longest / 7] + whole.filter { $0 > 0 }).union(steadiness)
    }

    /// The change from the previous four weeks, in percent, without its sign.
    var percents: Set<Double> {
        guard let change = facts.change else { return [] }
        return [Double(abs(change))]
    }

    /// Returns the actions of one module over both windows.
    func actions(of module: PortalFacts.Module) -> Set<Double> { Self.numbers([module.recentActions, module.actions]) }

    /// The words of the given names, in lower case.
    var words: Set<String> {
        var texts = facts.modules.map(\.title)
        texts += facts.firmographics.compactMap { $0.kind == .category ? $0.value : nil }
        if let product { texts.append(product) }
        return Set(texts.flatMap { $0.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init) })
    }

    private static func numbers(_ numbers: [Int]) -> Set<Double> { Set(numbers.map(Double.init)) }
}

extension PortalFacts {
    /// The change of the actions from the previous four weeks, in whole percent, or nil if there were none then.
    package var change: Int? {
        guard let weeks = lastFourWeeks, weeks.before > 0 else { return nil }
        return Int((100 * Double(weeks.now - weeks.before) / Double(weeks.before)).rounded())
    }
}
