package import Base

/// Chooses the points of the search space that are tried.
///
/// A sampler has no state of its own: what it suggests follows from the context and the generator alone, so that a
/// study can be resumed, and its trials run side by side, without changing what is suggested.
package protocol Sampler: Sendable {
    /// The point for one new trial.
    ///
    /// - Returns: A coordinate for each parameter, inside its domain.
    func suggest(in context: SamplingContext, using generator: inout SeededGenerator) -> [Double]
}

/// What a sampler may know when it suggests a point.
package struct SamplingContext: Sendable {
    package let space: SearchSpace
    package let direction: Direction
    /// Finished trials, in the order of their slots; failed ones among them are not learned from.
    package let finished: [Trial]
    /// The points of trials that are running, or are to be treated as if they were.
    package let running: [[Double]]

    package init(space: SearchSpace, direction: Direction, finished: [Trial], running: [[Double]] = []) {
        self.space = space
        self.direction = direction
        self.finished = finished
        self.running = running
    }
}
