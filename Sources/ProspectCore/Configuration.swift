/// Everything that `prospect.yaml` says, with the defaults of what it leaves out.
///
/// A plain value: `Settings` reads it from a file, the environment and the command line.
public struct Configuration: Equatable, Sendable {
    public var sources = SourceLocations()
    /// What reduces raw usage.
    public var engine = Engine.duckdb
    public var spark = SparkSettings()
    public var columns = ColumnNames()
    /// The IANA name of the time zone in whose days instants are counted.
    public var timeZone = "UTC"
    /// The firmographic columns in the order in which they are written, by kind.
    public var firmographics: [Firmographic] = Firmographic.defaults
    public var checks = CheckLimits()
    public var freshness = FreshnessSettings()
    public var snapshots = SnapshotSettings()
    public var features = FeatureSettings()
    public var split = SplitSettings()
    public var training = TrainingSettings()
    public var models = ModelSettings()
    public var lightgbm = LightGBMParameters()
    public var xgboost = XGBoostParameters()
    public var logistic = LogisticParameters()
    public var ensemble = EnsembleSettings()
    public var tuning = TuningSettings()
    public var playbooks = PlaybookSettings()
    public var calibration = CalibrationSettings()
    public var ranking = RankingSettings()
    public var audit = AuditSettings()
    /// The seed of everything that is drawn at random.
    public var seed = 42
    public var resources = ResourceLimits()
    public var output = OutputSettings()

    public init() {}
}

/// Where one table is read from.
public enum TableLocation: Equatable, Sendable {
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

public struct SourceLocations: Equatable, Sendable {
    public var customers: TableLocation?
    public var noncustomers: TableLocation?
    public var usage: TableLocation?
    /// Weeks of usage that are read of a source in dated folders; nil: all.
    public var usageHistory: Int?

    public init() {}
}

/// The names of the columns as the three tables spell them.
public struct ColumnNames: Equatable, Sendable {
    public var id = "id"
    public var closeDate = "CLOSEDATE"
    /// Monthly recurring revenue, in the customers table; nil where it does not say.
    public var revenue: String? = "MRR"
    /// The day a portal was created; nil where the tables do not have one.
    public var created: String?
    public var timestamp = "WHEN_TIMESTAMP"
    public var actions = ["ACTIONS_CRM_CONTACTS", "ACTIONS_CRM_COMPANIES", "ACTIONS_CRM_DEALS", "ACTIONS_EMAIL"]
    public var users = ["USERS_CRM_CONTACTS", "USERS_CRM_COMPANIES", "USERS_CRM_DEALS", "USERS_EMAIL"]
    /// Which spellings of an id are the same portal.
    public var idForm = IDForm.exact
    /// How dates are written, by column; a column that is left out is `auto`.
    public var dateFormat: [DateColumn: DateFormat] = [:]
    /// How revenue and the firmographic numbers are written.
    public var numberFormat = NumberFormat.auto
    /// Words that mean "missing", in any case.
    public var missing = Self.missingWords

    /// What exports write for a missing value. "NA" is not among them: it is Namibia's code too.
    public static let missingWords = [
        "NULL", "N/A", "#N/A", "None", "nil", "\\N", "NaN", "-", "--", "(blank)", "(empty)", "#NULL!",
    ]

    public init() {}

    /// How the dates of a column are written.
    public func format(of column: DateColumn) -> DateFormat { dateFormat[column] ?? .auto }

    /// Actions first, then users.
    public var counts: [String] { actions + users }
}

/// A firmographic column and what its values mean.
public struct Firmographic: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// One of a number of words.
        case category
        case number
        /// A range such as `2 to 5`, `51-200`, `1000+` or `10,001 or more`.
        case range
        /// A rank, 1 best, and the value that stands for "unranked".
        case rank(unranked: Double?)
    }

    public var column: String
    public var kind: Kind

    public init(column: String, kind: Kind) {
        self.column = column
        self.kind = kind
    }

    public static let defaults = [
        Firmographic(column: "ALEXA_RANK", kind: .rank(unranked: 16_000_001)),
        Firmographic(column: "EMPLOYEE_RANGE", kind: .range),
        Firmographic(column: "INDUSTRY", kind: .category),
    ]
}

public struct CheckLimits: Equatable, Sendable {
    /// The largest share of a table's rows that may be set aside before the run stops, in [0, 1].
    public var tolerance = 0.01
    /// Severities in place of the findings' own.
    public var severity: [FindingSeverity] = []
    /// Older dates are mistakes.
    public var oldestDate = Day(year: 2000, month: 1, day: 1)
    /// A higher monthly revenue is a mistake.
    public var highestRevenue = 1_000_000.0

    public init() {}
}

/// Which portals have a snapshot on which Sundays.
public enum Population: String, CaseIterable, Codable, Sendable {
    /// Every known portal on every Sunday of the data until it converts.
    case all
    /// A portal has a snapshot between its first and its last usage row. Looks ahead: only for comparison.
    case observedSpan = "observed-span"
}

public struct SnapshotSettings: Equatable, Sendable {
    public var weekday = Weekday.sunday
    /// Lookback windows in days, ending on the snapshot day, inclusive; ascending.
    public var windows = [7, 14, 30]
    /// Days after the snapshot in which a conversion counts.
    public var horizon = 30
    public var population = Population.all
    /// The last day that usage covers; nil: found from the data.
    public var usageThrough: Day?
    /// The last day for which close dates are known; nil: found from the data.
    public var outcomesThrough: Day?

    public init() {}
}

/// Which signals of usage the snapshots carry.
public enum FeatureSetName: String, CaseIterable, Codable, Sendable {
    /// Window sums and recency.
    case basic
    /// And longer windows, decayed activity, trends, breadth and history.
    case extended
}

public struct FeatureSettings: Equatable, Sendable {
    public var set = FeatureSetName.extended
    /// Whether a model sees the firmographics; they are as of extraction.
    public var firmographics = true
    /// Whether a tree member's score may never fall as one signal of activity rises (monotone constraints). Growth and
    /// shares, which move with it, are free.
    public var monotone = true

    public init() {}
}

public struct SplitSettings: Equatable, Sendable {
    /// Validation period in weeks, used by early stopping.
    public var validation = 12
    /// Test period in weeks, used by the metrics.
    public var test = 12
    /// Train on every n-th Sunday, counted back from the end of the training period.
    public var every = 2
    /// Refit on all matured snapshots with the rounds that early stopping found, before ranking.
    public var refit = true

    public init() {}
}

public struct TrainingSettings: Equatable, Sendable {
    /// At most about so many rows are fitted on: all that converted, and a weighted sample of the others.
    public var maxRows = 1_000_000

    public init() {}
}

public struct ResourceLimits: Equatable, Sendable {
    /// Threads; nil: all cores.
    public var threads: Int?
    /// The memory limit in DuckDB's notation, such as `8GB`; nil: the libraries' defaults.
    public var memoryLimit: String?
    /// The folder of DuckDB's extensions; nil: the program's own, else what DuckDB installs.
    public var extensions: String?

    public init() {}

    /// `memoryLimit` in bytes.
    public var memoryBytes: Int? { memoryLimit.flatMap(Self.bytes) }

    /// An amount in DuckDB's notation, such as `8GB` or `500 MiB`; nil where it is none.
    public static func bytes(_ text: String) -> Int? {
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

public struct OutputSettings: Equatable, Sendable {
    /// The folder that holds `runs/` and `results/`; relative to the configuration file's folder.
    public var folder = "prospect-output"

    public init() {}
}
