internal import Base
internal import Charts
internal import ChatCompletion
internal import Foundation
internal import Modeling
internal import Pipeline
internal import Playbooks
internal import Ranking
internal import Reporting
internal import Sources

/// A run in the form of the template `run`.
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

    /// The file that `prospect report` writes to the run folder.
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
            ResultTable(
                [
                    .text("Stage"), .number("Time"), .number("Peak memory"), .number("Rows in"), .number("Rows out"),
                ],
                rows: manifest.stages.map {
                    [
                        $0.name.rawValue, Words.seconds($0.seconds), Words.bytes($0.peakMemory),
                        Numbers.count($0.rowsIn),
                        Numbers.count($0.rowsOut),
                    ]
                }), caption: "Stages")
        metrics = manifest.metrics.map { metrics in
            let names = Baseline.ordered(metrics.models.keys)
            return TableView(
                ResultTable(
                    [.text("Model"), .number("ROC-AUC"), .number("Average precision"), .number("Log loss")],
                    rows: names.map { name in
                        let model = metrics.models[name]!
                        return [
                            Titles.ranking(name), model.rocAUC.map { Numbers.decimal($0, 3) } ?? "–",
                            model.averagePrecision.map { Numbers.decimal($0, 3) } ?? "–",
                            model.logLoss.map { Numbers.decimal($0, 5) } ?? "–",
                        ]
                    }), caption: "Test metrics")
        }
        spending = manifest.playbooks.map { playbooks in
            func row(_ name: String, _ spent: Spending) -> [String] {
                [name, Numbers.count(spent.requests), Numbers.count(spent.tokens), Numbers.decimal(spent.money, 4)]
            }
            return TableView(
                ResultTable(
                    [.text("Playbooks"), .number("Requests"), .number("Tokens"), .number("Money")],
                    rows: [
                        row("by this run", playbooks.spent), row("by earlier runs for this day", playbooks.spentBefore),
                    ]),
                caption: "What the playbooks cost")
        }
        settings = TableView(
            ResultTable([.text("Key"), .text("Value")], rows: manifest.configuration.map { [$0.key, $0.value] }),
            caption: "Settings")
        inputs = TableView(
            ResultTable(
                [.text("File"), .number("Bytes"), .text("SHA-256")],
                rows: manifest.inputs.map { [$0.path, Numbers.count($0.bytes), String($0.sha256.prefix(16)) + "…"] }),
            caption: "Inputs")
        versions = TableView(
            ResultTable(
                [.text("Part"), .text("Version")],
                rows: manifest.versions.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }), caption: "Versions")
    }

    static func figures(_ run: RunRecord, _ forecast: ListForecast?, now: Date) -> [KeyFigure] {
        guard let manifest = run.manifest else { return [] }
        let evaluation = RunFigures.evaluation(run)
        return [
            KeyFigure(label: "List for", value: run.asOf?.description ?? "–", note: run.asOf?.weekday.name),
            KeyFigure(label: "Usage through", value: manifest.clocks?.usageThrough.description ?? "–"),
            KeyFigure(label: "Outcomes through", value: manifest.clocks?.outcomesThrough.description ?? "–"),
            KeyFigure(label: "Started", value: Words.time(manifest.started)),
            KeyFigure(label: "Duration", value: run.seconds(now: now).map(Words.seconds) ?? "–"),
            KeyFigure(
                label: "Listed", value: manifest.reconciliation.map { Numbers.count($0.listed) } ?? "–",
                note: manifest.reconciliation.map { "of \(Numbers.count($0.free)) free" }),
            KeyFigure(
                label: "Conversions expected",
                value: forecast.map { Numbers.decimal($0.conversions.expected, 1) } ?? "–",
                note: forecast.map { "90% interval \($0.conversions.low) to \($0.conversions.high)" }),
            KeyFigure(
                label: "List by", value: manifest.primary?.model.title ?? "–"),
            KeyFigure(label: "Test ROC-AUC", value: evaluation?.rocAUC.map { Numbers.decimal($0, 3) } ?? "–"),
            KeyFigure(label: "Spent", value: RunFigures.spent(run)),
        ]
    }
}
