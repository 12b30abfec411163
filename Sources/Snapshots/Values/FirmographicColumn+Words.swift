extension SnapshotSet.FirmographicColumn {
    /// Whether the column is a rank, which models see as a logarithm.
    package var isRank: Bool { derived?.hasSuffix("_LOG1P") == true }

    /// Whether the column is a range of numbers, which models see as its midpoint.
    package var isRange: Bool { derived?.hasSuffix("_MID") == true }

    /// Whether the column says how many people the company has.
    package var isHeadcount: Bool {
        let words = Set(ColumnWords.words(given).map { $0.uppercased() })
        return derived != nil && !isRank
            && (!words.isDisjoint(with: ["EMPLOYEE", "EMPLOYEES", "HEADCOUNT"]) || words == ["COMPANY", "SIZE"])
    }

    /// The name at the beginning of a sentence: "Company size", "Web rank", "Industry".
    package var title: String {
        if isHeadcount { return "Company size" }
        return ColumnWords.words(given).contains { $0.uppercased() == "ALEXA" } ? "Web rank" : ColumnWords.title(given)
    }
}
