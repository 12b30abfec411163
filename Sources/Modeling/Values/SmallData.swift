package import Boosting

/// The rules for runs with few conversions.
package enum SmallData {
    /// The minimum number of converted portals for the configured members, and for the logistic member.
    package static let leastForMembers = 30
    package static let leastForLogistic = 10

    /// The replacement of the configured members.
    package struct Fallback: Codable, Equatable, Sendable {
        /// The one model of the run.
        package var model: ModelName
        /// The number of portals whose conversion has matured.
        package var convertedPortals: Int

        package var sentence: String {
            let portals = convertedPortals == 1 ? "1 portal has" : "\(convertedPortals) portals have"
            return model == .activity
                ? "Only \(portals) converted so far, and \(leastForLogistic) are needed to learn from: the list goes by "
                    + "activity, and the probabilities by the base rate."
                : "Only \(portals) converted so far, and \(leastForMembers) are needed for the configured members: the "
                    + "list is by the logistic model alone."
        }
    }

    /// Returns the fallback for a number of converted portals, or nil if there are enough.
    package static func fallback(convertedPortals: Int, members: [LearnerName]) -> Fallback? {
        if convertedPortals < leastForLogistic { return .init(model: .activity, convertedPortals: convertedPortals) }
        guard convertedPortals < leastForMembers, members != [.logistic] else { return nil }
        return .init(model: .logistic, convertedPortals: convertedPortals)
    }
}
