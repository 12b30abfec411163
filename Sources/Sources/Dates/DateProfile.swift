internal import Base
internal import DuckDB

/// The ways in which the texts of one column can be read as dates, with the number of texts for each.
struct DateProfile {
    /// The possible readings of one text.
    struct Kind: OptionSet, Hashable {
        let rawValue: Int32
        static let certain = Kind(rawValue: 1)
        static let named = Kind(rawValue: 2)
        static let monthFirst = Kind(rawValue: 4)
        static let dayFirst = Kind(rawValue: 8)
        /// A date whose month and day are the same number, so their order does not matter.
        static let eitherOrder = Kind(rawValue: 16)
        static let excel = Kind(rawValue: 32)
        static let seconds = Kind(rawValue: 64)
        static let milliseconds = Kind(rawValue: 128)
        static let microseconds = Kind(rawValue: 256)
        static let shortYear = Kind(rawValue: 512)
        static let weekDate = Kind(rawValue: 1024)
        static let otherMonthName = Kind(rawValue: 2048)

        static let numbers: [(kind: Kind, form: DayReader.Form)] = [
            (.excel, .excel), (.seconds, .epoch(partsPerSecond: 1)), (.milliseconds, .epoch(partsPerSecond: 1e3)),
            (.microseconds, .epoch(partsPerSecond: 1e6)),
        ]
    }

    /// The number of texts of each kind, and the smallest text in byte order.
    private(set) var kinds: [Kind: (count: Int, example: String)] = [:]

    var count: Int { kinds.values.reduce(0) { $0 + $1.count } }

    /// Returns the number of texts of a kind, and an example.
    func texts(_ isMeant: (Kind) -> Bool) -> (count: Int, example: String)? {
        let found = kinds.filter { isMeant($0.key) }.values
        guard let example = found.map(\.example).min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) else {
            return nil
        }
        return (found.reduce(0) { $0 + $1.count }, example)
    }

    mutating func add(_ other: DateProfile) {
        for (kind, texts) in other.kinds { add(kind, texts.count, texts.example) }
    }

    mutating func add(_ kind: Kind, _ count: Int, _ example: String) {
        guard let known = kinds[kind] else {
            kinds[kind] = (count, example)
            return
        }
        let least = known.example.utf8.lexicographicallyPrecedes(example.utf8) ? known.example : example
        kinds[kind] = (known.count + count, least)
    }

    /// Returns the possible readings of a text. A number counts only if it is a plausible day.
    static func kind(of text: DateText, plausible: ClosedRange<Int32>) -> Kind {
        switch text {
        case .certain(_, let isNamed): return isNamed ? [.certain, .named] : .certain
        case .numeric(let first, let second, let year, _):
            if first == second { return [.monthFirst, .dayFirst, .eitherOrder] }
            var kind: Kind = []
            if DateText.day(year, first, second) != nil { kind.insert(.monthFirst) }
            if DateText.day(year, second, first) != nil { kind.insert(.dayFirst) }
            return kind
        case .number(let value):
            return Kind.numbers.reduce(into: []) { kinds, number in
                let day = DayReader(number.form, zone: .utc).day(.number(value))
                if day.map(plausible.contains) == true { kinds.insert(number.kind) }
            }
        case .unaccepted(.shortYear): return .shortYear
        case .unaccepted(.weekDate): return .weekDate
        case .unaccepted(.otherMonthName): return .otherMonthName
        case .none: return []
        }
    }

    private static let function = "date_kind"

    /// Profiles every text of a query.
    ///
    /// - Parameters:
    ///   - texts: A query with one column, `text`. NULL is ignored.
    ///   - plausible: The days that a number may stand for.
    init(of texts: String, plausible: ClosedRange<Day>, connection: Connection) throws {
        let days = plausible.lowerBound.daysSinceEpoch...plausible.upperBound.daysSinceEpoch
        // A kind's bits are returned as a day, because that is the result type of text functions.
        try connection.register({ Self.kind(of: DateText($0), plausible: days).rawValue }, as: Self.function)
        let rows = try connection.rows(
            """
            SELECT \(unsafe: Self.function)(text) AS kind, count(*), min(text) FROM (\(unsafe: texts)) WHERE text IS NOT NULL
            GROUP BY kind ORDER BY kind
            """
        ) { (kind: Int32($0.int(0)!), count: $0.int(1)!, example: $0.string(2)!) }
        for row in rows { add(Kind(rawValue: row.kind), row.count, row.example) }
    }

    init() {}
}
