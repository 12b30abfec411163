internal import Base
internal import Boosting
internal import Modeling
internal import Pipeline
internal import Ranking

/// Every free portal of a Sunday, the most probable customer first.
///
/// ```swift
/// let list = try Run.latest(in: "prospect-output")!.list()
/// for portal in try list.portals(limit: 20) {
///     print(portal.rank, portal.id, portal.probability, portal.reasons.first ?? "")
/// }
/// ```
public struct RankedList: Sendable {
    private let run: PastRun
    private let list: Ranking.RankedList

    init(_ list: Ranking.RankedList, of run: PastRun) {
        self.list = list
        self.run = run
    }

    /// The day of the list. It uses nothing that was known after the end of this day.
    public var asOf: Day { Day(list.asOf) }

    /// The days after the list in which a conversion counts.
    public var horizon: Int { list.horizon ?? 30 }

    /// The model that ranks: `ensemble`, a member such as `lightgbm`, or `activity`.
    public var model: String { list.model.rawValue }

    /// The number of portals on the list.
    public var count: Int { list.reconciliation.listed }

    /// The sum of all probabilities: how many portals are expected to convert within the horizon.
    public var expectedConversions: Double { list.forecast.conversions.expected }

    /// The number of conversions lies in this range nine times in ten.
    public var expectedConversionsRange: ClosedRange<Int> {
        let conversions = list.forecast.conversions
        return conversions.low...max(conversions.low, conversions.high)
    }

    /// What the list rests on and how far it can be trusted, in plain sentences.
    public var basis: [String] { list.basis?.sentences ?? [] }

    /// The Parquet file of the list, whose columns `Documentation/Files.md` describes.
    public var file: String { list.file }

    /// Reads the portals, best first.
    ///
    /// - Parameter limit: Maximum number of portals; nil: all.
    /// - Throws: ``ProspectError`` where the list's file is missing or is not what the run wrote.
    public func portals(limit: Int? = nil) throws(ProspectError) -> [RankedPortal] {
        try translatingErrors { try run.portals(of: list, limit: limit).map(RankedPortal.init) }
    }

    /// Explains the probability of a portal.
    ///
    /// - Parameter id: The portal's id, as the tables have it.
    /// - Throws: ``ProspectError`` where the list does not have the portal, or has it without reasons.
    public func explanation(of id: String) throws(ProspectError) -> Explanation {
        try translatingErrors { Explanation(try run.explanation(of: id, model: list.model)) }
    }
}

/// A portal on a list.
public struct RankedPortal: Sendable, Identifiable {
    /// How alive a portal is on the day of the list.
    public enum Status: String, Codable, Sendable, CaseIterable {
        /// Some activity in the longest lookback window.
        case active
        /// Activity before that window, none inside.
        case dormant
        /// Never any activity.
        case cold
    }

    /// The place on the list, from 1.
    public let rank: Int
    /// The id, as the tables have it.
    public let id: String
    /// The probability of becoming a customer within the horizon, in [0, 1].
    public let probability: Double
    /// How alive the portal is on the day of the list.
    public let status: Status
    /// The band: `A`, `B` or `C`; nil where the list has no bands.
    public let band: String?
    /// The revenue that is expected in the first year, in the tables' currency: twelve months times the probability; nil
    /// where revenue is not known.
    public let expectedRevenue: Double?
    /// What is known of the company, by column of the tables.
    public let firmographics: [String: String]
    /// Why, in short sentences, what speaks for the portal first; empty below `ranking.explain_top`.
    public let reasons: [String]

    init(_ portal: ListedPortal) {
        rank = portal.rank
        id = portal.id
        probability = portal.probability
        status = Status(rawValue: portal.status.rawValue)!
        band = portal.band
        expectedRevenue = portal.expectedRevenue
        firmographics = portal.firmographics
        reasons = portal.reasons
    }
}

/// Why a portal has its probability: the sum of what each signal adds.
public struct Explanation: Sendable {
    /// What one signal adds to a portal's score.
    public struct Part: Sendable {
        /// What the signal adds, in log-odds.
        public let contribution: Double
        /// The signal in words, with the portal's value and the value that is typical.
        public let text: String
        /// What the signal is about: `fit` for who the company is, `intent` for what it does.
        public let axis: String
        /// The signal's name, such as `actions:ACTIONS_CRM_DEALS`.
        public let signal: String
    }

    /// The listed probability, in [0, 1].
    public let probability: Double
    /// The listed probability as log-odds: the sum of `base` and of all contributions.
    public let logOdds: Double
    /// The log-odds of a portal of which nothing is known.
    public let base: Double
    /// All signals, the strongest first.
    public let parts: [Part]

    init(_ explanation: PortalExplanation) {
        probability = explanation.probability
        logOdds = explanation.logOdds
        base = explanation.base
        parts = explanation.parts.map { part in
            Part(
                contribution: part.contribution, text: part.text, axis: part.axis.rawValue, signal: part.signal.name)
        }
    }
}
