/// The playbook of one prospect, as later stages and the dashboard read it.
package struct PlaybookRow: Codable, Equatable, Sendable {
    /// The portal's id, as in the tables.
    package let id: String
    package let playbook: Playbook
    /// The author of the message, as in `SegmentedProspect.source`.
    package let source: String

    package init(_ prospect: SegmentedProspect) {
        id = prospect.facts.id
        playbook = prospect.playbook
        source = prospect.source
    }
}
