internal import DuckDB

/// Reads days from the texts of one column in the column's form.
struct DayReader: Sendable, Equatable {
    /// The form of a column's dates. ISO dates and named months are read under each form.
    enum Form: Hashable, Sendable {
        case standard, monthFirst, dayFirst
        case excel
        /// Seconds, or parts of a second: 1, 1,000 or 1,000,000 parts.
        case epoch(partsPerSecond: Double)
        case pattern(String)
    }

    let form: Form
    let zone: ZoneOffsets
    private let pattern: DatePattern?

    init(_ form: Form, zone: ZoneOffsets) {
        self.form = form
        self.zone = zone
        if case .pattern(let text) = form { pattern = DatePattern(text) } else { pattern = nil }
    }

    static func == (left: DayReader, right: DayReader) -> Bool { left.form == right.form && left.zone == right.zone }

    /// Returns the days since 1970-01-01, or nil if the text is not a date of this form.
    func day(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        if let moment = pattern?.read(text) { return day(moment) }
        return day(DateText(text))
    }

    func day(_ text: DateText) -> Int32? {
        switch (text, form) {
        case (.certain(let moment, _), .excel), (.certain(let moment, _), .epoch), (.certain(let moment, _), .pattern):
            // In these forms, eight digits mean something else.
            return moment.isCompact ? nil : day(moment)
        case (.certain(let moment, _), _): return day(moment)
        case (.numeric(let first, let second, let year, let time), .monthFirst):
            return DateText.day(year, first, second).flatMap { day(.init(day: $0, time: time)) }
        case (.numeric(let first, let second, let year, let time), .dayFirst):
            return DateText.day(year, second, first).flatMap { day(.init(day: $0, time: time)) }
        case (.number(let value), .excel): return Self.spreadsheetDay(value)
        case (.number(let value), .epoch(let parts)): return epochDay(value, parts)
        default: return nil
        }
    }

    /// Returns the written day, or for an instant the day in the time zone.
    private func day(_ moment: DateText.Moment) -> Int32? {
        guard let offset = moment.time.offset else { return moment.day }
        return zone.day(of: Int64(moment.day) * 86_400 + moment.time.seconds - offset)
    }

    /// Returns the day of a spreadsheet's serial. Spreadsheets keep times as fractions: one that is less than a
    /// millisecond before midnight counts as the next midnight.
    static func spreadsheetDay(_ serial: Double) -> Int32? {
        guard 1..<2_958_466 ~= serial else { return nil }
        return Int32((serial + 0.5 / 86_400_000).rounded(.down)) - 25_569
    }

    func epochDay(_ value: Double, _ partsPerSecond: Double) -> Int32? {
        let seconds = (value / partsPerSecond).rounded(.down)
        guard abs(seconds) < 1e12 else { return nil }
        return zone.day(of: Int64(seconds))
    }

    /// The name of the reader's SQL function.
    var function: String {
        let form =
            switch self.form {
            case .standard: "standard"
            case .monthFirst: "month_first"
            case .dayFirst: "day_first"
            case .excel: "excel"
            case .epoch(let parts): "epoch_\(Int(parts))"
            case .pattern(let text): "pattern_" + text.utf8.map { String($0, radix: 16) }.joined()
            }
        return "day_\(form)_" + String(zone.name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// Registers the function with a database.
    func register(on connection: Connection) throws {
        let reader = self
        try connection.register({ reader.day($0) }, as: function)
    }
}

extension DayReader.Form {
    /// Makes the form of a configured format. Returns nil if the form has to be found.
    init?(_ format: DateFormat) {
        switch format {
        case .auto: return nil
        case .monthFirst: self = .monthFirst
        case .dayFirst: self = .dayFirst
        case .excel: self = .excel
        case .epochSeconds: self = .epoch(partsPerSecond: 1)
        case .epochMilliseconds: self = .epoch(partsPerSecond: 1e3)
        case .epochMicroseconds: self = .epoch(partsPerSecond: 1e6)
        case .pattern(let text): self = .pattern(text)
        }
    }
}
