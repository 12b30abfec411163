extension Firmographic {
    /// The column of the firmographic for models, by its name in the snapshots.
    ///
    /// `EMPLOYEE_RANGE` becomes `EMPLOYEE_RANGE_MID`, `ALEXA_RANK` becomes `ALEXA_RANK_LOG1P`. A category keeps its
    /// name.
    package var featureColumn: String {
        switch kind {
        case .category: column
        case .number: "\(column)_VALUE"
        case .range: "\(column)_MID"
        case .rank: "\(column)_LOG1P"
        }
    }
}

/// Reads ranges of numbers as people write them.
package enum NumberRange {
    /// Returns the midpoint of `2 to 5` or `51-200`, the number of `1`, or the lower bound of `10,001 or more` or
    /// `1000+`.
    ///
    /// - Returns: The number, or nil if the text is none of these.
    package static func midpoint(of text: String) -> Double? {
        let cleaned = text.lowercased().replacing(",", with: "")
        let parts = cleaned.split(whereSeparator: { !($0.isNumber || $0 == ".") }).map(String.init)
        let words = cleaned.split(whereSeparator: { $0.isNumber || $0 == "." || $0.isWhitespace }).map(String.init)
        let numbers = parts.compactMap(Double.init)
        guard numbers.count == parts.count else { return nil }
        switch (numbers.count, words) {
        case (1, []), (1, ["+"]), (1, ["or", "more"]), (1, ["and", "more"]), (1, ["ormore"]), (1, [">"]), (1, [">="]):
            return numbers[0]
        case (2, ["to"]), (2, ["-"]), (2, ["–"]), (2, ["—"]), (2, [".."]):
            return numbers[0] <= numbers[1] ? (numbers[0] + numbers[1]) / 2 : nil
        default: return nil
        }
    }
}
