internal import Base
internal import DuckDB
internal import Snapshots

/// The rows that a model sees, as queries over the snapshot files: features, label and weight.
///
/// Snapshots with equal features and labels become one row whose weight is their number. This is exact for every
/// weighted loss. The rows are sorted by their own values, never by ids or arrival.
struct SnapshotRows {
    let snapshots: SnapshotSet
    let features: FeatureSet
    let categories: CategoryDictionaries

    // No company's table is likely to have columns with these names.
    static let label = "__label"
    static let weight = "__weight"
    /// User-weeks in the longest window: the one-line baseline.
    static let baseline = "__user_weeks"
    static let sunday = "__sunday"
    /// Days since the last activity.
    static let recency = "__recency"
    static let id = "__id"
    static let logRevenue = "__log_revenue"
    /// The portal as a number that depends on its id only. It is below 2^52, so a double can hold it.
    static let key = "__key"
    /// Monthly revenue as known on the run's Sunday.
    static let revenue = "__revenue"
    /// The number of portals that a row stands for.
    static let copies = "__copies"
    /// The first and the last Sunday of a row that stands for several, in days since 1970-01-01.
    static let firstSunday = "__first_sunday"
    static let lastSunday = "__last_sunday"
    /// The day from which a Sunday's label is 1, in days since 1970-01-01, or null if it is never 1 within the row.
    static let convertedFrom = "__converted_from"

    /// Returns a query for the rows of several periods to fit on: features, label, and a weight for each period, which
    /// may be 0.
    ///
    /// - Parameter isOrdered: Whether the rows are sorted by their values.
    func fitting(_ periods: [SnapshotPeriod], isOrdered: Bool = true) -> String {
        let sums = periods.indices.map { "sum(\(Self.weight($0)))::DOUBLE AS \(Self.weight($0))" }
        return """
            SELECT \(expressions), \(Self.label)::FLOAT AS \(Self.label), \(sums.joined(separator: ", "))
            FROM (\(rows(periods))) \(categories.joins) GROUP BY ALL\(isOrdered ? " ORDER BY ALL" : "")
            """
    }

    /// Returns the name of the weight in one of several periods.
    static func weight(_ period: Int) -> String { period == 0 ? weight : "\(weight)_\(period)" }

    /// Returns a query for the rows of a period to judge on: as `fitting`, but kept apart by Sunday and with the
    /// baseline.
    func judging(_ period: SnapshotPeriod) -> String {
        let sundays = period.sundays.map { "DATE '\($0)'" }.joined(separator: ", ")
        let perSunday = """
            SELECT DATE AS \(Self.sunday), \(columns), \(snapshots.labelColumn) AS \(Self.label), 1 AS \(Self.weight)
            FROM \(files.during(period).text)
            UNION ALL
            SELECT \(Self.sunday), \(coldColumns(on: Self.sunday)),
                (CLOSEDATE IS NOT NULL AND CLOSEDATE <= \(Self.sunday) + \(snapshots.horizon))::INTEGER, 1
            FROM \(files.cold.text) JOIN (SELECT unnest([\(sundays)]) AS \(Self.sunday))
                ON \(Self.sunday) BETWEEN FIRST_DATE AND LAST_DATE
            """
        return """
            SELECT \(expressions), \(userWeeks) AS \(Self.baseline),
                (\(Self.sunday) - DATE '1970-01-01')::INTEGER AS \(Self.sunday),
                \(Self.label)::FLOAT AS \(Self.label), sum(\(Self.weight))::DOUBLE AS \(Self.weight)
            FROM (\(perSunday)) \(categories.joins) GROUP BY ALL ORDER BY ALL
            """
    }

    /// Returns a query for every portal that is free on the run's Sunday, in the order of its id. The id is not a
    /// feature.
    func scoring() -> String {
        let id = SQL.identifier(snapshots.idColumn)
        let date = "DATE '\(snapshots.asOf)'"
        return """
            SELECT \(expressions), \(userWeeks) AS \(Self.baseline), \(Self.id) FROM (
                SELECT \(id)::VARCHAR AS \(Self.id), \(columns) FROM \(files.on(snapshots.asOf).text)
                UNION ALL
                SELECT \(id)::VARCHAR, \(coldColumns(on: date)) FROM \(files.cold.text) WHERE \(date) BETWEEN FIRST_DATE AND LAST_DATE
            ) \(categories.joins) ORDER BY \(Self.id)
            """
    }

    /// Returns a query for every portal that was free on a past Sunday, with its outcome, in the order of its id. The
    /// id is not a feature.
    ///
    /// - Parameter oneIn: The sampling rate of portals that did not convert within the horizon: one in this many is
    ///   drawn by id, and stands for as many.
    func portals(on sunday: Day, oneIn: Int = 1) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        let date = "DATE '\(sunday)'"
        let sample = oneIn > 1 ? "WHERE \(Self.label) = 1 OR \(Self.key) % \(oneIn) = 0" : ""
        return """
            SELECT \(expressions), \(userWeeks) AS \(Self.baseline),
                \(SnapshotColumn.recency)::DOUBLE AS \(Self.recency), \(Self.label)::DOUBLE AS \(Self.label),
                \(Self.key)::DOUBLE AS \(Self.key), __portals.mrr AS \(Self.revenue),
                CASE WHEN \(Self.label) = 1 THEN 1 ELSE \(oneIn) END::DOUBLE AS \(Self.copies), \(Self.id)
            FROM (SELECT *, md5_number_lower(\(Self.id)) >> 12 AS \(Self.key) FROM (
                SELECT \(id)::VARCHAR AS \(Self.id), \(columns), \(snapshots.labelColumn) AS \(Self.label)
                FROM \(files.on(sunday).text)
                UNION ALL
                SELECT \(id)::VARCHAR, \(coldColumns(on: date)),
                    (CLOSEDATE IS NOT NULL AND CLOSEDATE <= \(date) + \(snapshots.horizon))::INTEGER
                FROM \(files.cold.text) WHERE \(date) BETWEEN FIRST_DATE AND LAST_DATE
            )) \(categories.joins)
            LEFT JOIN (SELECT id AS __portal, mrr FROM read_parquet(\(SQL.literal(snapshots.portalsFile)))
                WHERE mrr IS NOT NULL) __portals ON __portals.__portal = \(Self.id)
            \(sample) ORDER BY \(Self.id)
            """
    }

    /// Returns a query for every portal that was free on a Sunday of a period, with its outcome, in the order of its
    /// id. There is a row for each Sunday, and one for the Sundays before the portal's first usage row, on which it
    /// looks the same. The id is not a feature.
    ///
    /// - Parameter oneIn: As in `portals(on:oneIn:)`. A row in which the label becomes 1 is always included.
    func portals(over period: SnapshotPeriod, oneIn: Int = 1) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        let first = "DATE '\(period.first)'"
        let last = "DATE '\(period.last)'"
        func days(_ column: String) -> String { "(\(column) - DATE '1970-01-01')::DOUBLE AS \(column)" }
        let sample =
            oneIn > 1 ? "WHERE \(Self.convertedFrom) IS NOT NULL OR \(Self.key) % \(oneIn) = 0" : ""
        return """
            SELECT \(expressions), \(userWeeks) AS \(Self.baseline), \(days(Self.firstSunday)), \(days(Self.lastSunday)),
                \(days(Self.convertedFrom)), \(Self.key)::DOUBLE AS \(Self.key), __portals.mrr AS \(Self.revenue)
            FROM (SELECT *, md5_number_lower(\(Self.id)) >> 12 AS \(Self.key) FROM (
                SELECT \(id)::VARCHAR AS \(Self.id), \(columns), DATE AS \(Self.firstSunday),
                    DATE AS \(Self.lastSunday), CASE WHEN \(snapshots.labelColumn) = 1 THEN DATE END AS \(Self.convertedFrom)
                FROM \(files.during(period).text)
                UNION ALL
                SELECT \(id)::VARCHAR, \(coldColumns()), greatest(FIRST_DATE, \(first)), least(LAST_DATE, \(last)),
                    CASE WHEN CLOSEDATE - \(snapshots.horizon) <= least(LAST_DATE, \(last))
                        THEN CLOSEDATE - \(snapshots.horizon) END
                FROM \(files.coldByAge([period]).text) WHERE FIRST_DATE <= \(last) AND LAST_DATE >= \(first)
            )) \(categories.joins)
            LEFT JOIN (SELECT id AS __portal, mrr FROM read_parquet(\(SQL.literal(snapshots.portalsFile)))
                WHERE mrr IS NOT NULL) __portals ON __portals.__portal = \(Self.id)
            \(sample) ORDER BY \(Self.id), \(Self.firstSunday)
            """
    }

    /// Returns a query for the number of snapshots of a period.
    func count(_ period: SnapshotPeriod) -> String {
        "SELECT coalesce(sum(\(Self.weight)), 0)::BIGINT FROM (\(rows([period])))"
    }

    /// Returns a query for the customers with a positive revenue, each as it was on the last Sunday before its close
    /// date: features, and the logarithm of the revenue.
    ///
    /// - Parameter portals: A relation with `id`, `close_date` and `mrr`.
    func customers(portals: String) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        return """
            SELECT \(expressions), \(Self.logRevenue)
            FROM (
                SELECT * FROM (
                    SELECT \(id)::VARCHAR AS \(Self.id), DATE AS \(Self.sunday), \(columns)
                    FROM \(files.all.text) WHERE CLOSEDATE IS NOT NULL AND DATE < CLOSEDATE
                    UNION ALL
                    SELECT \(id)::VARCHAR, LAST_DATE, \(coldColumns(on: "LAST_DATE"))
                    FROM \(files.cold.text) WHERE CLOSEDATE IS NOT NULL AND LAST_DATE < CLOSEDATE
                ) QUALIFY row_number() OVER (PARTITION BY \(Self.id) ORDER BY \(Self.sunday) DESC) = 1
            ) JOIN (SELECT id AS \(Self.id), ln(mrr) AS \(Self.logRevenue) FROM \(portals) WHERE mrr > 0)
                USING (\(Self.id)) \(categories.joins)
            """
    }

    /// Returns a query that groups the snapshots of a period by user-weeks: the user-weeks, the snapshots, and how many
    /// of them converted.
    func activity(_ period: SnapshotPeriod) -> String {
        """
        SELECT \(userWeeks) AS \(Self.baseline), sum(\(Self.weight))::DOUBLE,
            sum(\(Self.weight) * \(Self.label))::DOUBLE
        FROM (\(rows([period]))) GROUP BY ALL ORDER BY ALL
        """
    }

    /// Returns a query for the portals with a snapshot in a period that converted within the horizon.
    func convertedPortals(_ period: SnapshotPeriod) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        let firstPositive = "greatest(FIRST_DATE, DATE '\(period.first)', CLOSEDATE - \(snapshots.horizon))"
        return """
            SELECT count(DISTINCT \(Self.id)) FROM (
                SELECT \(id)::VARCHAR AS \(Self.id) FROM \(files.during(period).text) WHERE \(snapshots.labelColumn) = 1
                UNION ALL
                SELECT \(id)::VARCHAR FROM \(files.cold.text)
                WHERE CLOSEDATE IS NOT NULL AND \(count(from: firstPositive, period)) > 0)
            """
    }

    /// Returns a query for how often each value of a category column occurs in each of several periods, counted in
    /// portals.
    ///
    /// - Parameter name: The column's name in SQL.
    func categoryCounts(_ name: String, _ periods: [SnapshotPeriod]) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        func each(_ expression: (Int, SnapshotPeriod) -> String) -> String {
            periods.enumerated().map { "\(expression($0, $1)) AS __in_\($0)" }.joined(separator: ", ")
        }
        return """
            SELECT __value, \(each { index, _ in "sum(__in_\(index))::BIGINT" }) FROM (
                SELECT \(Self.id), __value, \(each { index, _ in "max(__in_\(index))" }) FROM (
                    SELECT \(id)::VARCHAR AS \(Self.id), \(name) AS __value,
                        \(each { "(\($1.holds(SQL(name: SnapshotColumn.date)).text))::INTEGER" })
                    FROM \(files.during(periods).text)
                    UNION ALL
                    SELECT \(id)::VARCHAR, \(name),
                        \(each { "(\(count(from: "greatest(FIRST_DATE, DATE '\($1.first)')", $1)) > 0)::INTEGER" })
                    FROM \(files.cold.text)
                ) WHERE __value IS NOT NULL GROUP BY \(Self.id), __value
            ) GROUP BY __value ORDER BY __value
            """
    }

    /// The user-weeks in the longest window, or the actions if the company does not count users.
    private var userWeeks: String {
        let counts = snapshots.users.isEmpty ? snapshots.actions : snapshots.users
        let sums = counts.map { SQL.identifier(SnapshotColumn.sum($0, window: snapshots.windows.last!)) }
        return "(\(sums.joined(separator: " + ")))::DOUBLE"
    }

    var files: SnapshotFiles { SnapshotFiles(snapshots) }

    /// The features, with categories as their codes.
    var expressions: String {
        features.features.map { feature in
            let expression = feature.isCategorical ? categories.code(of: feature) : feature.expression
            return "(\(expression))::DOUBLE AS \(SQL.identifier(feature.name))"
        }.joined(separator: ", ")
    }

    var usageColumns: [String] { snapshots.usageColumns.map(SQL.identifier) }

    var firmographicColumns: [String] {
        snapshots.firmographics.map { SQL.identifier($0.derived ?? $0.given) }
    }

    private var columns: String {
        (usageColumns + snapshots.nullableColumns + firmographicColumns).joined(separator: ", ")
    }

    /// Returns the same columns for a portal that has never had a usage row.
    ///
    /// - Parameter date: The day, in SQL. nil: the rows are those of `SnapshotFiles.coldByAge`.
    private func coldColumns(on date: String? = nil) -> String {
        (usageColumns.map { "0 AS \($0)" } + files.coldNullable(on: date.map(SQL.init(unsafe:))).map(\.text)
            + firmographicColumns)
            .joined(separator: ", ")
    }

    /// Returns a query for explicit snapshots, and for cold ones whose weight is their number of Sundays in each of
    /// several periods.
    private func rows(_ periods: [SnapshotPeriod]) -> String {
        func weights(_ weight: (Int, SnapshotPeriod) -> String) -> String {
            periods.enumerated().map { "\(weight($0, $1)) AS \(Self.weight($0))" }.joined(separator: ", ")
        }
        func any(_ condition: (Int) -> String) -> String { periods.indices.map(condition).joined(separator: " OR ") }
        let cold = periods.enumerated().map { index, period in
            """
            \(count(from: "greatest(FIRST_DATE, DATE '\(period.first)')", period)) AS __sundays_\(index),
            CASE WHEN CLOSEDATE IS NULL THEN 0 ELSE
                \(count(from: "greatest(FIRST_DATE, DATE '\(period.first)', CLOSEDATE - \(snapshots.horizon))", period))
            END AS __positives_\(index)
            """
        }.joined(separator: ", ")
        let spans = files.coldByAge(periods).text
        return """
            SELECT \(columns), \(snapshots.labelColumn) AS \(Self.label),
                \(periods.count == 1 ? "1 AS \(Self.weight)" : weights { "(\($1.holds(SQL(name: SnapshotColumn.date)).text))::INTEGER" })
            FROM \(files.during(periods).text)
            UNION ALL
            SELECT \(coldColumns()), 1, \(weights { index, _ in "__positives_\(index)" })
            FROM (SELECT *, \(cold) FROM \(spans)) WHERE \(any { "__positives_\($0) > 0" })
            UNION ALL
            SELECT \(coldColumns()), 0, \(weights { index, _ in "__sundays_\(index) - __positives_\(index)" })
            FROM (SELECT *, \(cold) FROM \(spans)) WHERE \(any { "__sundays_\($0) > __positives_\($0)" })
            """
    }

    /// Returns the number of Sundays of a period from a day to the end of a cold span.
    func count(from: String, _ period: SnapshotPeriod) -> String {
        let last = "DATE '\(period.last)'"
        let step = 7 * period.step
        let end = "least(LAST_DATE, \(last))"
        return """
            CASE WHEN \(from) <= \(end)
                THEN (\(last) - \(from)) // \(step) - (\(last) - \(end) + \(step - 1)) // \(step) + 1 ELSE 0 END
            """
    }
}
