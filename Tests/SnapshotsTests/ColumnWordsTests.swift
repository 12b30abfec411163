import Snapshots
import Testing

@Suite struct ColumnWordsTests {
    @Test(arguments: [
        ("ACTIONS_CRM_DEALS", ColumnWords.noun(one: "deal action", many: "deal actions")),
        ("ACTIONS_CRM_COMPANIES", .noun(one: "company action", many: "company actions")),
        ("ACTIONS_EMAIL", .noun(one: "email action", many: "email actions")),
        ("USERS_EMAIL", .noun(one: "user of email", many: "users of email")),
        ("USERS_CRM_CONTACTS", .noun(one: "user of contacts", many: "users of contacts")),
        ("ACTIONS_CRM", .noun(one: "CRM action", many: "CRM actions")),
        ("ACTIONS", .noun(one: "action", many: "actions")),
        ("crmActionsSMS", .noun(one: "SMS action", many: "SMS actions")),
        ("actions.landing-pages", .noun(one: "landing page action", many: "landing page actions")),
        ("USERS_ANALYTICS", .noun(one: "user of analytics", many: "users of analytics")),
        ("USERS_INBOXES", .noun(one: "user of inboxes", many: "users of inboxes")),
        ("PAGE_VIEWS", .label("Page views")), ("DEALS", .label("Deals")), ("apiCalls", .label("API calls")),
        ("Größe", .label("Größe")),
    ])
    func words(column: String, expected: ColumnWords) {
        #expect(ColumnWords(column, among: [column]) == expected)
    }

    /// What would read the same keeps the word that tells it apart.
    @Test func twoColumnsDoNotReadTheSame() {
        let columns = ["ACTIONS_CRM_EMAIL", "ACTIONS_EMAIL", "ACTIONS_CRM_DEALS"]
        #expect(
            columns.map { ColumnWords($0, among: columns) } == [
                .noun(one: "CRM email action", many: "CRM email actions"),
                .noun(one: "email action", many: "email actions"),
                .noun(one: "deal action", many: "deal actions"),
            ])
    }
}
