internal import Playbooks

/// The two lines for a portal as they stand: as they were made, or as a person changed them.
struct Message: Equatable, Sendable {
    let subject: String
    let opening: String
    let source: String
    /// The lines that were made, where a person has changed them.
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
