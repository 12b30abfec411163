extension Sequence<String> {
    /// The element that is most like a name, for "did you mean"; nil when none is close.
    ///
    /// Optimal string alignment distance (Damerau 1964), case ignored, at most a third of the longer length.
    public func nearest(to name: String) -> String? {
        var best: (name: String, distance: Int)?
        for candidate in self {
            let distance = alignmentDistance(name.lowercased(), candidate.lowercased())
            let limit = Swift.max(1, Swift.max(name.count, candidate.count) / 3)
            if distance <= limit, best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
        }
        return best?.name
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
private func alignmentDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    for i in 0...left.count { rows[i][0] = i }
    for j in 0...right.count { rows[0][j] = j }
    for i in left.indices {
        for j in right.indices {
            let substitution = rows[i][j] + (left[i] == right[j] ? 0 : 1)
            rows[i + 1][j + 1] = Swift.min(rows[i][j + 1] + 1, rows[i + 1][j] + 1, substitution)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                rows[i + 1][j + 1] = Swift.min(rows[i + 1][j + 1], rows[i - 1][j - 1] + 1)
            }
        }
    }
    return rows[left.count][right.count]
}
