/// Returns the smallest number of letters to insert, delete or replace that turns one text into the other
/// (Levenshtein), ignoring case.
package func editDistance(_ left: some StringProtocol, _ right: some StringProtocol) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            current.append(
                min(previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}

extension Sequence where Element == String {
    /// Returns the nearest of these names by edit distance, the first of equals, or nil if there are none.
    package func nearest(to name: String) -> String? {
        self.min { editDistance($0, name) < editDistance($1, name) }
    }
}
