internal import Base
internal import Boosting
internal import Modeling
internal import Pipeline
internal import Ranking

/// Every free portal of a Sunday, ordered by probability, highest first.
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

    /// The day of the list. The list uses only what was known at the end of this day.
    public var asOf: Day { Day(list.asOf) }

    /// The horizon in days: a conversion counts if it happens within this many days after the list.
    public var horizon: Int { list.horizon ?? 30 }

    /// The model that ranks the list: `ensemble`, a member such as `lightgbm`, or `activity`.
    public var model: String { list.model.rawValue }

    /// The number of portals on the list.
    public var count: Int { list.reconciliation.listed }

    /// The expected number of conversions within the horizon: the sum of all probabilities.
    public var expectedConversions: Double { list.forecast.conversions.expected }

    /// The 90% interval of the number of conversions within the horizon.
    public var expectedConversionsRange: ClosedRange<Int> {
        let conversions = list.forecast.conversions
        return conversions.low...max(conversions.low, conversions.high)
    }

    /// What the list is based on and how far to trust it, in plain sentences.
    public var basis: [String] { list.basis?.sentences ?? [] }

    /// The path of the list's Parquet file. `Documentation/Files.md` describes its columns.
    public var file: String { list.file }

    /// Reads the portals, best first.
    ///
    /// - Parameter limit: Maximum number of portals, or nil for all.
    /// - Returns: The portals in the order of their ranks.
    /// - Throws: ``ProspectError`` if the list's file is missing or has changed since the run wrote it.
    public func portals(limit: Int? = nil) throws(ProspectError) -> [RankedPortal] {
        try translatingErrors { try run.portals(of: list, limit: limit).map(RankedPortal.init) }
    }

    /// Explains the probability of one portal.
    ///
    /// ```swift
    /// for part in try list.explanation(of: "4711").parts.prefix(3) {
    ///     print(part.contribution, part.text)
    /// }
    /// ```
    ///
    /// - Parameter id: The portal's id, as in the tables.
    /// - Throws: ``ProspectError`` if the portal is not on the list, or is on it without reasons.
    public func explanation(of id: String) throws(ProspectError) -> Explanation {
        try translatingErrors { Explanation(try run.explanation(of: id, model: list.model)) }
    }
}

/// A portal on a list.
public struct RankedPortal: Sendable, Identifiable {
    /// The activity status of a portal on the day of the list.
    public enum Status: String, Codable, Sendable, CaseIterable {
        /// Has activity in the longest lookback window.
        case active
        /// Has activity before the longest lookback window, but none in it.
        case dormant
        /// Has never had any activity.
        case cold
    }

    /// The place on the list, starting at 1.
    public let rank: Int
    /// The portal's id, as in the tables.
    public let id: String
    /// The probability that the portal becomes a customer within the horizon, in [0, 1].
    public let probability: Double
    /// The activity status on the day of the list.
    public let status: Status
    /// The band `A`, `B` or `C`, or nil if the list has no bands.
    public let band: String?
    /// The expected revenue of the first year in the tables' currency: twelve monthly payments times the probability.
    /// It is nil if revenue is unknown.
    public let expectedRevenue: Double?
    /// The known facts about the company, by column of the tables.
    public let firmographics: [String: String]
    /// The reasons in short sentences, those in favour of the portal first. Empty for portals below
    /// `ranking.explain_top`.
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

/// The reasons for a portal's probability: a base and the contribution of each signal.
public struct Explanation: Sendable {
    /// The contribution of one signal to a portal's score.
    public struct Part: Sendable {
        /// The contribution, in log-odds.
        public let contribution: Double
        /// The signal in words, with the portal's value and the typical value.
        public let text: String
        /// The kind of signal: `fit` for who the company is, `intent` for what it does.
        public let axis: String
        /// The name of the signal, such as `actions:ACTIONS_CRM_DEALS`.
        public let signal: String
    }

    /// The listed probability, in [0, 1].
    public let probability: Double
    /// The listed probability as log-odds: `base` plus all contributions.
    public let logOdds: Double
    /// The log-odds of a portal about which nothing is known. The contributions start from it.
    public let base: Double
    /// All signals, strongest first.
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
