/// Checks whether a line has the form of a subject or of an opening line: plain text, on one line, of the right length.
enum LineCheck {
    static let subjectWords = 3...10
    /// The maximum number of words.
    static let longestOpening = 40
    private static let longestSubject = 120
    private static let longestText = 400

    /// Returns what is wrong with a subject line. Completes "the subject line …".
    static func problem(withSubject line: String) -> String? {
        if let problem = plainText(line) { return problem }
        let words = line.split(separator: " ").count
        if !subjectWords.contains(words) { return "has \(words) words, not 3 to 10" }
        return line.count > longestSubject ? "is too long" : nil
    }

    /// Returns what is wrong with an opening line. Completes "the opening line …".
    static func problem(withOpening line: String) -> String? {
        if let problem = plainText(line) { return problem }
        let words = line.split(separator: " ").count
        if words < 4 { return "has \(words) words, too few for a sentence" }
        if words > longestOpening { return "has \(words) words, more than 40" }
        if line.count > longestText { return "is too long" }
        guard let last = line.last, ".?!".contains(last) else { return "does not end like a sentence" }
        let letters = Array(line)
        for index in letters.indices.dropLast() where ".?!".contains(letters[index]) {
            if letters[index + 1].isWhitespace || ".?!".contains(letters[index + 1]) {
                return "has more than one sentence"
            }
        }
        return nil
    }

    private static func plainText(_ line: String) -> String? {
        if line.contains(where: \.isNewline) { return "has more than one line" }
        for scalar in line.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                return "has characters that cannot be seen"
            default: continue
            }
        }
        if line.contains(where: { "[]{}<>_|".contains($0) }) { return "has a placeholder" }
        let lower = line.lowercased()
        if ["your name", "insert name", "first name", "company name", "xxx"].contains(where: lower.contains) {
            return "has a placeholder"
        }
        if line.contains(where: { "*#`~\\\"“”=".contains($0) }) { return "is not plain text" }
        if ["http", "www.", "@", ".com", "$", "€", "£"].contains(where: lower.contains) {
            return "has an address or a price"
        }
        let words = Set(lower.split { !$0.isLetter }.map(String.init))
        let promises: Set = ["discount", "guarantee", "guaranteed", "refund", "coupon", "bonus", "trial", "cheaper"]
        if let word = words.intersection(promises).min() { return "promises what was not given ('\(word)')" }
        return nil
    }
}
