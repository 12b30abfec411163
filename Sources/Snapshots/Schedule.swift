internal import Base

/// On which Sundays a portal has a snapshot.
struct Schedule: Sendable {
    let population: Population
    let weekday: Weekday
    let asOf: Day
    /// The first Sunday of the data.
    let firstSunday: Day
    /// The last day whose outcomes are known; not later than `asOf`.
    let labelsThrough: Day

    init(population: Population, weekday: Weekday, asOf: Day, firstSunday: Day, labelsThrough: Day? = nil) {
        self.population = population
        self.weekday = weekday
        self.asOf = asOf
        self.firstSunday = firstSunday
        self.labelsThrough = labelsThrough ?? asOf
    }

    /// The Sundays with explicit snapshots of a portal that has usage rows; nil where there is none.
    ///
    /// - Parameters:
    ///   - firstRow: the day of its first usage row.
    ///   - lastRow: the day of its last one up to the run's Sunday. Only `observed-span` reads it: it looks ahead.
    ///   - close: its close date as far as it was known on the run's Sunday.
    @inline(__always)
    func sundays(firstRow: Day, lastRow: Day, close: Day?) -> ClosedRange<Day>? {
        let first = firstRow.onOrAfter(weekday)
        var end = population == .observedSpan ? min(lastRow, asOf) : asOf
        if let close { end = min(end, close - 1) }
        let last = end.onOrBefore(weekday)
        return first <= last ? first...last : nil
    }
}
