import Arrow
import Boosting
import DuckDB

/// The rows of the peer's script: its features from the basic snapshots, and its split by date.
///
/// The first 64% of the snapshots' dates train and the next 16% validate, as quantiles of all rows' dates; there is no
/// gap between them. Equal rows are one row with their number as weight, as in the product. The industry is a category of its own here, and one column for each value there.
struct SnapshotSplit {
    let training: TrainingRows
    let validation: TrainingRows

    /// - Parameter file: snapshots of the basic set in one Parquet file.
    init(file: String, threads: Int) throws {
        let connection = try Database.open(settings: ["threads": String(threads)]).connect()
        try connection.execute("CREATE TEMP TABLE snapshots AS FROM read_parquet(\(literal: file))")
        let columns = try connection.rows("SELECT column_name FROM (DESCRIBE snapshots)") { $0.string(0)! }
        let sums = columns.filter { $0.hasSuffix("D_SUM") }
        let (validFrom, testFrom) = try connection.row(
            """
            WITH dates AS (SELECT DATE::TIMESTAMP AS date FROM snapshots),
                kept AS (SELECT quantile_cont(date, 0.8) AS test_from FROM dates)
            SELECT (SELECT quantile_cont(date, 0.8) FROM dates WHERE date <= test_from)::VARCHAR, test_from::VARCHAR
            FROM kept
            """
        ) { ($0.string(0)!, $0.string(1)!) }
        try connection.execute(
            """
            CREATE TEMP TABLE industries AS
            SELECT name, row_number() OVER (ORDER BY name) - 1 AS code FROM (
                SELECT DISTINCT coalesce(INDUSTRY, 'missing') AS name FROM snapshots WHERE DATE <= TIMESTAMP '\(unsafe: validFrom)')
            """)
        func sum(_ name: String) -> String { "ln(1 + greatest(\(SQL.identifier(name)), 0))" }
        var features = sums.map { "\(sum($0)) AS \(SQL.identifier($0))" }
        features.append(sums.filter { $0.hasSuffix("30D_SUM") }.map(sum).joined(separator: " + ") + " AS TOTAL_30D")
        for (name, count) in [("DEALS_GROWTH", "ACTIONS_CRM_DEALS"), ("EMAIL_GROWTH", "ACTIONS_EMAIL")] {
            features.append("\(sum(count + "_30D_SUM")) - \(sum(count + "_7D_SUM")) AS \(name)")
        }
        features.append(
            "\(sum("ACTIONS_CRM_DEALS_30D_SUM")) / (\(sum("USERS_CRM_DEALS_30D_SUM")) + 0.01) AS DEALS_PER_USER")
        features += ["DAYS_SINCE_LAST_ACTIVITY", "ALEXA_RANK_LOG1P", "EMPLOYEE_RANGE_MID"]
        let category = features.count

        func rows(_ condition: String) throws -> TrainingRows {
            let table = try ArrowTable.read(
                connection.arrowStream(
                    """
                    SELECT *, count(*)::FLOAT AS weight FROM (
                        SELECT COLUMNS(*)::FLOAT FROM (
                            SELECT \(unsafe: features.joined(separator: ", ")), i.code AS INDUSTRY_CODE,
                                LABEL_CONVERT_30D AS label
                            FROM snapshots LEFT JOIN industries i ON i.name = coalesce(INDUSTRY, 'missing')
                            WHERE \(unsafe: condition)))
                    GROUP BY ALL ORDER BY ALL
                    """))
            return TrainingRows(
                table, features: Array(0...category), label: category + 1, weight: category + 2, categorical: [category]
            )
        }
        training = try rows("DATE <= TIMESTAMP '\(validFrom)'")
        validation = try rows("DATE > TIMESTAMP '\(validFrom)' AND DATE <= TIMESTAMP '\(testFrom)'")
    }
}
