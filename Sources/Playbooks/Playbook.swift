/// The playbook of a prospect: a row of the taxonomy, an urgency, and the first lines of a message.
package struct Playbook: Codable, Equatable, Sendable {
    package var pattern: String
    package var stage: String
    package var focus: String
    package var urgency: Urgency
    package var subject: String
    package var opening: String

    package init(pattern: String, stage: String, focus: String, urgency: Urgency, subject: String, opening: String) {
        self.pattern = pattern
        self.stage = stage
        self.focus = focus
        self.urgency = urgency
        self.subject = subject
        self.opening = opening
    }
}
