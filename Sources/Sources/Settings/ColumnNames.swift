/// The names of the columns in the three tables.
package struct ColumnNames: Equatable, Sendable {
    package var id = "id"
    package var closeDate = "CLOSEDATE"
    /// Monthly recurring revenue, in the customers table, or nil if the table does not have it.
    package var revenue: String? = "MRR"
    /// The day on which a portal was created, or nil if the tables do not have it.
    package var created: String?
    package var timestamp = "WHEN_TIMESTAMP"
    package var actions = ["ACTIONS_CRM_CONTACTS", "ACTIONS_CRM_COMPANIES", "ACTIONS_CRM_DEALS", "ACTIONS_EMAIL"]
    package var users = ["USERS_CRM_CONTACTS", "USERS_CRM_COMPANIES", "USERS_CRM_DEALS", "USERS_EMAIL"]
    /// The rule by which different spellings of an id are the same portal.
    package var idForm = IDForm.exact
    /// The format of dates, by column. A column that is left out is `auto`.
    package var dateFormat: [DateColumn: DateFormat] = [:]
    /// The format of revenue and of firmographic numbers.
    package var numberFormat = NumberFormat.auto
    /// Words that mean "missing", ignoring case.
    package var missing = Self.missingWords

    /// The words that exports write for a missing value. "NA" is not among them, because it is also the code of
    /// Namibia.
    package static let missingWords = [
        "NULL", "N/A", "#N/A", "None", "nil", "\\N", "NaN", "-", "--", "(blank)", "(empty)", "#NULL!",
    ]

    package init() {}

    /// Returns the format of the dates of a column.
    package func format(of column: DateColumn) -> DateFormat { dateFormat[column] ?? .auto }

    /// The count columns: actions first, then users.
    package var counts: [String] { actions + users }
}
