package import Base
package import Spark

/// Everything that `prospect.yaml` says, with the defaults of what it leaves out.
///
/// A plain value: `Settings` reads it from a file, the environment and the command line.
package struct Configuration: Equatable, Sendable {
    package var sources = SourceLocations()
    /// What reduces raw usage.
    package var engine = Engine.duckdb
    package var spark = SparkSettings()
    package var columns = ColumnNames()
    /// The IANA name of the time zone in whose days instants are counted.
    package var timeZone = "UTC"
    /// The firmographic columns in the order in which they are written, by kind.
    package var firmographics: [Firmographic] = Firmographic.defaults
    package var checks = CheckLimits()
    package var freshness = FreshnessSettings()
    package var snapshots = SnapshotSettings()
    package var features = FeatureSettings()
    package var split = SplitSettings()
    package var training = TrainingSettings()
    package var models = ModelSettings()
    package var lightgbm = LightGBMParameters()
    package var xgboost = XGBoostParameters()
    package var logistic = LogisticParameters()
    package var ensemble = EnsembleSettings()
    package var tuning = TuningSettings()
    package var playbooks = PlaybookSettings()
    package var calibration = CalibrationSettings()
    package var ranking = RankingSettings()
    package var audit = AuditSettings()
    /// The seed of everything that is drawn at random.
    package var seed = 42
    package var resources = ResourceLimits()
    package var output = OutputSettings()

    package init() {}
}

/// Where one table is read from.
package enum TableLocation: Equatable, Sendable {
    /// A file, a glob, or a folder of part files; absolute, or relative to the configuration file's folder.
    case files(String)
    /// One file of which more is known than its name.
    ///
    /// - Parameters:
    ///   - headerLine: the line that names the columns, from 1.
    ///   - sheet: the sheet of an Excel workbook; nil: its first.
    case file(String, headerLine: Int, sheet: String?)
    /// A query against a DuckDB database file, or against a PostgreSQL server as `postgresql://…`.
    case query(database: String, sql: String)
}

package struct SourceLocations: Equatable, Sendable {
    package var customers: TableLocation?
    package var noncustomers: TableLocation?
    package var usage: TableLocation?
    /// Weeks of usage that are read of a source in dated folders; nil: all.
    package var usageHistory: Int?

    package init() {}
}

/// The names of the columns as the three tables spell them.
package struct ColumnNames: Equatable, Sendable {
    package var id = "id"
    package var closeDate = "CLOSEDATE"
    /// Monthly recurring revenue, in the customers table; nil where it does not say.
    package var revenue: String? = "MRR"
    /// The day a portal was created; nil where the tables do not have one.
    package var created: String?
    package var timestamp = "WHEN_TIMESTAMP"
    package var actions = ["ACTIONS_CRM_CONTACTS", "ACTIONS_CRM_COMPANIES", "ACTIONS_CRM_DEALS", "ACTIONS_EMAIL"]
    package var users = ["USERS_CRM_CONTACTS", "USERS_CRM_COMPANIES", "USERS_CRM_DEALS", "USERS_EMAIL"]
    /// Which spellings of an id are the same portal.
    package var idForm = IDForm.exact
    /// How dates are written, by column; a column that is left out is `auto`.
    package var dateFormat: [DateColumn: DateFormat] = [:]
    /// How revenue and the firmographic numbers are written.
    package var numberFormat = NumberFormat.auto
    /// Words that mean "missing", in any case.
    package var missing = Self.missingWords

    /// What exports write for a missing value. "NA" is not among them: it is Namibia's code too.
    package static let missingWords = [
        "NULL", "N/A", "#N/A", "None", "nil", "\\N", "NaN", "-", "--", "(blank)", "(empty)", "#NULL!",
    ]

    package init() {}

    /// How the dates of a column are written.
    package func format(of column: DateColumn) -> DateFormat { dateFormat[column] ?? .auto }

    /// Actions first, then users.
    package var counts: [String] { actions + users }
}

/// A firmographic column and what its values mean.
package struct Firmographic: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// One of a number of words.
        case category
        case number
        /// A range such as `2 to 5`, `51-200`, `1000+` or `10,001 or more`.
        case range
        /// A rank, 1 best, and the value that stands for "unranked".
        case rank(unranked: Double?)
    }

    package var column: String
    package var kind: Kind

    package init(column: String, kind: Kind) {
        self.column = column
        self.kind = kind
    }

    package static let defaults = [
        Firmographic(column: "ALEXA_RANK", kind: .rank(unranked: 16_000_001)),
        Firmographic(column: "EMPLOYEE_RANGE", kind: .range),
        Firmographic(column: "INDUSTRY", kind: .category),
    ]
}

package struct CheckLimits: Equatable, Sendable {
    /// The largest share of a table's rows that may be set aside before the run stops, in [0, 1].
    package var tolerance = 0.01
    /// Severities in place of the findings' own.
    package var severity: [FindingSeverity] = []
    /// Older dates are mistakes.
    package var oldestDate = Day(year: 2000, month: 1, day: 1)
    /// A higher monthly revenue is a mistake.
    package var highestRevenue = 1_000_000.0

    package init() {}
}

/// Which portals have a snapshot on which Sundays.
package enum Population: String, CaseIterable, Codable, Sendable {
    /// Every known portal on every Sunday of the data until it converts.
    case all
    /// A portal has a snapshot between its first and its last usage row. Looks ahead: only for comparison.
    case observedSpan = "observed-span"
}

package struct SnapshotSettings: Equatable, Sendable {
    package var weekday = Weekday.sunday
    /// Lookback windows in days, ending on the snapshot day, inclusive; ascending.
    package var windows = [7, 14, 30]
    /// Days after the snapshot in which a conversion counts.
    package var horizon = 30
    package var population = Population.all
    /// The last day that usage covers; nil: found from the data.
    package var usageThrough: Day?
    /// The last day for which close dates are known; nil: found from the data.
    package var outcomesThrough: Day?

    package init() {}
}

/// Which signals of usage the snapshots carry.
package enum FeatureSetName: String, CaseIterable, Codable, Sendable {
    /// Window sums and recency.
    case basic
    /// And longer windows, decayed activity, trends, breadth and history.
    case extended
}

package struct FeatureSettings: Equatable, Sendable {
    package var set = FeatureSetName.extended
    /// Whether a model sees the firmographics; they are as of extraction.
    package var firmographics = true
    /// Whether a tree member's score may never fall as one signal of activity rises (monotone constraints). Growth and
    /// shares, which move with it, are free.
    package var monotone = true

    package init() {}
}

package struct SplitSettings: Equatable, Sendable {
    /// Validation period in weeks, used by early stopping.
    package var validation = 12
    /// Test period in weeks, used by the metrics.
    package var test = 12
    /// Train on every n-th Sunday, counted back from the end of the training period.
    package var every = 2
    /// Refit on all matured snapshots with the rounds that early stopping found, before ranking.
    package var refit = true

    package init() {}
}

package struct TrainingSettings: Equatable, Sendable {
    /// At most about so many rows are fitted on: all that converted, and a weighted sample of the others.
    package var maxRows = 1_000_000

    package init() {}
}

package struct ResourceLimits: Equatable, Sendable {
    /// Threads; nil: all cores.
    package var threads: Int?
    /// The memory limit in DuckDB's notation, such as `8GB`; nil: the libraries' defaults.
    package var memoryLimit: String?
    /// The folder of DuckDB's extensions; nil: the program's own, else what DuckDB installs.
    package var extensions: String?

    package init() {}

    /// `memoryLimit` in bytes.
    package var memoryBytes: Int? { memoryLimit.flatMap(Self.bytes) }

    /// An amount in DuckDB's notation, such as `8GB` or `500 MiB`; nil where it is none.
    package static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        let unit = text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
        guard let amount = Double(digits), let letter = unit.first, let power = "kmgt".firstIndex(of: letter) else {
            return nil
        }
        let base = unit.contains("i") ? 1024.0 : 1000
        let factor = (0...("kmgt".distance(from: "kmgt".startIndex, to: power))).reduce(1.0) { product, _ in
            product * base
        }
        return Int(amount * factor)
    }
}

package struct OutputSettings: Equatable, Sendable {
    /// The folder that holds `runs/` and `results/`; relative to the configuration file's folder.
    package var folder = "prospect-output"

    package init() {}
}
