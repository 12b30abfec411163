/// The names of the count columns in sentences and in rules: `ACTIONS_CRM_DEALS` is `deals`.
package enum ModuleNames {
    /// Returns a unique name for each column, in order. A common beginning of all columns is left out, and so is a
    /// first word that some of the others share, as long as every column keeps a name of its own.
    package static func names(of columns: [String]) -> [String] {
        var words = columns.map { $0.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init) }
        while words.count > 1, let first = words[0].first, words.allSatisfy({ $0.count > 1 && $0[0] == first }) {
            words = words.map { Array($0.dropFirst()) }
        }
        if columns.count == 1, words[0].count > 1, ["actions", "users"].contains(words[0][0]) {
            words[0].removeFirst()
        }
        let shorter = words.map { own in
            let isShared = own.count > 1 && words.filter { $0.first == own[0] }.count > 1
            return isShared ? Array(own.dropFirst()) : own
        }
        if Set(shorter).count == shorter.count { words = shorter }
        let names = words.map { $0.joined(separator: "_") }
        return zip(names, columns).map { name, column in
            name.isEmpty || names.filter { $0 == name }.count > 1 ? column.lowercased() : name
        }
    }
}

/// The signals that rules of playbooks may name.
package enum SignalNames {
    /// The signals that do not depend on columns.
    package static let fixed = [
        "actions", "actions.before", "change", "modules", "largest_share", "people", "recency", "active_weeks", "age",
    ]

    /// Returns all signals for the configured columns and windows.
    package static func known(actions: [String], users: [String], windows: [Int]) -> [String] {
        fixed + windows.map { "actions.\($0)d" }
            + ModuleNames.names(of: actions).flatMap { name in
                ["actions.\(name)", "share.\(name)"] + windows.map { "actions.\(name).\($0)d" }
            } + ModuleNames.names(of: users).map { "users.\($0)" }
    }
}
