internal import Charts
internal import Foundation
internal import Pipeline
internal import ProspectCore

/// A run as the template `run` takes it.
struct RunPage {
    struct Link {
        let title: String
        let href: String
    }

    let id: String
    let state: String
    let isBad: Bool
    let remark: String?
    let figures: [KeyFigure]
    let links: [Link]
    let stages: TableView?
    let metrics: TableView?
    let spending: TableView?
    let settings: TableView?
    let inputs: TableView?
    let versions: TableView?

    /// What `prospect report` writes into the run folder.
    static let reportFile = "report.html"

    init(_ run: RunRecord, forecast: ListForecast?, hasReport: Bool, now: Date) {
        id = run.id
        state = run.state.rawValue
        isBad = [.failed, .died, .broken].contains(run.state)
        remark = run.remark
        figures = Self.figures(run, forecast, now: now)
        var links: [Link] = []
        func link(_ title: String, _ path: String) {
            links.append(Link(title: title, href: QueryParameters.address(path, [("run", run.id)])))
        }
        if run.hasList, run.state != .running { link("Its list", "/") }
        if run.manifest != nil {
            link("Its model", "/model")
            link("Its data", "/data")
        }
        if hasReport { links.append(Link(title: "Its report", href: RunsPage.address(run.id) + "/report")) }
        self.links = links
        guard let manifest = run.manifest else {
            (stages, metrics, spending, settings, inputs, versions) = (nil, nil, nil, nil, nil, nil)
            return
        }
        stages = TableView(
            ChartTable(
                [
                    .text("Stage"), .number("Time"), .number("Peak memory"), .number("Rows in"), .number("Rows out"),
                ],
                rows: manifest.stages.map {
                    [
                        $0.name.rawValue, Words.seconds($0.seconds), Words.bytes($0.peakMemory), Words.count($0.rowsIn),
                        Words.count($0.rowsOut),
                    ]
                }), caption: "Stages")
        metrics = manifest.metrics.map { metrics in
            let names = metrics.models.keys.sorted()
            return TableView(
                ChartTable(
                    [.text("Model"), .number("ROC-AUC"), .number("Average precision"), .number("Log loss")],
                    rows: names.map { name in
                        let model = metrics.models[name]!
                        return [
                            ModelCharts.title(name), model.rocAUC.map { Words.decimal($0, 3) } ?? "–",
                            model.averagePrecision.map { Words.decimal($0, 3) } ?? "–",
                            model.logLoss.map { Words.decimal($0, 5) } ?? "–",
                        ]
                    }), caption: "Test metrics")
        }
        spending = manifest.playbooks.map { playbooks in
            func row(_ name: String, _ spent: PlaybookReport.Spending) -> [String] {
                [name, Words.count(spent.requests), Words.count(spent.tokens), Words.decimal(spent.money, 4)]
            }
            return TableView(
                ChartTable(
                    [.text("Playbooks"), .number("Requests"), .number("Tokens"), .number("Money")],
                    rows: [row("by this run", playbooks.spent), row("for this Sunday before", playbooks.spentBefore)]),
                caption: "What the playbooks cost")
        }
        settings = TableView(
            ChartTable([.text("Key"), .text("Value")], rows: manifest.configuration.map { [$0.key, $0.value] }),
            caption: "Settings")
        inputs = TableView(
            ChartTable(
                [.text("File"), .number("Bytes"), .text("SHA-256")],
                rows: manifest.inputs.map { [$0.path, Words.count($0.bytes), String($0.sha256.prefix(16)) + "…"] }),
            caption: "Inputs")
        versions = TableView(
            ChartTable(
                [.text("Part"), .text("Version")],
                rows: manifest.versions.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }), caption: "Versions")
    }

    static func figures(_ run: RunRecord, _ forecast: ListForecast?, now: Date) -> [KeyFigure] {
        guard let manifest = run.manifest else { return [] }
        let evaluation = RunFigures.evaluation(run)
        return [
            KeyFigure(label: "Sunday", value: run.asOf?.description ?? "–", detail: nil),
            KeyFigure(label: "Started", value: Words.time(manifest.started), detail: nil),
            KeyFigure(label: "Duration", value: run.seconds(now: now).map(Words.seconds) ?? "–", detail: nil),
            KeyFigure(
                label: "Listed", value: manifest.reconciliation.map { Words.count($0.listed) } ?? "–",
                detail: manifest.reconciliation.map { "of \(Words.count($0.free)) free" }),
            KeyFigure(
                label: "Expected conversions", value: forecast.map { Words.decimal($0.conversions.expected, 1) } ?? "–",
                detail: forecast.map { "90%: \($0.conversions.low) to \($0.conversions.high)" }),
            KeyFigure(
                label: "List by", value: manifest.primary?.model.title ?? "–", detail: nil),
            KeyFigure(label: "ROC-AUC", value: evaluation?.rocAUC.map { Words.decimal($0, 3) } ?? "–", detail: nil),
            KeyFigure(label: "Spent", value: RunFigures.spent(run), detail: nil),
        ]
    }
}
