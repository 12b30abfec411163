/// The names of the columns as the three tables spell them.
package struct ColumnNames: Equatable, Sendable {
    package var id = "id"
    package var closeDate = "CLOSEDATE"
    /// Monthly recurring revenue, in the customers table; nil where it does not say.
    package var revenue: String? = "MRR"
    /// The day a portal was created; nil where the tables do not have one.
    package var created: String?
    package var timestamp = "WHEN_TIMESTAMP"
    package var actions = ["ACTIONS_CRM_CONTACTS", "ACTIONS_CRM_COMPANIES", "ACTIONS_CRM_DEALS", "ACTIONS_EMAIL"]
    package var users = ["USERS_CRM_CONTACTS", "USERS_CRM_COMPANIES", "USERS_CRM_DEALS", "USERS_EMAIL"]
    /// Which spellings of an id are the same portal.
    package var idForm = IDForm.exact
    /// How dates are written, by column; a column that is left out is `auto`.
    package var dateFormat: [DateColumn: DateFormat] = [:]
    /// How revenue and the firmographic numbers are written.
    package var numberFormat = NumberFormat.auto
    /// Words that mean "missing", in any case.
    package var missing = Self.missingWords

    /// What exports write for a missing value. "NA" is not among them: it is Namibia's code too.
    package static let missingWords = [
        "NULL", "N/A", "#N/A", "None", "nil", "\\N", "NaN", "-", "--", "(blank)", "(empty)", "#NULL!",
    ]

    package init() {}

    /// How the dates of a column are written.
    package func format(of column: DateColumn) -> DateFormat { dateFormat[column] ?? .auto }

    /// Actions first, then users.
    package var counts: [String] { actions + users }
}
