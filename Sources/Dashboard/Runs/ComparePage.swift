internal import Base
internal import Charts
internal import Foundation
internal import Modeling
internal import Pipeline
internal import Reporting

/// Two runs side by side in the form of the template `compare`.
struct ComparePage {
    let first: String
    let second: String
    let firstHref: String
    let secondHref: String
    let overview: TableView
    let metrics: TableView?
    let settings: TableView?
    let inputs: TableView?
    let versions: TableView?

    init(_ runs: (RunRecord, RunRecord), forecasts: (ListForecast?, ListForecast?), now: Date) {
        (first, second) = (runs.0.id, runs.1.id)
        (firstHref, secondHref) = (RunsPage.address(runs.0.id), RunsPage.address(runs.1.id))
        let header: [ResultTable.Column] = [.text(""), .text(runs.0.id), .text(runs.1.id)]
        let figures = (
            RunPage.figures(runs.0, forecasts.0, now: now), RunPage.figures(runs.1, forecasts.1, now: now)
        )
        func cell(_ figure: KeyFigure) -> String { figure.value + (figure.note.map { " (\($0))" } ?? "") }
        overview = TableView(
            ResultTable(
                header,
                rows: [["State", runs.0.state.rawValue, runs.1.state.rawValue]]
                    + zip(figures.0, figures.1).map { [$0.label, cell($0), cell($1)] }), caption: "Overview")
        let manifests = (runs.0.manifest!, runs.1.manifest!)
        let models = (manifests.0.metrics?.models ?? [:], manifests.1.metrics?.models ?? [:])
        let names = Baseline.ordered(Array(models.0.keys) + models.1.keys)
        let values: [(String, (Evaluation) -> Double?, Int)] = [
            ("ROC-AUC", { $0.rocAUC }, 3), ("average precision", { $0.averagePrecision }, 3),
            ("log loss", { $0.logLoss }, 5), ("precision, first 50", { $0.at("50")?.precision }, 3),
        ]
        metrics =
            names.isEmpty
            ? nil
            : TableView(
                ResultTable(
                    header,
                    rows: names.flatMap { name in
                        values.map { title, value, places in
                            func cell(_ models: [String: Evaluation]) -> String {
                                models[name].flatMap(value).map { Numbers.decimal($0, places) } ?? "–"
                            }
                            return ["\(Titles.ranking(name)), \(title)", cell(models.0), cell(models.1)]
                        }
                    }), caption: "Test metrics")
        func different(_ title: String, _ pairs: ([(String, String)], [(String, String)])) -> TableView? {
            let known = (
                Dictionary(pairs.0, uniquingKeysWith: { first, _ in first }),
                Dictionary(pairs.1, uniquingKeysWith: { first, _ in first })
            )
            let keys = pairs.0.map(\.0) + pairs.1.map(\.0).filter { known.0[$0] == nil }
            let rows = keys.filter { known.0[$0] != known.1[$0] }.map { [$0, known.0[$0] ?? "–", known.1[$0] ?? "–"] }
            return rows.isEmpty ? nil : TableView(ResultTable(header, rows: rows), caption: title)
        }
        settings = different(
            "Settings",
            (manifests.0.configuration.map { ($0.key, $0.value) }, manifests.1.configuration.map { ($0.key, $0.value) })
        )
        inputs = different(
            "Inputs",
            (
                manifests.0.inputs.map { ($0.path, "\(Numbers.count($0.bytes)) bytes, \($0.sha256.prefix(12))…") },
                manifests.1.inputs.map { ($0.path, "\(Numbers.count($0.bytes)) bytes, \($0.sha256.prefix(12))…") }
            ))
        versions = different(
            "Versions",
            (manifests.0.versions.sorted { $0.key < $1.key }, manifests.1.versions.sorted { $0.key < $1.key }))
    }
}
