package import Base
internal import Boosting
internal import DuckDB
package import Modeling
package import Sources

/// How alive a portal is on the day of the list.
package enum PortalStatus: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Some activity in the longest lookback window.
    case active
    /// Activity before it, none inside.
    case dormant
    /// Never any activity.
    case cold
}

/// Sunday's list: the value that `Ranking` hands to the stages behind it.
package struct RankedList: Codable, Equatable, Sendable {
    /// The list that people open: a copy of the primary model's file.
    package static let fileName = ListColumn.file

    /// The model whose probabilities rank.
    package var model: ModelName
    /// Whether later stages use this list; see `ranking.primary`.
    package var isPrimary = false
    /// Why there was no backtest, in one sentence; nil where there was one.
    package var notBacktested: String?
    /// What the list rests on; nil in the files of earlier versions.
    package var basis: ListBasis?
    package var asOf: Day
    /// Days after the list in which a conversion counts; nil in lists of earlier versions.
    package var horizon: Int?
    /// The list as Parquet, with the ids as the tables have them.
    package var file: String
    /// The list as people open it: every cell is safe in a spreadsheet.
    package var csvFile: String
    /// Portals of the company on that Sunday, and how they come to the number that is listed.
    package var reconciliation: Reconciliation
    /// Listed portals by status.
    package var statuses: [PortalStatus: Int]
    /// Expected conversions and revenue, and the bands.
    package var forecast: ListForecast
    /// The first rows, for the terminal.
    package var top: [Row]

    /// `known = customers + free`, and `free = listed + excluded`.
    package struct Reconciliation: Codable, Equatable, Sendable {
        /// Portals in either portal table.
        package var known: Int
        /// Customers as of that Sunday.
        package var customers: Int
        package var free: Int
        package var listed: Int
        /// Free portals that are not listed, by reason.
        package var excluded: [ExcludedPortals]

        package var balances: Bool {
            known == customers + free && free == listed + excluded.reduce(0) { $0 + $1.count }
        }
    }

    /// A row of the list, as far as the terminal shows it.
    package struct Row: Codable, Equatable, Sendable {
        package var rank: Int
        package var id: String
        package var probability: Double
        package var status: PortalStatus
        /// Firmographics as given, in the order of the configuration.
        package var firmographics: [String?]
        /// Actions of all modules in the longest window.
        package var actions: Int
        /// Why, as the list says it; empty where the portal is not explained.
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
    /// The list with its files at other places.
    package func mappingPaths(_ map: (String) -> String) -> RankedList {
        var list = self
        (list.file, list.csvFile) = (map(file), map(csvFile))
        return list
    }
}

extension [RankedList] {
    /// The list that later stages use; of a run that does not say which, the first.
    package var primary: RankedList? { first(where: \.isPrimary) ?? first }
}

extension RankedList {
    /// The column of the listed probability in the list's file.
    package var probabilityColumn: String {
        // Lists without a horizon are of earlier versions, which had one name whatever the horizon.
        ListColumn.probability(horizon: horizon ?? 30)
    }
}
