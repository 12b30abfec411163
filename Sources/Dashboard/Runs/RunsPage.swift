internal import Base
internal import ChatCompletion
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Pipeline
internal import Playbooks
internal import Ranking
internal import Reporting

/// All runs in the form of the template `runs`.
struct RunsPage {
    struct Row {
        let id: String
        let href: String
        let state: String
        let isBad: Bool
        let sunday: String
        let started: String
        let duration: String
        let listed: String
        let average: String
        let spent: String
        let remark: String?
        let listHref: String?
        let isShown: Bool
    }

    struct Option {
        let value: String
        let label: String
        let isChosen: Bool
    }

    let rows: [Row]
    let output: String
    let canCompare: Bool
    let firstOptions: [Option]
    let secondOptions: [Option]

    init(_ catalog: RunCatalog, shown: String?, now: Date) {
        rows = catalog.runs.map { run in
            let manifest = run.manifest
            return Row(
                id: run.id, href: Self.address(run.id), state: run.state.rawValue,
                isBad: [.failed, .died, .broken].contains(run.state), sunday: run.asOf?.description ?? "–",
                started: manifest.map { Words.time($0.started) } ?? "–",
                duration: run.seconds(now: now).map(Words.seconds) ?? "–",
                listed: manifest?.reconciliation.map { Numbers.count($0.listed) } ?? "–",
                average: RunFigures.rocAUC(run).map { Numbers.decimal($0, 3) } ?? "–", spent: RunFigures.spent(run),
                remark: run.state == .finished ? nil : run.remark,
                listHref: run.hasList && run.state != .running ? QueryParameters.address("/", [("run", run.id)]) : nil,
                isShown: run.id == shown)
        }
        output = "\(Numbers.count(catalog.runs.count, "run")), the latest first."
        let readable = catalog.runs.filter { $0.manifest != nil }
        canCompare = readable.count > 1
        func options(_ chosen: Int) -> [Option] {
            readable.enumerated().map { place, run in
                Option(value: run.id, label: "\(run.id) (\(run.state.rawValue))", isChosen: place == chosen)
            }
        }
        firstOptions = options(1)
        secondOptions = options(0)
    }

    static func address(_ run: String) -> String { "/runs/" + QueryParameters.encoded(run) }
}

/// The numbers of a run that several pages show.
enum RunFigures {
    /// Returns the ROC-AUC on the test period of the model whose list counts.
    static func rocAUC(_ run: RunRecord) -> Double? { evaluation(run)?.rocAUC }

    static func evaluation(_ run: RunRecord) -> Evaluation? {
        guard let metrics = run.manifest?.metrics else { return nil }
        let name = run.manifest?.primary?.model.rawValue
        return name.flatMap { metrics.models[$0] } ?? metrics.models[ModelName.lightgbm.rawValue]
    }

    static func spent(_ run: RunRecord) -> String {
        guard let playbooks = run.manifest?.playbooks else { return "–" }
        let spent = playbooks.spent
        guard spent.requests > 0 else { return "nothing" }
        return "\(Numbers.decimal(spent.money, 4)), \(Numbers.count(spent.requests, "request"))"
    }
}
