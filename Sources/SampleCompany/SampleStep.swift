internal import Base

/// What the rows of a table report to while they are made.
struct SampleStep: Sendable {
    let progress: any ProgressReporter
    let cancellation: Cancellation

    /// So many portals are done.
    ///
    /// - Throws: `Interrupted` when the work should stop.
    func reach(_ portals: Int) throws(Interrupted) {
        try cancellation.check()
        progress.advance(to: portals)
    }
}
