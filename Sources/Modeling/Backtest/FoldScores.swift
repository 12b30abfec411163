/// The portals of one past Sunday with the scores they would have had, and what happened.
struct FoldScores: Sendable {
    let ids: [String]
    let converted: [Bool]
    /// Scores by model or baseline, in the order of `ids`.
    let scores: [String: [Double]]
}
