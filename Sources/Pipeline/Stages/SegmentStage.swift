internal import Base
internal import Playbooks

/// The playbooks and first messages for the best prospects of the primary list.
struct SegmentStage: Stage {
    static let name = StageName.segment

    let pipeline: Pipeline

    func run(in session: RunSession, work: String) throws -> (value: PlaybookReport, rows: RowCounts) {
        try pipeline.segment(session)
    }
}
