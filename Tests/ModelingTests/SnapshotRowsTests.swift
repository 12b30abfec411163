import Arrow
import Base
import DuckDB
import Snapshots
import TestSupport
import Testing

@testable import Modeling

/// The rows that models see against one explicit row per portal and Sunday.
@Suite struct SnapshotRowsTests {
    /// First week, last week and step.
    static let periods = [(0, 19, 1), (0, 19, 4), (5, 38, 4), (24, 29, 1), (10, 10, 1), (2, 39, 3), (20, 22, 4)]

    @Test func fittingEqualsTheExpansion() throws {
        let company = try ModelingCompany()
        let rows = try company.rows(learnedOn: company.split.train)
        try company.expand()
        for (first, last, step) in Self.periods {
            let period = SnapshotPeriod(
                first: ModelingCompany.sunday(first), last: ModelingCompany.sunday(last), step: step)
            let sundays = Set(stride(from: last, through: first, by: -step).map(ModelingCompany.sunday))
            #expect(Set(period.sundays) == sundays)
            let reference = """
                SELECT \(company.values(rows)), LABEL_CONVERT_30D::FLOAT AS label, count(*)::DOUBLE AS weight
                FROM expanded WHERE DATE IN (\(company.list(sundays))) GROUP BY ALL
                """
            try company.expectSameRows(rows.fitting([period]), reference)
            let (weight, positives, snapshots, converted) = try company.connection.row(
                """
                SELECT sum(\(unsafe: SnapshotRows.weight)), sum(\(unsafe: SnapshotRows.weight) * \(unsafe: SnapshotRows.label)),
                    (SELECT count(*) FROM expanded WHERE DATE IN (\(unsafe: company.list(sundays)))),
                    (SELECT sum(LABEL_CONVERT_30D) FROM expanded WHERE DATE IN (\(unsafe: company.list(sundays))))
                FROM (\(unsafe: rows.fitting([period])))
                """
            ) { ($0.double(0)!, $0.double(1)!, $0.double(2)!, $0.double(3)!) }
            #expect(weight == snapshots && positives == converted)
            #expect(weight > 100 && positives > 0)
        }
    }

    /// Several periods at once: a weight for each.
    @Test func severalPeriods() throws {
        let company = try ModelingCompany()
        let rows = try company.rows(learnedOn: company.split.train)
        try company.expand()
        let periods = Self.periods.map {
            SnapshotPeriod(first: ModelingCompany.sunday($0), last: ModelingCompany.sunday($1), step: $2)
        }
        let inside = periods.map { "DATE IN (\(company.list(Set($0.sundays))))" }
        let weights = inside.map { "count(*) FILTER (\($0))::DOUBLE" }
        try company.expectSameRows(
            rows.fitting(periods),
            """
            SELECT \(company.values(rows)), LABEL_CONVERT_30D::FLOAT AS label, \(weights.joined(separator: ", "))
            FROM expanded WHERE \(inside.joined(separator: " OR ")) GROUP BY ALL
            """)
    }

    @Test(arguments: [(24, 29, 1), (30, 39, 1)])
    func judgingEqualsTheExpansion(first: Int, last: Int, step: Int) throws {
        let company = try ModelingCompany()
        let period = SnapshotPeriod(first: ModelingCompany.sunday(first), last: ModelingCompany.sunday(last))
        let rows = try company.rows(learnedOn: company.split.train)
        try company.expand()
        let sundays = company.list(Set((first...last).map(ModelingCompany.sunday)))
        try company.expectSameRows(
            rows.judging(period),
            """
            SELECT \(company.values(rows)), (USERS_DEALS_30D_SUM + USERS_EMAIL_30D_SUM)::DOUBLE AS baseline,
                (DATE - DATE '1970-01-01')::INTEGER AS sunday, LABEL_CONVERT_30D::FLOAT AS label,
                count(*)::DOUBLE AS weight
            FROM expanded WHERE DATE IN (\(sundays)) GROUP BY ALL
            """)
        let converted = try company.connection.row(
            "SELECT count(DISTINCT id) FROM expanded WHERE LABEL_CONVERT_30D = 1 AND DATE IN (\(unsafe: sundays))"
        ) { $0.int(0)! }
        #expect(try company.connection.row(SQL(unsafe: rows.convertedPortals(period))) { $0.int(0)! } == converted)
    }

    @Test func scoringEqualsTheExpansion() throws {
        let company = try ModelingCompany()
        let rows = try company.rows(learnedOn: company.split.train)
        try company.expand()
        for (sunday, sql) in [
            (ModelingCompany.asOf, "SELECT * EXCLUDE (\(SnapshotRows.baseline)) FROM (\(rows.scoring()))"),
            (
                ModelingCompany.sunday(30),
                "SELECT * EXCLUDE (\(SnapshotRows.baseline), \(SnapshotRows.recency), "
                    + "\(SnapshotRows.label), \(SnapshotRows.key), \(SnapshotRows.revenue), \(SnapshotRows.copies)) FROM (\(rows.portals(on: ModelingCompany.sunday(30))))"
            ),
        ] {
            try company.expectSameRows(
                sql, "SELECT \(company.values(rows)), id FROM expanded WHERE DATE = DATE '\(sunday)'")
        }
        let free = try company.connection.row(
            "SELECT count(*) FROM portals WHERE close_date IS NULL OR close_date > DATE '\(unsafe: ModelingCompany.asOf)'"
        ) { $0.int(0)! }
        #expect(try company.table(rows.scoring()).rowCount == free)
    }

    @Test func categoriesAreThoseOfTheTrainingPeriod() throws {
        let company = try ModelingCompany()
        let rows = try company.rows(learnedOn: company.split.train)
        // Six portals are too few for a code, and the late ones come after the period.
        #expect(rows.categories.values == ["INDUSTRY": ["it's \"law\"", "retail", "saas"]])
        func codes() throws -> [String: Set<Int?>] {
            let pairs = try company.connection.rows(
                """
                SELECT coalesce(p."INDUSTRY", '-'), s."INDUSTRY"::INTEGER FROM (\(unsafe: rows.scoring())) s
                JOIN portals p ON p.id = s.\(unsafe: SnapshotRows.id)
                """
            ) { ($0.string(0)!, $0.int(1)) }
            return Dictionary(grouping: pairs, by: \.0).mapValues { Set($0.map(\.1)) }
        }
        #expect(
            try codes() == [
                "it's \"law\"": [1], "retail": [2], "saas": [3], "late": [0], "mining": [0], "-": [nil],
            ])
        let later = try company.rows(
            learnedOn: Split.matured(
                settings: company.configuration.split, firstSunday: company.snapshots.firstSunday,
                labelsThrough: company.snapshots.asOf, horizon: 30))
        #expect(later.categories.values["INDUSTRY"] == ["it's \"law\"", "late", "retail", "saas"])
        // No value has a code: everything is 0 or null.
        let none = CategoryDictionaries(rows.features, values: ["INDUSTRY": []])
        try none.createTables(company.connection)
        #expect(Set(try codes().values.joined()) == [0, nil])
    }
}

extension ModelingCompany {
    /// Makes the table `expanded`: one row per portal and Sunday.
    func expand() throws {
        let zeros = snapshots.usageColumns.map { "0 AS \(SQL.identifier($0))" }
        let nulls = snapshots.nullableColumns.map { column in
            column == "DAYS_SINCE_CREATED" ? "(DATE - CREATED)::INTEGER AS \(column)" : "NULL AS \(column)"
        }
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE expanded AS
            SELECT * EXCLUDE (MATURED) FROM \(SnapshotFiles(snapshots).all)
            UNION ALL BY NAME
            SELECT * EXCLUDE (FIRST_DATE, LAST_DATE, CREATED),
                (CLOSEDATE > DATE AND CLOSEDATE <= DATE + 30 IS TRUE)::INTEGER AS LABEL_CONVERT_30D,
                \(unsafe: (zeros + nulls).joined(separator: ", "))
            FROM (SELECT *, unnest(generate_series(FIRST_DATE, LAST_DATE, INTERVAL 7 DAY))::DATE AS DATE
                FROM '\(unsafe: snapshots.coldFolder)/*.parquet');
            UPDATE expanded SET LABEL_CONVERT_30D = 0 WHERE LABEL_CONVERT_30D IS NULL
            """)
    }

    /// The features over the expansion, with codes that do not come from the dictionaries' tables.
    func values(_ rows: SnapshotRows) -> String {
        rows.features.features.map { feature in
            guard feature.isCategorical else { return "(\(feature.expression))::DOUBLE AS \"\(feature.name)\"" }
            let known = SQL.list(rows.categories.values[feature.name]!)
            return """
                (CASE WHEN "\(feature.name)" IS NOT NULL
                    THEN coalesce(list_position(\(known), "\(feature.name)"), 0) END)::DOUBLE AS "\(feature.name)"
                """
        }.joined(separator: ", ")
    }

    func list(_ days: Set<Day>) -> String { days.sorted().map { "DATE '\($0)'" }.joined(separator: ", ") }

    func expectSameRows(_ actual: String, _ reference: String) throws {
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE actual AS \(unsafe: actual); CREATE OR REPLACE TEMP TABLE reference AS \(unsafe: reference)"
        )
        let (rows, missing, extra) = try connection.row(
            """
            SELECT (SELECT count(*) FROM actual), (SELECT count(*) FROM (FROM reference EXCEPT ALL FROM actual)),
                (SELECT count(*) FROM (FROM actual EXCEPT ALL FROM reference))
            """
        ) { ($0.int(0)!, $0.int(1)!, $0.int(2)!) }
        #expect(rows > 0)
        #expect((missing, extra) == (0, 0))
    }
}
