/// A column of dates, by its key under `columns`.
package enum DateColumn: String, CaseIterable, Codable, Sendable {
    case closeDate = "close_date"
    case created
    case timestamp
}

/// The format of the dates of a column.
package enum DateFormat: Hashable, Sendable {
    /// ISO dates and named months. Another form if the whole column makes it certain.
    case auto
    /// `2/25/2024`.
    case monthFirst
    /// `25.2.2024`.
    case dayFirst
    /// Days since 1899-12-30, as in spreadsheets.
    case excel
    case epochSeconds
    case epochMilliseconds
    case epochMicroseconds
    /// A strptime pattern, such as `%d.%m.%y`.
    case pattern(String)

    /// The formats that have a word, in the order of the documentation.
    package static let words: [(word: String, format: DateFormat)] = [
        ("auto", .auto), ("month-first", .monthFirst), ("day-first", .dayFirst), ("excel", .excel),
        ("epoch-seconds", .epochSeconds), ("epoch-milliseconds", .epochMilliseconds),
        ("epoch-microseconds", .epochMicroseconds),
    ]

    /// Whether a text is a pattern with known fields that names a day: a year, and a month and day or a day of the
    /// year.
    package static func isPattern(_ text: String) -> Bool {
        let known = Set("YymdebhBjaAHIMSfpzFDTR%")
        var fields: Set<Character> = []
        var characters = Array(text)[...]
        while let character = characters.popFirst() {
            guard character == "%" else { continue }
            var field = characters.popFirst()
            if field == "-" { field = characters.popFirst() }
            guard let field, known.contains(field) else { return false }
            fields.insert(field)
        }
        if !fields.isDisjoint(with: "FD") { return true }
        let hasDay = fields.contains("j") || !fields.isDisjoint(with: "mbBh") && !fields.isDisjoint(with: "de")
        return !fields.isDisjoint(with: "Yy") && hasDay
    }

    /// The word or the pattern for the format in the configuration.
    package var name: String {
        if case .pattern(let pattern) = self { return pattern }
        return Self.words.first { $0.format == self }?.word ?? ""
    }
}

/// A rule by which different spellings of an id are the same portal.
package enum IDForm: String, CaseIterable, Codable, Sendable {
    /// The same text, ignoring spaces around it.
    case exact
    /// The same number: `0012`, `12.0` and `1.2E+1` are 12.
    case number
    /// The same letters, ignoring case and spaces.
    case caseless
}

/// The format of numbers.
package enum NumberFormat: String, CaseIterable, Codable, Sendable {
    /// Found from the whole column. Ambiguous columns are rejected.
    case auto
    /// `1,234.56`.
    case point
    /// `1.234,56`.
    case comma
}
