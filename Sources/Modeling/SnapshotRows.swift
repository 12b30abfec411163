internal import Base
internal import DuckDB
internal import Snapshots

/// The rows that a model sees, as queries over the snapshot files: features, label and weight.
///
/// Snapshots whose features and label are equal become one row whose weight is their number, which is exact for
/// every weighted loss. The rows come in the order of their own values, never of ids or of arrival.
struct SnapshotRows {
    let snapshots: SnapshotSet
    let features: FeatureSet
    let categories: CategoryDictionaries

    // Names that no column of a company is likely to have.
    static let label = "__label"
    static let weight = "__weight"
    /// User-weeks in the longest window: the one-line baseline.
    static let baseline = "__user_weeks"
    static let sunday = "__sunday"
    /// Days since the last activity.
    static let recency = "__recency"
    static let id = "__id"
    static let logRevenue = "__log_revenue"
    /// The portal as a number that depends on its id alone, below 2^52 so that a double holds it.
    static let key = "__key"
    /// Monthly revenue as known on the run's Sunday.
    static let revenue = "__revenue"
    /// How many portals a row stands for.
    static let copies = "__copies"
    /// The first and the last Sunday of a row that holds for several, in days since 1970-01-01.
    static let firstSunday = "__first_sunday"
    static let lastSunday = "__last_sunday"
    /// The day from which on a Sunday's label is 1, in days since 1970-01-01; null: never within the row.
    static let convertedFrom = "__converted_from"

    /// Rows of several periods to fit on: features, label, and a weight for each period, which may be 0.
    ///
    /// - Parameter isOrdered: whether they come in the order of their values.
    func fitting(_ periods: [SnapshotPeriod], isOrdered: Bool = true) -> String {
        let sums = periods.indices.map { "sum(\(Self.weight($0)))::DOUBLE AS \(Self.weight($0))" }
        return """
            SELECT \(expressions), \(Self.label)::FLOAT AS \(Self.label), \(sums.joined(separator: ", "))
            FROM (\(rows(periods))) \(categories.joins) GROUP BY ALL\(isOrdered ? " ORDER BY ALL" : "")
            """
    }

    /// The weight of a row in one of several periods.
    static func weight(_ period: Int) -> String { period == 0 ? weight : "\(weight)_\(period)" }

    /// Rows of a period to judge on: as `fitting`, but apart by Sunday and with the baseline.
    func judging(_ period: SnapshotPeriod) -> String {
        let sundays = period.sundays.map { "DATE '\($0)'" }.joined(separator: ", ")
        let perSunday = """
            SELECT DATE AS \(Self.sunday), \(columns), \(snapshots.labelColumn) AS \(Self.label), 1 AS \(Self.weight)
            FROM \(files.during(period))
            UNION ALL
            SELECT \(Self.sunday), \(coldColumns(on: Self.sunday)),
                (CLOSEDATE IS NOT NULL AND CLOSEDATE <= \(Self.sunday) + \(snapshots.horizon))::INTEGER, 1
            FROM \(files.cold) JOIN (SELECT unnest([\(sundays)]) AS \(Self.sunday))
                ON \(Self.sunday) BETWEEN FIRST_DATE AND LAST_DATE
            """
        return """
            SELECT \(expressions), \(userWeeks) AS \(Self.baseline),
                (\(Self.sunday) - DATE '1970-01-01')::INTEGER AS \(Self.sunday),
                \(Self.label)::FLOAT AS \(Self.label), sum(\(Self.weight))::DOUBLE AS \(Self.weight)
            FROM (\(perSunday)) \(categories.joins) GROUP BY ALL ORDER BY ALL
            """
    }

    /// Every portal that is free on the run's Sunday, in the order of its id; the id is no feature.
    func scoring() -> String {
        let id = SQL.identifier(snapshots.idColumn)
        let date = "DATE '\(snapshots.asOf)'"
        return """
            SELECT \(expressions), \(userWeeks) AS \(Self.baseline), \(Self.id) FROM (
                SELECT \(id)::VARCHAR AS \(Self.id), \(columns) FROM \(files.on(snapshots.asOf))
                UNION ALL
                SELECT \(id)::VARCHAR, \(coldColumns(on: date)) FROM \(files.cold) WHERE \(date) BETWEEN FIRST_DATE AND LAST_DATE
            ) \(categories.joins) ORDER BY \(Self.id)
            """
    }

    /// Every portal that was free on a past Sunday, in the order of its id, with what happened; the id is no feature.
    ///
    /// - Parameter oneIn: Of those that did not convert within the horizon, only one in so many, drawn by id, which
    ///   stands for as many.
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
                FROM \(files.on(sunday))
                UNION ALL
                SELECT \(id)::VARCHAR, \(coldColumns(on: date)),
                    (CLOSEDATE IS NOT NULL AND CLOSEDATE <= \(date) + \(snapshots.horizon))::INTEGER
                FROM \(files.cold) WHERE \(date) BETWEEN FIRST_DATE AND LAST_DATE
            )) \(categories.joins)
            LEFT JOIN (SELECT id AS __portal, mrr FROM read_parquet(\(SQL.literal(snapshots.portalsFile)))
                WHERE mrr IS NOT NULL) __portals ON __portals.__portal = \(Self.id)
            \(sample) ORDER BY \(Self.id)
            """
    }

    /// Every portal that was free on a Sunday of a period, in the order of its id, with what happened: a row for each
    /// Sunday, and one for those before its first usage row on which it looks the same; the id is no feature.
    ///
    /// - Parameter oneIn: As in `portals(on:oneIn:)`; a row in which the label becomes 1 is there in any case.
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
                FROM \(files.during(period))
                UNION ALL
                SELECT \(id)::VARCHAR, \(coldColumns()), greatest(FIRST_DATE, \(first)), least(LAST_DATE, \(last)),
                    CASE WHEN CLOSEDATE - \(snapshots.horizon) <= least(LAST_DATE, \(last))
                        THEN CLOSEDATE - \(snapshots.horizon) END
                FROM \(files.coldByAge([period])) WHERE FIRST_DATE <= \(last) AND LAST_DATE >= \(first)
            )) \(categories.joins)
            LEFT JOIN (SELECT id AS __portal, mrr FROM read_parquet(\(SQL.literal(snapshots.portalsFile)))
                WHERE mrr IS NOT NULL) __portals ON __portals.__portal = \(Self.id)
            \(sample) ORDER BY \(Self.id), \(Self.firstSunday)
            """
    }

    /// The number of snapshots of a period.
    func count(_ period: SnapshotPeriod) -> String {
        "SELECT coalesce(sum(\(Self.weight)), 0)::BIGINT FROM (\(rows([period])))"
    }

    /// The customers with a positive revenue, each as it was on the last Sunday before its close date: features, and the
    /// logarithm of the revenue.
    ///
    /// - Parameter portals: a relation with `id`, `close_date` and `mrr`.
    func customers(portals: String) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        return """
            SELECT \(expressions), \(Self.logRevenue)
            FROM (
                SELECT * FROM (
                    SELECT \(id)::VARCHAR AS \(Self.id), DATE AS \(Self.sunday), \(columns)
                    FROM \(files.all) WHERE CLOSEDATE IS NOT NULL AND DATE < CLOSEDATE
                    UNION ALL
                    SELECT \(id)::VARCHAR, LAST_DATE, \(coldColumns(on: "LAST_DATE"))
                    FROM \(files.cold) WHERE CLOSEDATE IS NOT NULL AND LAST_DATE < CLOSEDATE
                ) QUALIFY row_number() OVER (PARTITION BY \(Self.id) ORDER BY \(Self.sunday) DESC) = 1
            ) JOIN (SELECT id AS \(Self.id), ln(mrr) AS \(Self.logRevenue) FROM \(portals) WHERE mrr > 0)
                USING (\(Self.id)) \(categories.joins)
            """
    }

    /// The snapshots of a period by their user-weeks: those, the snapshots, and how many of them converted.
    func activity(_ period: SnapshotPeriod) -> String {
        """
        SELECT \(userWeeks) AS \(Self.baseline), sum(\(Self.weight))::DOUBLE,
            sum(\(Self.weight) * \(Self.label))::DOUBLE
        FROM (\(rows([period]))) GROUP BY ALL ORDER BY ALL
        """
    }

    /// The portals with a snapshot in a period that converted within the horizon.
    func convertedPortals(_ period: SnapshotPeriod) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        let firstPositive = "greatest(FIRST_DATE, DATE '\(period.first)', CLOSEDATE - \(snapshots.horizon))"
        return """
            SELECT count(DISTINCT \(Self.id)) FROM (
                SELECT \(id)::VARCHAR AS \(Self.id) FROM \(files.during(period)) WHERE \(snapshots.labelColumn) = 1
                UNION ALL
                SELECT \(id)::VARCHAR FROM \(files.cold)
                WHERE CLOSEDATE IS NOT NULL AND \(count(from: firstPositive, period)) > 0)
            """
    }

    /// How often each value of a category column occurs in each of several periods, counted in portals.
    ///
    /// - Parameter name: the column as SQL has it.
    func categoryCounts(_ name: String, _ periods: [SnapshotPeriod]) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        func each(_ expression: (Int, SnapshotPeriod) -> String) -> String {
            periods.enumerated().map { "\(expression($0, $1)) AS __in_\($0)" }.joined(separator: ", ")
        }
        return """
            SELECT __value, \(each { index, _ in "sum(__in_\(index))::BIGINT" }) FROM (
                SELECT \(Self.id), __value, \(each { index, _ in "max(__in_\(index))" }) FROM (
                    SELECT \(id)::VARCHAR AS \(Self.id), \(name) AS __value,
                        \(each { "(\($1.holds(SnapshotColumn.date)))::INTEGER" })
                    FROM \(files.during(periods))
                    UNION ALL
                    SELECT \(id)::VARCHAR, \(name),
                        \(each { "(\(count(from: "greatest(FIRST_DATE, DATE '\($1.first)')", $1)) > 0)::INTEGER" })
                    FROM \(files.cold)
                ) WHERE __value IS NOT NULL GROUP BY \(Self.id), __value
            ) GROUP BY __value ORDER BY __value
            """
    }

    /// User-weeks in the longest window; of a company that does not count users, actions.
    private var userWeeks: String {
        let counts = snapshots.users.isEmpty ? snapshots.actions : snapshots.users
        let sums = counts.map { SQL.identifier(SnapshotColumn.sum($0, window: snapshots.windows.last!)) }
        return "(\(sums.joined(separator: " + ")))::DOUBLE"
    }

    var files: SnapshotFiles { SnapshotFiles(snapshots) }

    /// The features, categories as their codes.
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

    /// The same columns for a portal that has never had a usage row.
    ///
    /// - Parameter date: the day, in SQL; nil: the rows are those of `SnapshotFiles.coldByAge`.
    private func coldColumns(on date: String? = nil) -> String {
        (usageColumns.map { "0 AS \($0)" } + files.coldNullable(on: date) + firmographicColumns)
            .joined(separator: ", ")
    }

    /// Explicit snapshots, and the cold ones with their number of Sundays as weight, in each of several periods.
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
        let spans = files.coldByAge(periods)
        return """
            SELECT \(columns), \(snapshots.labelColumn) AS \(Self.label),
                \(periods.count == 1 ? "1 AS \(Self.weight)" : weights { "(\($1.holds(SnapshotColumn.date)))::INTEGER" })
            FROM \(files.during(periods))
            UNION ALL
            SELECT \(coldColumns()), 1, \(weights { index, _ in "__positives_\(index)" })
            FROM (SELECT *, \(cold) FROM \(spans)) WHERE \(any { "__positives_\($0) > 0" })
            UNION ALL
            SELECT \(coldColumns()), 0, \(weights { index, _ in "__sundays_\(index) - __positives_\(index)" })
            FROM (SELECT *, \(cold) FROM \(spans)) WHERE \(any { "__sundays_\($0) > __positives_\($0)" })
            """
    }

    /// The Sundays of a period from a day to the end of a cold span.
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
