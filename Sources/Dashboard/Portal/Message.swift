internal import Playbooks

/// The two current lines for a portal, generated or changed by a person.
struct Message: Equatable, Sendable {
    let subject: String
    let opening: String
    let source: String
    /// Whether a person has changed each line.
    let isSubjectEdited: Bool
    let isOpeningEdited: Bool

    init(_ row: PlaybookRow, _ edit: MessageEdit?) {
        subject = edit?.subject ?? row.playbook.subject
        opening = edit?.opening ?? row.playbook.opening
        isSubjectEdited = edit?.subject != nil
        isOpeningEdited = edit?.opening != nil
        source = edit == nil || edit == MessageEdit() ? row.source : "edited"
    }
}

typealias MessageEdit = Edits.Edit
