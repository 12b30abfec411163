internal import DuckDB
internal import Snapshots
internal import Sources

/// A statement about one signal of a portal, as SQL over a row of the free portals and the row of their medians.
struct Statement {
    /// The value in a form that people understand, or NULL if it is unknown.
    let value: String
    /// The value as a number, or NULL if it is unknown or not a number.
    let number: String
    /// The median of the value over the free portals.
    let typical: String
    /// The fact in words. It does not say whether the fact speaks for or against the portal.
    let text: String
}

/// The statements about the signals of a feature set, and the medians that they need.
///
/// All signals of usage get the same text for a portal without any activity, so that they form one reason.
struct Statements {
    private(set) var statements: [Statement] = []
    /// The aggregates over the free portals, as `m0`, `m1`, …
    private(set) var medians: [String] = []

    private let snapshots: SnapshotSet
    private let hasHistory: Bool
    /// The longest configured window, in days.
    private let window: Int
    private var isWeekly: Bool { snapshots.cadence == .weekly }
    private let inWindow: String

    static let neverUsed = "Never used the product"
    private static let never = "\(SnapshotColumn.recency) IS NULL"

    init(_ signals: [Signal], snapshots: SnapshotSet) {
        self.snapshots = snapshots
        hasHistory = snapshots.featureSet == .extended
        window = snapshots.windows.last!
        inWindow = window == 1 ? " on the last day" : " in the last \(window) days"
        for signal in signals { statements.append(statement(signal)) }
    }

    private mutating func statement(_ signal: Signal) -> Statement {
        if case .firmographic(let column) = signal {
            return firmographic(snapshots.firmographics.first { $0.given == column }!)
        }
        // A portal without any usage has an age too.
        if signal == .age { return age() }
        let usage: Statement
        switch signal {
        case .actions(let column):
            usage = count(column, ColumnWords(column, among: snapshots.actions), per: nil)
        case .users(let column):
            usage = count(column, ColumnWords(column, among: snapshots.users), per: isWeekly ? "week" : "day")
        case .activity: usage = activity()
        case .recency: usage = recency()
        case .regularity: usage = regularity()
        case .trend: usage = trend()
        case .breadth: usage = breadth()
        case .team: usage = team()
        case .tenure: usage = tenure()
        case .age, .firmographic: preconditionFailure("said above")
        }
        return Statement(
            value: usage.value, number: usage.number, typical: usage.typical,
            text: "CASE WHEN \(Self.never) THEN \(SQL.literal(Self.neverUsed)) ELSE \(usage.text) END")
    }

    /// Adds the median of an expression over the free portals. It is a value of one of the portals: of two middle
    /// values, the lower.
    ///
    /// - Parameter missing: The value that stands for NULL, so that NULL counts as the largest. nil: NULL is left out.
    private mutating func median(_ expression: String, missing: Int? = nil) -> String {
        let value = missing.map { "coalesce(\(expression), \($0))" } ?? expression
        medians.append("quantile_disc(\(value), 0.5)")
        return "__m\(medians.count - 1)"
    }

    private func sum(_ columns: [String], lifetime: Bool = false) -> String {
        let names = columns.map {
            SQL.identifier(lifetime ? SnapshotColumn.lifetime($0) : SnapshotColumn.sum($0, window: window))
        }
        return "(" + names.joined(separator: " + ") + ")"
    }

    // MARK: Usage

    /// Returns the statement about the sum of a column over the longest window. Users are given as the mean per week or
    /// day, because a user who comes every week is in the sum every week.
    private mutating func count(_ column: String, _ words: ColumnWords, per period: String?) -> Statement {
        let total = sum([column])
        let periods = isWeekly ? max(1, window / 7) : window
        let value = period == nil ? total : "(\(total) / \(periods).0)"
        let typical = median(value)
        let shown = period == nil ? Phrase.number(value) : Phrase.average(value)
        let shownTypical = period == nil ? Phrase.number(typical) : Phrase.average(typical)
        let rate = period.map { " a \($0)" } ?? ""
        let some: String
        let none: String
        let soFar: String
        switch words {
        case .noun(let one, let many):
            let noun = "CASE WHEN \(value) = 1 THEN \(SQL.literal(" " + one)) ELSE \(SQL.literal(" " + many)) END"
            some = Phrase.sentence(shown, noun, SQL.literal(rate + inWindow))
            none = SQL.literal("No \(many)\(inWindow)")
            soFar = SQL.literal("No \(many) so far")
        case .label(let label):
            some = Phrase.sentence(SQL.literal(label + ": "), shown, SQL.literal(rate + inWindow))
            none = SQL.literal("\(label): none\(inWindow)")
            soFar = SQL.literal("\(label): none so far")
        }
        let typically = Phrase.typical(shownTypical)
        guard hasHistory else {
            return Statement(
                value: shown, number: value, typical: shownTypical,
                text: Phrase.choice(
                    ["\(value) > 0": Phrase.sentence(some, typically)],
                    otherwise: Phrase.sentence(none, typically)))
        }
        let lifetime = sum([column], lifetime: true)
        let before =
            period == nil
            ? Phrase.sentence("', but '", Phrase.number(lifetime), "' before that'") : "', but some before that'"
        return Statement(
            value: shown, number: value, typical: shownTypical,
            text: Phrase.choice(
                [
                    "\(value) > 0": Phrase.sentence(some, typically),
                    "\(lifetime) > 0": Phrase.sentence(none, typically, before),
                ], otherwise: Phrase.sentence(soFar, typically)))
    }

    private mutating func activity() -> Statement {
        let total = sum(snapshots.actions)
        let typical = Phrase.number(median(total))
        let typically = Phrase.typical(typical)
        let tools = snapshots.actions.count > 1 ? " in all tools" : ""
        let some = Phrase.sentence(Phrase.counted(total, "action", "actions"), SQL.literal(tools + inWindow), typically)
        let none = Phrase.sentence(SQL.literal("No actions\(inWindow)"), typically)
        guard hasHistory else {
            return Statement(
                value: Phrase.number(total), number: total, typical: typical,
                text: Phrase.choice(["\(total) > 0": some], otherwise: none))
        }
        let lifetime = sum(snapshots.actions, lifetime: true)
        return Statement(
            value: Phrase.number(total), number: total, typical: typical,
            text: Phrase.choice(
                [
                    "\(total) > 0": some,
                    "\(lifetime) > 0": Phrase.sentence(none, "', but '", Phrase.number(lifetime), "' before that'"),
                ], otherwise: Phrase.sentence("'No actions so far'", typically)))
    }

    private static let longAgo = 1_000_000

    private mutating func recency() -> Statement {
        since(SnapshotColumn.recency, active: "Active", ago: "Last active", never: "never used")
    }

    private mutating func tenure() -> Statement {
        since(SnapshotColumn.daysSinceFirstUse, active: "First used", ago: "First used", never: "never used")
    }

    private mutating func age() -> Statement {
        let (created, seen) = (SnapshotColumn.daysSinceCreated, SnapshotColumn.daysSinceFirstSeen)
        let days = "coalesce(\(created), \(seen))"
        let middle = median(days)
        let typically = Phrase.typical("(\(Phrase.ago(middle, isWeekly: false)))")
        return Statement(
            value: "(\(days))::VARCHAR", number: days, typical: "\(middle)::VARCHAR",
            text: Phrase.choice(
                [
                    "\(created) IS NOT NULL": Phrase.sentence(
                        "'Registered '", Phrase.ago(created, isWeekly: false), typically),
                    "\(seen) IS NOT NULL": Phrase.sentence(
                        "'First seen '", Phrase.ago(seen, isWeekly: isWeekly), typically),
                ], otherwise: SQL.literal(Self.neverUsed)))
    }

    private mutating func since(_ days: String, active: String, ago: String, never: String) -> Statement {
        let middle = median(days, missing: Self.longAgo)
        let typical = Phrase.choice(
            ["\(middle) = \(Self.longAgo)": SQL.literal(never)], otherwise: Phrase.ago(middle, isWeekly: isWeekly))
        let verb = Phrase.choice(
            ["\(days) < \(isWeekly ? 7 : 1)": SQL.literal(active + " ")], otherwise: SQL.literal(ago + " "))
        return Statement(
            value: "\(days)::VARCHAR", number: days, typical: "nullif(\(middle), \(Self.longAgo))::VARCHAR",
            text: Phrase.sentence(verb, Phrase.ago(days, isWeekly: isWeekly), Phrase.typical("(\(typical))")))
    }

    private mutating func regularity() -> Statement {
        let weeks = SnapshotColumn.activeWeeks12
        let typical = Phrase.number(median(weeks))
        let typically = Phrase.typical(typical)
        let before = Phrase.counted(SnapshotColumn.activeWeeks, "week", "weeks")
        return Statement(
            value: Phrase.number(weeks), number: weeks, typical: typical,
            text: Phrase.choice(
                [
                    "\(weeks) > 0": Phrase.sentence(
                        "'Active in '", Phrase.number(weeks), "' of the last 12 weeks'", typically)
                ],
                otherwise: Phrase.sentence(
                    "'Not active in the last 12 weeks'", typically, "', but in '", before, "' before that'")))
    }

    private mutating func trend() -> Statement {
        let total: String
        let now: String
        let then: String
        let nowWords: String
        let thenWords: String
        if hasHistory {
            (now, then) = (SnapshotColumn.actions4, SnapshotColumn.actionsPrior4)
            (nowWords, thenWords) = (" in the last 4 weeks, ", " in the 4 weeks before")
            total = "(\(now) + \(then))"
        } else {
            let short = snapshots.windows.first!
            now =
                "("
                + snapshots.actions.map { SQL.identifier(SnapshotColumn.sum($0, window: short)) }
                .joined(separator: " + ") + ")"
            then = sum(snapshots.actions)
            (nowWords, thenWords) = (short == 1 ? " on the last day, " : " in the last \(short) days, ", inWindow)
            total = then
        }
        let typicalNow = Phrase.number(median(now))
        let typicalThen = Phrase.number(median(then))
        let typicalTotal = Phrase.number(median(total))
        func shown(_ value: String) -> String { "CASE WHEN \(value) = 0 THEN 'none' ELSE \(Phrase.number(value)) END" }
        let some = Phrase.sentence(
            Phrase.choice(["\(now) = 0": "'No actions'"], otherwise: Phrase.counted(now, "action", "actions")),
            SQL.literal(nowWords), shown(then), SQL.literal(thenWords),
            Phrase.typical(Phrase.sentence(typicalNow, "' and '", typicalThen)))
        let none = Phrase.sentence(
            SQL.literal("No actions" + (hasHistory ? " in the last 8 weeks" : inWindow)), Phrase.typical(typicalTotal))
        let change = "(\(now) - \(then))"
        return Statement(
            value: hasHistory ? "\(change)::BIGINT::VARCHAR" : Phrase.number(now), number: hasHistory ? change : now,
            typical: hasHistory ? "\(median(change))::BIGINT::VARCHAR" : typicalNow,
            text: Phrase.choice(["\(total) > 0": some], otherwise: none))
    }

    private mutating func breadth() -> Statement {
        func used(lifetime: Bool) -> String {
            "(" + snapshots.actions.map { "(\(sum([$0], lifetime: lifetime)) > 0)::INTEGER" }.joined(separator: " + ")
                + ")"
        }
        let (recent, ever) = (used(lifetime: false), used(lifetime: true))
        let typical = Phrase.number(median(recent))
        let typicalEver = Phrase.number(median(ever))
        let count = snapshots.actions.count
        let tools = " of \(count) \(count == 1 ? "tool" : "tools")"
        let typically = Phrase.typical(typical)
        return Statement(
            value: Phrase.number(recent), number: recent, typical: typical,
            text: Phrase.choice(
                [
                    "\(recent) > 0": Phrase.sentence(
                        Phrase.number(recent), SQL.literal("\(tools) used\(inWindow)"), typically),
                    "\(ever) > 0": Phrase.sentence(
                        SQL.literal("No tool used\(inWindow)"), typically, "', but '", Phrase.number(ever),
                        SQL.literal("\(tools) before that")),
                ],
                otherwise: Phrase.sentence(
                    SQL.literal("None of the \(count) \(count == 1 ? "tool" : "tools") used so far"),
                    Phrase.typical(typicalEver))))
    }

    private mutating func team() -> Statement {
        let (ever, recent) = (SnapshotColumn.maxUsers, SnapshotColumn.maxUsers4)
        let typical = Phrase.number(median(ever))
        let period = isWeekly ? "week" : "day"
        // The busiest week of all time may be long ago.
        let since = Phrase.choice(
            ["\(recent) = \(ever)": "''", "\(recent) = 0": "', none in the last 4 weeks'"],
            otherwise: Phrase.sentence("', '", Phrase.number(recent), SQL.literal(" in that of the last 4 weeks")))
        return Statement(
            value: Phrase.number(ever), number: ever, typical: typical,
            text: Phrase.choice(
                ["\(ever) = 0": Phrase.sentence("'No users so far'", Phrase.typical(typical))],
                otherwise: Phrase.sentence(
                    Phrase.counted(ever, "user", "users"),
                    SQL.literal(period == "week" ? " in its busiest week" : " on its busiest day"),
                    Phrase.typical(typical), since)))
    }

    // MARK: Firmographics

    private mutating func firmographic(_ column: SnapshotSet.FirmographicColumn) -> Statement {
        let words = FirmographicWords(column)
        let given = SQL.identifier(column.given)
        let value = Phrase.given(given)
        guard let derived = column.derived.map(SQL.identifier) else {
            return Statement(
                value: given, number: "NULL", typical: "NULL",
                text: Phrase.choice(["\(given) IS NULL": SQL.literal(words.unknown)], otherwise: words.known(value)))
        }
        // The median is the original value of the portal in the middle.
        medians.append("quantile_disc({'n': \(derived), 't': \(given)}, 0.5) FILTER (\(derived) IS NOT NULL)")
        let middle = "__m\(medians.count - 1)"
        let isUnranked = column.unranked.map { unranked in
            { (number: String) in "\(number) = ln(1 + \(unranked))" }
        }
        let shown = words.isRank ? Self.rank : words.isHeadcount ? Self.range : { Phrase.given($0) }
        func short(_ number: String, _ text: String) -> String {
            guard let isUnranked else { return shown(text) }
            return Phrase.choice([isUnranked(number): SQL.literal(words.unranked)], otherwise: shown(text))
        }
        let typical = "(\(short("\(middle).n", "\(middle).t")))"
        let typically = Phrase.choice(
            ["\(middle).t IS NULL": "''", "\(typical) = (\(short(derived, given)))": "' (typical)'"],
            otherwise: Phrase.typical(typical))
        let number = words.isRank ? "round(exp(\(derived)) - 1)" : derived
        var said = words.known(shown(given))
        if let isUnranked {
            said = Phrase.choice([isUnranked(derived): SQL.literal(words.unrankedTitle)], otherwise: said)
        }
        return Statement(
            value: given,
            number: isUnranked.map { "CASE WHEN NOT \($0(derived)) THEN \(number) END" } ?? number,
            typical: "\(middle).t",
            text: Phrase.choice(
                ["\(derived) IS NULL OR \(given) IS NULL": SQL.literal(words.unknown)],
                otherwise: Phrase.sentence(said, typically)))
    }

    /// Formats a range with thousands separators. The tables have ranges with and without commas: `1001 to 10000`.
    private static func range(_ given: String) -> String {
        "regexp_replace(\(Phrase.given(given)), '\\b(\\d{1,3})(\\d{3})\\b', '\\1,\\2', 'g')"
    }

    /// Formats a rank with thousands separators.
    private static func rank(_ given: String) -> String {
        "coalesce(format('{:,}', TRY_CAST(\(given) AS BIGINT)), \(Phrase.given(given)))"
    }
}
