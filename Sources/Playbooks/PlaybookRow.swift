internal import ProspectCore

/// The playbook of one prospect, as later stages and the dashboard read it.
package struct PlaybookRow: Codable, Equatable, Sendable {
    /// The portal, as the tables have it.
    package let id: String
    package let pattern: String
    package let stage: String
    package let focus: String
    package let urgency: String
    package let subject: String
    package let opening: String
    /// Who wrote the message.
    package let source: String

    package init(
        id: String, pattern: String, stage: String, focus: String, urgency: String, subject: String, opening: String,
        source: String
    ) {
        self.id = id
        self.pattern = pattern
        self.stage = stage
        self.focus = focus
        self.urgency = urgency
        self.subject = subject
        self.opening = opening
        self.source = source
    }

    package init(_ prospect: SegmentedProspect) {
        let playbook = prospect.playbook
        self.init(
            id: prospect.facts.id, pattern: playbook.pattern, stage: playbook.stage, focus: playbook.focus,
            urgency: playbook.urgency.rawValue, subject: playbook.subject, opening: playbook.opening,
            source: prospect.source)
    }
}
