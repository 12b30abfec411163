internal import Base
internal import Boosting
package import Foundation

/// The list with its playbooks, in the form that people open.
package enum PlaybookList {
    package static let file = "sunday_ranked_prospects_enriched_taxonomy.csv"

    /// The columns after those of the list.
    package static let columns = AnswerField.all + ["segment_source"]

    /// Returns the list as CSV. Every cell is safe in a spreadsheet.
    ///
    /// - Parameters:
    ///   - date: The day of the list.
    ///   - probability: The column of the listed probability.
    ///   - firmographics: The names of the list's firmographic columns, in order.
    package static func csv(
        _ prospects: [SegmentedProspect], date: String, probability: String, firmographics: [String]
    ) -> Data {
        let header = ["id", "DATE", probability] + firmographics + columns
        let rows = prospects.map { prospect in
            let facts = prospect.facts
            let playbook = prospect.playbook
            return [facts.id, date, facts.probability] + facts.firmographics.map { $0.value ?? "" }
                + [
                    playbook.pattern, playbook.stage, playbook.focus, playbook.urgency.rawValue, playbook.subject,
                    playbook.opening, prospect.source,
                ]
        }
        let lines = ([header] + rows).map { $0.map(SafeCell.field).joined(separator: ",") }
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }
}
