/// The playbook of one prospect, as later stages and the dashboard read it.
package struct PlaybookRow: Codable, Equatable, Sendable {
    /// The portal, as the tables have it.
    package let id: String
    package let playbook: Playbook
    /// Who wrote the message; as `SegmentedProspect.source`.
    package let source: String

    package init(_ prospect: SegmentedProspect) {
        id = prospect.facts.id
        playbook = prospect.playbook
        source = prospect.source
    }
}
