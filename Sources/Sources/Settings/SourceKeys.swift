internal import Base
package import Settings
internal import Yams

/// The keys of the settings of `Sources`.
package enum SourceKeys {
    package static let sections = [sources, engine, spark, columns, timeZone, firmographics, checks, freshness]

    /// The section on the three tables.
    package static let sources = SettingSection<SourceSettings>(
        name: "sources", title: "Sources",
        comment: """
            Where the three tables are: CSV, Parquet or JSON Lines files, a glob, a folder of part files, an address such as \
            s3://bucket/usage/*.parquet, an Excel workbook, or a query against a database, as {database: company.duckdb, query: \
            "SELECT ..."} or {database: "postgresql://host/company", query: "SELECT ..."}. {file: report.csv, header_line: 4} is a file with lines above its header, and {file: book.xlsx, \
            sheet: Data} a sheet other than the first. Passwords are in the environment (PGPASSWORD, \
            AWS_SECRET_ACCESS_KEY). Paths start at the configuration file's folder.
            """,
        keys: [
            SettingKey(
                "sources.customers", \.sources.customers, .table,
                "Paying customers: id, close date, revenue and firmographics, one row for each."),
            SettingKey(
                "sources.noncustomers", \.sources.noncustomers, .table,
                "Free portals: id and firmographics, one row for each."),
            SettingKey(
                "sources.usage", \.sources.usage, .table,
                "Product usage of both: id, timestamp, and the counts of actions and users."),
            SettingKey(
                "sources.usage_history", \.sources.usageHistory, .word("all", or: .wholeNumber(1...5_000)),
                """
                Weeks of usage that are read where sources.usage is a folder with one folder for each week or day, such as \
                week=2020-07-20, or (without Spark) Parquet, of which old row groups are left out; counted back from --as-of \
                or the latest usage. With folders the cost of a run does not grow with the age of the company.
                """),
        ])

    static let columns = SettingSection<SourceSettings>(
        name: "columns", title: "Columns", comment: "The columns as the three tables spell them.",
        keys: [
            SettingKey("columns.id", \.columns.id, .column, "The portal's id, in all three tables."),
            SettingKey("columns.close_date", \.columns.closeDate, .column, "The day a customer began to pay."),
            SettingKey(
                "columns.revenue", \.columns.revenue, .word("null", or: .column),
                "A customer's monthly recurring revenue; null where the table does not say."),
            SettingKey(
                "columns.created", \.columns.created, .word("null", or: .column),
                "The day a portal was created; null where the tables do not say."),
            SettingKey("columns.timestamp", \.columns.timestamp, .column, "The day or time of a row of usage."),
            SettingKey(
                "columns.actions", \.columns.actions, .columns(atLeast: 1),
                "Counts of what was done, one column for each part of the product."),
            SettingKey(
                "columns.users", \.columns.users, .columns(atLeast: 0),
                "Counts of who did it, one column for each part of the product."),
            SettingKey(
                "columns.id_form", \.columns.idForm, .oneOf,
                """
                Which spellings of an id are one portal: exact (the same text), number (leading zeros, decimals of zero and \
                1.2E+1 do not matter) or caseless (case and blanks do not matter).
                """),
            dateFormatKey,
            SettingKey(
                "columns.number_format", \.columns.numberFormat, .oneOf,
                """
                How revenue and firmographic numbers are written: point (1,234.56), comma (1.234,56), or auto, which finds it \
                from the whole column and refuses what could be either. Signs of currencies do not matter.
                """),
            SettingKey(
                "columns.missing", \.columns.missing, .words,
                "Words that mean that a value is missing, in any case; [] for none."),
        ])

    private static let dateFormatKey: SettingKey<SourceSettings> = {
        var key = SettingKey<SourceSettings>(
            "columns.date_format", \.columns.dateFormat, .dateFormats,
            """
            How dates are written: month-first (2/25/2024), day-first (25.2.2024), excel (days since 1899-12-30), \
            epoch-seconds, epoch-milliseconds, epoch-microseconds, a pattern such as "%d.%m.%y", or auto, which takes \
            what the whole column makes certain. One for all columns, or by column: {close_date: day-first, timestamp: \
            auto}. ISO dates and English names of months are always read.
            """)
        key.readEntry = { name, node, settings, reading in
            guard let column = DateColumn(rawValue: name) else {
                reading.reject(
                    node, at: ".\(name)",
                    expectation: "one of " + DateColumn.allCases.map(\.rawValue).joined(separator: ", "),
                    found: "which '\(name)' is not")
                return
            }
            guard let format = DateFormatForm.read(node, at: ".\(name)", &reading) else { return }
            settings.columns.dateFormat[column] = format == .auto ? nil : format
        }
        return key
    }()

    static let timeZone = SettingSection<SourceSettings>(
        name: nil, title: "Time zone", comment: "",
        keys: [
            SettingKey(
                "time_zone", \.timeZone, .timeZone,
                """
                The time zone whose days count, such as Europe/Berlin: times with an offset, and epochs, belong to its days. \
                A time without an offset belongs to the day that is written.
                """)
        ])

    static let firmographics = SettingSection<SourceSettings>(
        name: nil, title: "Firmographics", comment: "",
        keys: [firmographicsKey])

    private static let firmographicsKey: SettingKey<SourceSettings> = {
        var key = SettingKey<SourceSettings>(
            "firmographics", \.firmographics, .firmographics,
            """
            What is known of the company behind a portal, by column: category (a word), number, range (such as \
            "2 to 5", "51-200", "1000+" or "10,001 or more") or rank (1 is best). A rank may name the value that \
            stands for "unranked".
            """)
        key.readEntry = { column, node, settings, reading in
            guard let kind = FirmographicKind.read(node, of: column, &reading) else { return }
            if let index = settings.firmographics.firstIndex(where: { $0.column == column }) {
                settings.firmographics[index].kind = kind
            } else {
                settings.firmographics.append(Firmographic(column: column, kind: kind))
            }
        }
        return key
    }()

    static let checks = SettingSection<SourceSettings>(
        name: "checks", title: "Checks", comment: "How much bad data a run puts up with.",
        keys: [
            SettingKey(
                "checks.tolerance", \.checks.tolerance, .number("a number from 0 to 1") { (0...1).contains($0) },
                "The largest share of a table's rows that may be set aside, for any reason, before the run stops."),
            SettingKey(
                "checks.severity", \.checks.severity, .severities,
                """
                Findings that are to stop a run (error) or not (warning, info), such as {usage-gap: error}: \
                \(FindingName.allCases.map(\.rawValue).joined(separator: ", ")).
                """),
            SettingKey(
                "checks.oldest_date", \.checks.oldestDate, .day, "Earlier dates are mistakes and set aside."),
            SettingKey(
                "checks.highest_revenue", \.checks.highestRevenue,
                .number("a number above 0") { $0 > 0 },
                """
                A monthly revenue beyond it (or beyond its negative) is a mistake: it is named, and left out of what is learned \
                and of every total. Raise it for a currency with large numbers.
                """),
        ])
}
