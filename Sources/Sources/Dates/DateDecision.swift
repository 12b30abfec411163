internal import Base

/// The form in which the dates of one column are read, and the finding about it.
struct DateDecision {
    let reader: DayReader
    /// The finding `date-format`: the chosen form, or why none could be chosen.
    let finding: Finding?
    /// What is accepted and which key accepts more, for errors about single values.
    let hint: String

    /// A column of dates, as findings name it.
    struct Column {
        let table: SourceName
        let name: String
        let key: DateColumn

        var keyPath: String { "columns.date_format.\(key.rawValue)" }
    }

    /// Chooses the form of a column.
    ///
    /// - Parameters:
    ///   - format: The configured format.
    ///   - profile: The profile of all texts of the column.
    ///   - tolerance: The share of texts that may have no known form.
    init(_ column: Column, format: DateFormat, profile: DateProfile, zone: ZoneOffsets, tolerance: Double) {
        let choice =
            DayReader.Form(format).map { Choice.form($0) } ?? Self.choose(column, profile, tolerance: tolerance)
        let form = if case .form(let form) = choice { form } else { DayReader.Form.standard }
        reader = DayReader(form, zone: zone)
        hint = Self.hint(column, profile)
        if case .refused(let message, let count) = choice {
            finding = Finding(
                check: "date-format", severity: .error, table: column.table, column: column.name, count: count,
                message: message)
        } else {
            finding = Self.told(column, profile, reader, isConfigured: format != .auto)
        }
    }

    private enum Choice {
        case form(DayReader.Form)
        case refused(String, count: Int)
    }

    private static func choose(_ column: Column, _ profile: DateProfile, tolerance: Double) -> Choice {
        let total = profile.count
        guard total > 0 else { return .form(.standard) }
        for (kind, form) in DateProfile.Kind.numbers where profile.texts({ $0.contains(kind) })?.count == total {
            return .form(form)
        }
        let month = profile.texts { $0.contains(.monthFirst) && !$0.contains(.dayFirst) }
        let day = profile.texts { $0.contains(.dayFirst) && !$0.contains(.monthFirst) }
        let both = profile.texts { $0.isSuperset(of: [.monthFirst, .dayFirst]) && !$0.contains(.eitherOrder) }
        let either = profile.texts { $0.contains(.eitherOrder) }
        let numeric = [month, day, both].reduce(0) { $0 + ($1?.count ?? 0) }
        let isMuch = Double(numeric) > min(tolerance, 0.5) * Double(total)
        switch (month, day, both) {
        case (let month?, let day?, _):
            guard isMuch else { return .form(.standard) }
            return .refused(
                "The dates of '\(column.name)' are written in two ways: '\(month.example)' can only be month first, and "
                    + "'\(day.example)' only day first. Export the column in one way, as ISO dates such as 2024-02-25; or "
                    + "set \(column.keyPath) to month-first or day-first, under which the others are set aside.",
                count: numeric)
        case (_?, nil, _): return .form(.monthFirst)
        case (nil, _?, _): return .form(.dayFirst)
        case (nil, nil, let both?):
            guard isMuch else { return .form(.standard) }
            return .refused(ambiguous(column, both.example), count: both.count)
        case (nil, nil, nil): return .form(either == nil ? .standard : .monthFirst)
        }
    }

    /// Describes both readings of a text, and the key that chooses between them.
    private static func ambiguous(_ column: Column, _ text: String) -> String {
        func day(_ form: DayReader.Form) -> String {
            DayReader(form, zone: .utc).day(DateText(text)).map { Day(daysSinceEpoch: $0).description } ?? ""
        }
        return
            "The dates of '\(column.name)' can be read in two ways: '\(text)' is \(day(.monthFirst)) if the month comes "
            + "first and \(day(.dayFirst)) if the day does. Set \(column.keyPath) to month-first or to day-first."
    }

    /// Describes the chosen form. Returns nil for plain ISO dates.
    private static func told(
        _ column: Column, _ profile: DateProfile, _ reader: DayReader, isConfigured: Bool
    ) -> Finding? {
        let example: (count: Int, example: String)?
        let name: String
        switch reader.form {
        case .standard:
            example = profile.texts { $0.contains(.named) }
            name = "dates with the month's name"
        case .monthFirst:
            example = profile.texts { $0.contains(.monthFirst) }
            name = "month-first"
        case .dayFirst:
            example = profile.texts { $0.contains(.dayFirst) }
            name = "day-first"
        case .excel:
            example = profile.texts { $0.contains(.excel) }
            name = "excel (days since 1899-12-30)"
        case .epoch(let parts):
            example = profile.texts { kind in
                DateProfile.Kind.numbers.contains { $0.form == reader.form && kind.contains($0.kind) }
            }
            let unit = parts == 1 ? "seconds" : parts == 1e3 ? "milliseconds" : "microseconds"
            name = "epoch-\(unit) (\(unit) since 1970-01-01)"
        case .pattern(let pattern):
            example = nil
            name = "the pattern \(pattern)"
        }
        guard reader.form != .standard || example != nil else { return nil }
        var message = "The dates of '\(column.name)' are read as \(name)"
        if let example, let day = reader.day(DateText(example.example)) {
            message += ": '\(example.example)' is \(Day(daysSinceEpoch: day))"
        }
        message += isConfigured ? ", as configured." : "."
        return Finding(
            check: "date-format", severity: .info, table: column.table, column: column.name, count: profile.count,
            message: message)
    }

    private static func hint(_ column: Column, _ profile: DateProfile) -> String {
        var parts: [String] = []
        if let short = profile.texts({ $0.contains(.shortYear) }) {
            parts.append("'\(short.example)' has a year of two digits, which only a pattern such as %m/%d/%y reads.")
        }
        if let week = profile.texts({ $0.contains(.weekDate) }) {
            parts.append("'\(week.example)' is a week or a day of the year, which is not accepted.")
        }
        if let named = profile.texts({ $0.contains(.otherMonthName) }) {
            parts.append("'\(named.example)' has a month whose name is not English; export numbers instead.")
        }
        parts.append(
            "Dates such as 2024-02-25, 2024-02-25T19:58:00Z, 20240225 and 25 Feb 2024 are read; others with "
                + "\(column.keyPath) as month-first, day-first, excel, epoch-seconds, epoch-milliseconds, "
                + "epoch-microseconds or a pattern such as %d.%m.%y, or by a source {database, query} that makes dates."
        )
        return parts.joined(separator: " ")
    }
}
