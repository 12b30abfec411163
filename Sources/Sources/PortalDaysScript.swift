internal import DuckDB

/// The statements with which Spark reduces raw usage to the days of each portal.
///
/// Portal-days are the sums of each portal and day, with the number of rows behind them. `buckets` is the number of
/// partitions by a hash of the id, each in the order of id and day. Bad rows are found by the same tests as in DuckDB.
struct PortalDaysScript {
    let scan: SparkScan
    let columns: ColumnNames
    let numericIDs: Bool
    let buckets: Int
    var oldest = CheckLimits().oldestDate
    var timeZone = "UTC"

    /// The columns for the numbers of all rows of a portal-day, of rows of zeros, and of rows with users but no action.
    static let tallies = ["portal_day_rows", "portal_day_zeros", "portal_day_idle"]
    /// The partition as a column of the rows. The folder's name has it too, but a reader may not use names as data.
    static let bucket = "portal_bucket"
    static let daysFolder = "portal_days"
    static let countsFolder = "source_counts"
    static let badFolder = "bad_rows"
    /// Maximum number of bad rows that are listed one by one. All are counted.
    static let mostBadRows = 100_000

    private var dialect: SparkDialect { SparkDialect(timeZone: timeZone) }
    private var rows: CheckedUsage<SparkDialect> {
        CheckedUsage(columns: columns, numericIDs: numericIDs, oldest: oldest, dialect: dialect)
    }
    private var tests: [RowTest] { rows.tests(today: nil) }
    private var counts: [String] { columns.counts.map(dialect.identifier) }
    private var bucketOfID: String { "CAST(pmod(xxhash64(id), \(buckets)) AS INT)" }
    private var isUsable: String { "NOT is_malformed AND NOT \(rows.isBad(today: nil))" }

    /// Returns the views over the files, and `usage_rows` with every row.
    private func views() throws -> [String] {
        try scan.views() + [
            "CREATE TEMPORARY VIEW usage_rows AS\n\(rows.sql(from: scan.relation(), keeping: SparkScan.others))"
        ]
    }

    /// Returns statements for the counts of the source by partition, and for the portal-days, both in folders of their
    /// own.
    func statements(to folder: String) throws -> [String] {
        try views() + [sourceCounts(to: folder), portalDays(to: folder)]
    }

    /// Returns statements for the unusable rows, with each value's text.
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

    /// Returns a statement for the counts of the source by partition. Unusable rows are counted by problem.
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

    /// Returns a statement that writes a folder of Parquet files. The folder gets `_SUCCESS` once all of them are
    /// written.
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
