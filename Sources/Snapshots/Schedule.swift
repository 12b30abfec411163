internal import Base

/// The Sundays on which a portal has a snapshot.
struct Schedule: Sendable {
    let population: Population
    let weekday: Weekday
    let asOf: Day
    /// The first Sunday of the data.
    let firstSunday: Day
    /// The last day whose outcomes are known. It is not later than `asOf`.
    let labelsThrough: Day

    init(population: Population, weekday: Weekday, asOf: Day, firstSunday: Day, labelsThrough: Day? = nil) {
        self.population = population
        self.weekday = weekday
        self.asOf = asOf
        self.firstSunday = firstSunday
        self.labelsThrough = labelsThrough ?? asOf
    }

    /// Returns the Sundays with explicit snapshots of a portal that has usage rows, or nil if there are none.
    ///
    /// - Parameters:
    ///   - firstRow: The day of its first usage row.
    ///   - lastRow: The day of its last usage row up to the run's Sunday. Only `observed-span` uses it, because it
    ///     looks ahead.
    ///   - close: Its close date as known on the run's Sunday.
    @inline(__always)
    func sundays(firstRow: Day, lastRow: Day, close: Day?) -> ClosedRange<Day>? {
        let first = firstRow.onOrAfter(weekday)
        var end = population == .observedSpan ? min(lastRow, asOf) : asOf
        if let close { end = min(end, close - 1) }
        let last = end.onOrBefore(weekday)
        return first <= last ? first...last : nil
    }
}
