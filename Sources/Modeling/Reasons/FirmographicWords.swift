internal import DuckDB
internal import Snapshots

/// The words for a firmographic.
struct FirmographicWords {
    /// The sentence for a portal whose value is unknown.
    let unknown: String
    /// The word for "unranked", within a sentence and as a sentence.
    let unranked: String
    let unrankedTitle: String
    let isRank: Bool
    private let title: String
    let isHeadcount: Bool

    init(_ column: SnapshotSet.FirmographicColumn) {
        isRank = column.isRank
        isHeadcount = column.isHeadcount
        title = column.title
        unknown = "\(title) unknown"
        let lower =
            title.dropFirst().first?.isUppercase == true ? title : title.prefix(1).lowercased() + title.dropFirst()
        unranked = "no \(lower)"
        unrankedTitle = "No \(lower)"
    }

    /// Returns a sentence for a known value.
    ///
    /// - Parameter value: The SQL for the value in words.
    func known(_ value: String) -> String {
        if isHeadcount {
            return Phrase.sentence(value, Phrase.choice(["(\(value)) = '1'": "' employee'"], otherwise: "' employees'"))
        }
        return isRank
            ? Phrase.sentence(SQL.literal(title + " "), value) : Phrase.sentence(SQL.literal(title + " is "), value)
    }
}
