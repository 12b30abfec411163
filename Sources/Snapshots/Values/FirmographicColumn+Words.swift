extension SnapshotSet.FirmographicColumn {
    /// Whether it is a rank, which models see as a logarithm.
    package var isRank: Bool { derived?.hasSuffix("_LOG1P") == true }

    /// Whether it is a range of numbers, which models see as its middle.
    package var isRange: Bool { derived?.hasSuffix("_MID") == true }

    /// Whether it says how many people the company has.
    package var isHeadcount: Bool {
        let words = Set(ColumnWords.words(given).map { $0.uppercased() })
        return derived != nil && !isRank
            && (!words.isDisjoint(with: ["EMPLOYEE", "EMPLOYEES", "HEADCOUNT"]) || words == ["COMPANY", "SIZE"])
    }

    /// What it is called, as the beginning of a sentence: "Company size", "Web rank", "Industry".
    package var title: String {
        if isHeadcount { return "Company size" }
        return ColumnWords.words(given).contains { $0.uppercased() == "ALEXA" } ? "Web rank" : ColumnWords.title(given)
    }
}
