package import Base
internal import Boosting
internal import DuckDB
package import Modeling
package import Sources

/// The activity status of a portal on the day of the list.
package enum PortalStatus: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Has activity in the longest lookback window.
    case active
    /// Has activity before the longest lookback window, but none in it.
    case dormant
    /// Has never had any activity.
    case cold
}

/// Sunday's list, which `Ranking` hands to later stages.
package struct RankedList: Codable, Equatable, Sendable {
    /// The name of the list that people open: a copy of the primary model's file.
    package static let fileName = ListColumn.file

    /// The model whose probabilities rank.
    package var model: ModelName
    /// Whether later stages use this list; see `ranking.primary`.
    package var isPrimary = false
    /// Why there was no backtest, in one sentence, or nil if there was one.
    package var notBacktested: String?
    /// What the list is based on. nil in the files of earlier versions.
    package var basis: ListBasis?
    package var asOf: Day
    /// The number of days after the list in which a conversion counts. nil in lists of earlier versions.
    package var horizon: Int?
    /// The list as a Parquet file, with the ids as in the tables.
    package var file: String
    /// The list as a CSV file for people. Every cell is safe in a spreadsheet.
    package var csvFile: String
    /// How the number of the company's portals on that Sunday leads to the number of listed portals.
    package var reconciliation: Reconciliation
    /// The numbers of listed portals by status.
    package var statuses: [PortalStatus: Int]
    /// Expected conversions and revenue, and the bands.
    package var forecast: ListForecast
    /// The first rows, for the terminal.
    package var top: [Row]

    /// `known = customers + free`, and `free = listed + excluded`.
    package struct Reconciliation: Codable, Equatable, Sendable {
        /// The number of portals in either portal table.
        package var known: Int
        /// The number of customers as of that Sunday.
        package var customers: Int
        package var free: Int
        package var listed: Int
        /// The free portals that are not listed, by reason.
        package var excluded: [ExcludedPortals]

        package var balances: Bool {
            known == customers + free && free == listed + excluded.reduce(0) { $0 + $1.count }
        }
    }

    /// A row of the list with what the terminal shows.
    package struct Row: Codable, Equatable, Sendable {
        package var rank: Int
        package var id: String
        package var probability: Double
        package var status: PortalStatus
        /// The firmographics as in the tables, in the order of the configuration.
        package var firmographics: [String?]
        /// The number of actions of all modules in the longest window.
        package var actions: Int
        /// The reasons as in the list. Empty if the portal is not explained.
        package var reasons: [String]

        package init(
            rank: Int, id: String, probability: Double, status: PortalStatus, firmographics: [String?], actions: Int,
            reasons: [String] = []
        ) {
            self.rank = rank
            self.id = id
            self.probability = probability
            self.status = status
            self.firmographics = firmographics
            self.actions = actions
            self.reasons = reasons
        }
    }

    package init(
        model: ModelName, asOf: Day, horizon: Int? = nil, file: String, csvFile: String,
        reconciliation: Reconciliation,
        statuses: [PortalStatus: Int],
        forecast: ListForecast, top: [Row]
    ) {
        self.model = model
        self.asOf = asOf
        self.horizon = horizon
        self.file = file
        self.csvFile = csvFile
        self.reconciliation = reconciliation
        self.statuses = statuses
        self.forecast = forecast
        self.top = top
    }
}

extension RankedList {
    /// Returns the list with other paths of its files.
    package func mappingPaths(_ map: (String) -> String) -> RankedList {
        var list = self
        (list.file, list.csvFile) = (map(file), map(csvFile))
        return list
    }
}

extension [RankedList] {
    /// The list that later stages use: the primary one, or the first if none is marked.
    package var primary: RankedList? { first(where: \.isPrimary) ?? first }
}

extension RankedList {
    /// The column of the listed probability in the list's file.
    package var probabilityColumn: String {
        // Lists without a horizon come from earlier versions, which used one name for every horizon.
        ListColumn.probability(horizon: horizon ?? 30)
    }
}
