package import Base

/// A method that chooses the points of the search space to try.
///
/// A sampler has no state of its own. Its suggestions follow from the context and the generator alone, so that a study
/// can be resumed, and its trials run side by side, without changing the suggestions.
package protocol Sampler: Sendable {
    /// Returns the point for a new trial.
    ///
    /// - Returns: A coordinate for each parameter, inside its domain.
    func suggest(in context: SamplingContext, using generator: inout SeededGenerator) -> [Double]
}

/// What a sampler may know when it suggests a point.
package struct SamplingContext: Sendable {
    package let space: SearchSpace
    package let direction: Direction
    /// The finished trials, in the order of their slots. Failed ones are not learned from.
    package let finished: [Trial]
    /// The points of trials that are running, or are treated as running.
    package let running: [[Double]]

    package init(space: SearchSpace, direction: Direction, finished: [Trial], running: [[Double]] = []) {
        self.space = space
        self.direction = direction
        self.finished = finished
        self.running = running
    }
}
