internal import DuckDB
internal import Foundation

/// The name of a company's column in words.
///
/// `ACTIONS_CRM_DEALS` is "deal actions" and `USERS_EMAIL` "users of email". If a column does not say what it counts,
/// its name is a label, followed by a colon and the number: `PAGE_VIEWS` is "Page views".
package enum ColumnWords: Equatable, Sendable {
    /// Something that is counted, in the singular and the plural.
    case noun(one: String, many: String)
    case label(String)

    private static let acronyms: Set = [
        "AI", "API", "CMS", "CRM", "CSV", "ERP", "FAQ", "HR", "ID", "IP", "IT", "KPI", "NPS", "PDF", "SDK", "SEO",
        "SMS",
        "SQL", "SSO", "UI", "URL", "VPN",
    ]
    /// Words that say that the column counts, or what it counts.
    private static let actions: Set = ["ACTION", "ACTIONS"]
    private static let users: Set = ["USER", "USERS"]
    /// A word for the whole product. It is left out if another word remains.
    private static let product = "CRM"

    /// Makes the words.
    ///
    /// - Parameters:
    ///   - column: A column of actions or of users.
    ///   - others: The other columns of that kind. No two of them may read the same.
    package init(_ column: String, among others: [String]) {
        let short = Self.make(Self.words(column), isShort: true)
        let isTaken = others.contains { $0 != column && Self.make(Self.words($0), isShort: true) == short }
        self = isTaken ? Self.make(Self.words(column), isShort: false) : short
    }

    private static func make(_ words: [String], isShort: Bool) -> ColumnWords {
        var words = words
        let counted = words.firstIndex { actions.contains($0.uppercased()) || users.contains($0.uppercased()) }
        guard let counted else { return .label(capitalized(words.map(spelled).joined(separator: " "))) }
        let isUsers = users.contains(words.remove(at: counted).uppercased())
        if isShort, words.count > 1 { words.removeAll { $0.uppercased() == product } }
        if isUsers {
            let module = words.map(spelled).joined(separator: " ")
            return .noun(
                one: module.isEmpty ? "user" : "user of \(module)",
                many: module.isEmpty ? "users" : "users of \(module)")
        }
        if let last = words.popLast() { words.append(singular(last)) }
        let module = words.map(spelled).joined(separator: " ")
        let phrase = module.isEmpty ? "action" : "\(module) action"
        return .noun(one: phrase, many: phrase + "s")
    }

    /// Returns the name of a column without counts at the beginning of a sentence: `EMPLOYEE_RANGE` is "Employee
    /// range".
    package static func title(_ column: String) -> String {
        capitalized(words(column).map(spelled).joined(separator: " "))
    }

    /// Returns the words of a name. They are separated by anything other than letters and digits, and where a capital
    /// follows a lower-case letter.
    package static func words(_ name: String) -> [String] {
        var words = [""]
        var previous: Character?
        for letter in name {
            if !letter.isLetter, !letter.isNumber {
                words.append("")
            } else {
                if let previous, previous.isLowercase, letter.isUppercase { words.append("") }
                words[words.count - 1].append(letter)
            }
            previous = letter
        }
        return words.filter { !$0.isEmpty }
    }

    private static func spelled(_ word: String) -> String {
        acronyms.contains(word.uppercased()) ? word.uppercased() : word.lowercased()
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// Returns `COMPANY` for `COMPANIES`. It handles only regular English plurals.
    private static func singular(_ word: String) -> String {
        let upper = word.uppercased()
        if ["SALES", "NEWS", "SERIES", "ANALYTICS", "STATISTICS", "STATUS", "BUSINESS"].contains(upper) { return word }
        for (ending, replacement) in [("IES", "Y"), ("SSES", "SS"), ("CHES", "CH"), ("SHES", "SH"), ("XES", "X")]
        where upper.hasSuffix(ending) && upper.count > ending.count + 1 {
            return word.dropLast(ending.count) + replacement
        }
        let isPlural = upper.hasSuffix("S") && !upper.hasSuffix("SS") && !upper.hasSuffix("US") && upper.count > 3
        return isPlural ? String(word.dropLast()) : word
    }
}
