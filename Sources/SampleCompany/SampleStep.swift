internal import Base

/// Reports progress while the rows of a table are made.
struct SampleStep: Sendable {
    let progress: any ProgressReporter
    let cancellation: Cancellation

    /// Reports the number of finished portals.
    ///
    /// - Throws: `Interrupted` if the work should stop.
    func reach(_ portals: Int) throws(Interrupted) {
        try cancellation.check()
        progress.advance(to: portals)
    }
}
