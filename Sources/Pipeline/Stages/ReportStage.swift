internal import Base
internal import Charts
internal import DuckDB
internal import Foundation
internal import Ranking
internal import Reporting

/// The report of a run that has its lists: `report.html` and `report.md`.
///
/// The same inputs and the same earlier list give the same bytes. The report does not contain the run's id, its times,
/// its memory or the places of files.
struct ReportStage: Stage {
    static let name = StageName.report

    let pipeline: Pipeline

    func run(in session: RunSession, work: String) throws -> (value: Void, rows: RowCounts) {
        pipeline.progress.begin("report", total: nil, unit: "pages")
        let connection = try pipeline.openDatabase().connect()
        let document = ReportDocument(try pipeline.reportContent(session, connection: connection))
        let markdown = Data(ReportMarkdown(document).text.utf8)
        let page = ReportPage(document).html(
            plotly: try Data(contentsOf: URL(fileURLWithPath: PlotlyLibrary.path())))
        try AtomicFile.write(markdown, to: session.folder.file(RunSession.reportText))
        try AtomicFile.write(page, to: session.folder.file(RunSession.reportPage))
        pipeline.progress.end("\(document.charts.count) charts")
        return (
            (),
            RowCounts(
                rowsIn: session.folder.manifest.reconciliation?.listed ?? 0, rowsOut: document.charts.count)
        )
    }
}
