internal import DuckDB
internal import ProspectCore

/// How a firmographic is spoken of.
struct FirmographicWords {
    /// Where nothing is known of it.
    let unknown: String
    /// The word for "unranked", within a sentence and as one.
    let unranked: String
    let unrankedTitle: String
    let isRank: Bool
    private let title: String
    let isHeadcount: Bool

    init(_ column: SnapshotSet.FirmographicColumn) {
        let words = Set(ColumnWords.words(column.given).map { $0.uppercased() })
        isRank = column.derived?.hasSuffix("_LOG1P") == true
        isHeadcount =
            column.derived != nil && !isRank
            && (!words.isDisjoint(with: ["EMPLOYEE", "EMPLOYEES", "HEADCOUNT"]) || words == ["COMPANY", "SIZE"])
        let name = words.contains("ALEXA") ? "Web rank" : ColumnWords.title(column.given)
        title = name
        unknown = isHeadcount ? "Company size unknown" : "\(name) unknown"
        let lower = name.dropFirst().first?.isUppercase == true ? name : name.prefix(1).lowercased() + name.dropFirst()
        unranked = "no \(lower)"
        unrankedTitle = "No \(lower)"
    }

    /// A known value as a sentence.
    ///
    /// - Parameter value: SQL of the value in words.
    func known(_ value: String) -> String {
        if isHeadcount {
            return Phrase.sentence(value, Phrase.choice(["(\(value)) = '1'": "' employee'"], otherwise: "' employees'"))
        }
        return isRank
            ? Phrase.sentence(SQL.literal(title + " "), value) : Phrase.sentence(SQL.literal(title + " is "), value)
    }
}
