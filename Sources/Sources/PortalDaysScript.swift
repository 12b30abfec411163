internal import DuckDB

/// The statements by which Spark reduces raw usage to the days of each portal.
///
/// Portal-days are the sums of each portal and day, with how many rows stand behind them; `buckets` partitions by a hash
/// of the id, each in the order of id and day. What is wrong with a row is told by the same tests as in DuckDB.
struct PortalDaysScript {
    let scan: SparkScan
    let columns: ColumnNames
    let numericIDs: Bool
    let buckets: Int
    var oldest = CheckLimits().oldestDate
    var timeZone = "UTC"

    /// Rows of a portal-day, those of zeros, and those with users but without an action.
    static let tallies = ["portal_day_rows", "portal_day_zeros", "portal_day_idle"]
    /// The partition as a column of the rows; the folder's name says it too, but a reader may not take names for data.
    static let bucket = "portal_bucket"
    static let daysFolder = "portal_days"
    static let countsFolder = "source_counts"
    static let badFolder = "bad_rows"
    /// Bad rows that are shown one by one; all are counted.
    static let mostBadRows = 100_000

    private var dialect: SparkDialect { SparkDialect(timeZone: timeZone) }
    private var rows: CheckedUsage<SparkDialect> {
        CheckedUsage(columns: columns, numericIDs: numericIDs, oldest: oldest, dialect: dialect)
    }
    private var tests: [RowTest] { rows.tests(today: nil) }
    private var counts: [String] { columns.counts.map(dialect.identifier) }
    private var bucketOfID: String { "CAST(pmod(xxhash64(id), \(buckets)) AS INT)" }
    private var isUsable: String { "NOT is_malformed AND NOT \(rows.isBad(today: nil))" }

    /// The views over the files, and `usage_rows` with every row.
    private func views() throws -> [String] {
        try scan.views() + [
            "CREATE TEMPORARY VIEW usage_rows AS\n\(rows.sql(from: scan.relation(), keeping: SparkScan.others))"
        ]
    }

    /// Counts of the source by partition, and the portal-days; both in folders of their own.
    func statements(to folder: String) throws -> [String] {
        try views() + [sourceCounts(to: folder), portalDays(to: folder)]
    }

    /// The rows that cannot be used, each value's text beside it.
    func badRowStatements(to folder: String) throws -> [String] {
        try views() + [
            write(
                """
                SELECT * FROM usage_rows WHERE NOT (\(isUsable)) LIMIT \(Self.mostBadRows)
                """, as: Self.badFolder, to: folder)
        ]
    }

    private func portalDays(to folder: String) -> String {
        let actions = sum(columns.actions)
        let all = sum(columns.counts)
        let tallies = zip(
            Self.tallies,
            [
                "count(*)", "count_if(\(all) = 0)",
                columns.users.isEmpty ? "CAST(0 AS BIGINT)" : "count_if(\(sum(columns.users)) > 0 AND \(actions) = 0)",
            ]
        ).map { "\($1) AS \($0)" }
        let sums = counts.map { "sum(\($0)) AS \($0)" }
        return write(
            """
            SELECT id, day, \((tallies + sums).joined(separator: ",\n    ")),
                \(bucketOfID) AS \(Self.bucket), \(bucketOfID) AS bucket
            FROM usage_rows WHERE \(isUsable)
            GROUP BY id, day
            DISTRIBUTE BY bucket SORT BY bucket, id, day
            """, as: Self.daysFolder, to: folder, partitionedBy: "bucket")
    }

    /// By partition what the source has; rows that cannot be used are counted by what is wrong with them.
    private func sourceCounts(to folder: String) -> String {
        let bad = (["is_malformed"] + tests.map { "NOT is_malformed AND \($0.condition)" }).enumerated().map {
            "count_if(\($1)) AS bad_\($0)"
        }
        let sums = counts.map { "sum(CASE WHEN \(Self.bucket) IS NOT NULL THEN \($0) END) AS \($0)" }
        return write(
            """
            SELECT \(Self.bucket), count(*) AS \(Self.tallies[0]), \((bad + sums).joined(separator: ",\n    "))
            FROM (SELECT *, CASE WHEN \(isUsable) THEN \(bucketOfID) END AS \(Self.bucket) FROM usage_rows)
            GROUP BY \(Self.bucket)
            """, as: Self.countsFolder, to: folder)
    }

    private func sum(_ names: [String]) -> String { names.map(dialect.identifier).joined(separator: " + ") }

    /// A folder of Parquet files, with `_SUCCESS` in it once all have been written.
    private func write(_ query: String, as name: String, to folder: String, partitionedBy column: String? = nil)
        -> String
    {
        """
        CREATE TABLE \(name) USING parquet\(column.map { " PARTITIONED BY (\($0))" } ?? "")
        LOCATION \(dialect.literal(SparkPath.address(folder + "/" + name))) AS
        \(query)
        """
    }
}
