/// The sums from which the interval of a rate is computed, for rows in clusters, such as a portal's Sundays.
package struct ClusterSums: Equatable, Sendable {
    package var clusters = 0.0
    package var rows = 0.0
    /// The number of rows that converted.
    package var found = 0.0
    /// Sums over the clusters of found², found · rows and rows².
    package var foundSquared = 0.0
    package var foundTimesRows = 0.0
    package var rowsSquared = 0.0

    package init() {}

    package mutating func add(rows: Double, found: Double) {
        clusters += 1
        self.rows += rows
        self.found += found
        foundSquared += found * found
        foundTimesRows += found * rows
        rowsSquared += rows * rows
    }
}
