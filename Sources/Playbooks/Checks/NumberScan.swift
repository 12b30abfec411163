/// Finds the numbers of a line, in digits and in words.
enum NumberScan {
    struct Found: Equatable {
        let value: Double
        /// The number as written in the line.
        let text: String
        let isPercent: Bool
        /// The index of its word among the line's words.
        let word: Int
    }

    static let words: [String: Double] = [
        "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1_000, "million": 1_000_000,
    ]

    /// Words that claim an amount without a number.
    static let vague: Set<String> = [
        "twice", "thrice", "double", "doubled", "doubling", "triple", "tripled", "tripling", "quadruple", "quadrupled",
        "dozen", "dozens", "hundreds", "thousands", "millions", "half", "halved", "halving", "tenfold", "twofold",
        "majority",
    ]

    /// Returns the words of a line. What belongs to a number stays together: `3,562`, `4.5%`. `11-25` is two words.
    static func tokens(_ line: String) -> [String] {
        var tokens: [String] = []
        var token = ""
        let letters = Array(line)
        for (index, letter) in letters.enumerated() {
            let isInNumber =
                ",.".contains(letter) && index > 0 && index + 1 < letters.count && isDigit(letters[index - 1])
                && isDigit(letters[index + 1])
            if letter.isLetter || letter.isNumber || isInNumber || letter == "%" || letter == "'" || letter == "’" {
                token.append(letter)
            } else if !token.isEmpty {
                tokens.append(token)
                token = ""
            }
        }
        if !token.isEmpty { tokens.append(token) }
        return tokens
    }

    static func numbers(in line: String) -> [Found] {
        tokens(line).enumerated().compactMap { index, token in
            let lower = token.lowercased()
            if let value = words[lower] { return Found(value: value, text: token, isPercent: false, word: index) }
            guard token.contains(where: \.isNumber) else { return nil }
            let digits = token.filter { isDigit($0) || $0 == "." }
            // Digits of other scripts, fractions and the like are numbers that no fact has.
            let isStrange = token.contains { $0.isNumber && !isDigit($0) }
            let scale = lower.hasSuffix("k") ? 1_000.0 : 1
            let value = isStrange ? Double.nan : (Double(digits) ?? .nan) * scale
            return Found(value: value, text: token, isPercent: token.hasSuffix("%"), word: index)
        }
    }

    private static func isDigit(_ letter: Character) -> Bool { letter.isASCII && letter.isNumber }
}
