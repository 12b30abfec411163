internal import DuckDB
internal import Snapshots

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
        isRank = column.isRank
        isHeadcount = column.isHeadcount
        title = column.title
        unknown = "\(title) unknown"
        let lower =
            title.dropFirst().first?.isUppercase == true ? title : title.prefix(1).lowercased() + title.dropFirst()
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
