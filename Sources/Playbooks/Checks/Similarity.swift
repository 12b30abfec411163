/// The similarity of two lines.
package enum Similarity {
    /// Returns the words of a line: lower case, including numbers. Everything else counts as a space.
    package static func words(_ line: String) -> [Substring] {
        line.lowercased().split { !($0.isLetter || $0.isNumber) }
    }

    /// Returns 1 minus the number of words to insert, delete or replace (Levenshtein, by words) over the length of the
    /// longer line, in [0, 1]. Case, punctuation and spaces are ignored.
    package static func between(_ left: [Substring], _ right: [Substring]) -> Double {
        between(left, right, atLeast: 0)
    }

    /// Returns the similarity, or 0 if the common words already show that it is below `threshold`.
    static func between(_ left: [Substring], _ right: [Substring], atLeast threshold: Double) -> Double {
        let longest = max(left.count, right.count)
        guard longest > 0 else { return 1 }
        if threshold > 0 {
            let needed = threshold * Double(longest)
            guard Double(min(left.count, right.count)) >= needed else { return 0 }
            // A word that the other line lacks costs at least one step.
            let known = Set(right)
            guard Double(left.count { known.contains($0) }) >= needed else { return 0 }
        }
        var previous = Array(0...right.count)
        for (row, word) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                current.append(
                    min(previous[column] + (word == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return 1 - Double(previous[right.count]) / Double(longest)
    }
}

/// The lines of the list so far. No line may occur twice.
package struct UsedLines: Sendable {
    private var subjects: Set<[Substring]> = []
    private var openings: [[Substring]] = []
    private let threshold: Double

    /// Makes an empty set of lines.
    ///
    /// - Parameter threshold: The similarity from which two opening lines count as nearly equal.
    package init(threshold: Double) { self.threshold = threshold }

    package func has(subject: String) -> Bool { subjects.contains(Similarity.words(subject)) }

    package func hasNearly(opening: String) -> Bool {
        let words = Similarity.words(opening)
        return openings.contains { Similarity.between($0, words, atLeast: threshold) >= threshold }
    }

    package mutating func add(subject: String, opening: String) {
        if !subject.isEmpty { subjects.insert(Similarity.words(subject)) }
        if !opening.isEmpty { openings.append(Similarity.words(opening)) }
    }
}
