/// A property of a portal, as people would name it. All features of one signal make one reason.
package enum Signal: Hashable, Sendable {
    /// How much a module is used: a column of actions.
    case actions(String)
    /// How many people use a module: a column of users.
    case users(String)
    /// The actions in all modules.
    case activity
    /// How long ago the last activity was.
    case recency
    /// The number of weeks with any activity.
    case regularity
    /// Whether there is more or less activity than before.
    case trend
    /// How many modules are used, and how evenly.
    case breadth
    /// How many people use the product.
    case team
    /// How long ago the first activity was.
    case tenure
    /// How long ago the portal was created, or first seen.
    case age
    /// A firmographic column.
    case firmographic(String)

    /// The two sides of a portal on which people judge it.
    package enum Axis: String, Codable, CaseIterable, Sendable {
        /// What the company is: firmographics.
        case fit
        /// What the company does with the product: usage, recency, momentum.
        case intent
    }

    package var axis: Axis {
        if case .firmographic = self { .fit } else { .intent }
    }

    /// The column of the signal, or nil if the signal has several columns.
    package var column: String? {
        switch self {
        case .actions(let column), .users(let column), .firmographic(let column): column
        default: nil
        }
    }

    /// The name in files: a word, followed by a colon and the column if the signal has one column.
    package var name: String {
        switch self {
        case .actions(let column): "actions:\(column)"
        case .users(let column): "users:\(column)"
        case .firmographic(let column): "firmographic:\(column)"
        case .activity: "activity"
        case .recency: "recency"
        case .regularity: "regularity"
        case .trend: "trend"
        case .breadth: "breadth"
        case .team: "team"
        case .tenure: "tenure"
        case .age: "age"
        }
    }

    private static let words: [Signal] = [.activity, .recency, .regularity, .trend, .breadth, .team, .tenure, .age]

    /// Reads the signal of a name in a file. Returns nil for an unknown name.
    package init?(name: String) {
        if let word = Self.words.first(where: { $0.name == name }) {
            self = word
            return
        }
        guard let colon = name.firstIndex(of: ":") else { return nil }
        let column = String(name[name.index(after: colon)...])
        switch name[..<colon] {
        case "actions": self = .actions(column)
        case "users": self = .users(column)
        case "firmographic": self = .firmographic(column)
        default: return nil
        }
    }
}

extension Signal: Codable {
    package init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        guard let signal = Signal(name: name) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(name)' is not a signal."))
        }
        self = signal
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
