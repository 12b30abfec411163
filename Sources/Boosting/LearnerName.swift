internal import Synchronization

/// The name of a learner that comes with the program or was registered in this process.
package struct LearnerName: RawRepresentable, Codable, Hashable, Sendable {
    package static let lightgbm = LearnerName("lightgbm", title: "LightGBM")
    package static let xgboost = LearnerName("xgboost", title: "XGBoost")
    package static let logistic = LearnerName("logistic", title: "logistic")

    /// The learners that come with the program.
    package static let builtIn: [LearnerName] = [.lightgbm, .xgboost, .logistic]

    /// The learners whose parameters `prospect tune` searches.
    package static let tunable: [LearnerName] = [.lightgbm, .xgboost]

    private static let registered = Mutex<[LearnerName]>([])

    /// All learners. Those of the program come first.
    package static var known: [LearnerName] { builtIn + registered.withLock { $0 } }

    package let rawValue: String
    /// The name in a sentence or a heading.
    package let title: String

    private init(_ name: String, title: String) {
        rawValue = name
        self.title = title
    }

    /// Makes a name. Returns nil if this process does not know it.
    package init?(rawValue: String) {
        guard let name = Self.known.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = name
    }

    /// Registers the name of a learner.
    ///
    /// - Parameter name: Lower-case letters, digits and underscores, starting with a letter, at most 30 characters. It
    ///   becomes part of the names of files and columns.
    /// - Returns: The name, or nil if it is malformed or taken.
    package static func register(_ name: String, title: String) -> LearnerName? {
        guard let first = name.utf8.first, (97...122).contains(first), name.utf8.count <= 30,
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }),
            !reserved.contains(name)
        else { return nil }
        return registered.withLock { registered in
            guard !(builtIn + registered).contains(where: { $0.rawValue == name }) else { return nil }
            let new = LearnerName(name, title: title)
            registered.append(new)
            return new
        }
    }

    /// The names of other models, and names whose list files would collide with other files.
    private static let reserved: Set = ["ensemble", "activity", "xgb", "logreg", "enriched_taxonomy"]

    package static func == (left: LearnerName, right: LearnerName) -> Bool { left.rawValue == right.rawValue }
    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
