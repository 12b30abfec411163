internal import Foundation
package import ProspectCore

/// What a person should know of a run's models before trusting their lists: `model-card.md`.
///
/// Mitchell et al., "Model cards for model reporting", FAT* 2019.
package struct ModelCard {
    private let model: TrainedModel
    private let metrics: TestMetrics
    private let snapshots: SnapshotSet
    private let audit: AuditReport?

    /// - Parameter audit: nil where the run was not audited; the card then says so.
    package init(model: TrainedModel, metrics: TestMetrics, snapshots: SnapshotSet, audit: AuditReport? = nil) {
        self.model = model
        self.metrics = metrics
        self.snapshots = snapshots
        self.audit = audit
    }

    package var markdown: String {
        [
            "# Model card, \(snapshots.asOf)", data, dates, features, members, results, limits, audited,
        ].joined(separator: "\n\n") + "\n"
    }

    private var data: String {
        """
        ## Data

        - Population: `\(snapshots.population.rawValue)`, \(snapshots.company.known) known portals, of which \
        \(snapshots.company.customers) are customers on \(snapshots.asOf).
        - Snapshots: \(snapshots.counts.snapshots + snapshots.counts.coldSnapshots) from \(snapshots.firstSunday) to \
        \(snapshots.asOf), \(snapshots.counts.positives) of them followed by a conversion within \
        \(snapshots.horizon) days.
        - Cadence of the usage: \(snapshots.cadence.rawValue).
        """
    }

    private var dates: String {
        func span(_ period: Split.Period) -> String { "\(period.first) to \(period.last)" }
        return """
            ## Dates

            | period | Sundays | used for |
            |---|---|---|
            | training | \(span(model.split.train)) | fitting the models that are judged |
            | validation | \(span(model.split.validation)) | early stopping |
            | test | \(span(model.split.test)) | the metrics below |
            | list | \(span(model.trainedOn)) | fitting the models that score the list |

            Between the periods lies a gap of a whole horizon, \(snapshots.horizon) days, so that no label of one was \
            decided inside the next. The models of the list saw \(model.snapshots) snapshots, \(model.positives) of \
            them followed by a conversion.
            """
    }

    private var features: String {
        """
        ## Features

        \(model.features.count) features of one snapshot each (set: `\(snapshots.featureSet.rawValue)`): \
        \(model.features.map { "`\($0.name)`" }.joined(separator: ", ")). The portal's id is not among them.
        """
    }

    private var members: String {
        let rows = model.members.map { member in
            let parameters = member.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "| \(ModelName(member.name).title) \(member.version) | \(member.rounds) | "
                + parameters.joined(separator: ", ") + " |"
        }
        return """
            ## Members

            No class weights, no resampling.

            | member | trees or steps | parameters |
            |---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    private var results: String {
        let names = ModelName.allCases.map(\.rawValue) + ["user_weeks_30d", "random"]
        func number(_ value: Double?, _ places: Int) -> String {
            value.map { String(format: "%.\(places)f", $0) } ?? "–"
        }
        let rows = names.compactMap { name in metrics.models[name].map { (name, $0) } }.map { name, metric in
            let cells = [
                name, number(metric.rocAUC, 3), number(metric.averagePrecision, 3), number(metric.brier, 5),
                number(metric.logLoss, 5), number(metric.at("10")?.precision, 3),
                number(metric.at("50")?.precision, 3), number(metric.at("100")?.precision, 3),
                number(metric.at("1%")?.lift, 1),
            ]
            return "| \(cells.joined(separator: " | ")) |"
        }
        let period = metrics.period
        return """
            ## Test

            \(period.sundays) Sundays, \(period.snapshots) snapshots, \(period.positives) of them followed by a \
            conversion, of \(period.convertedPortals) portals. Precision and lift are means over the Sundays.

            | model | ROC-AUC | average precision | Brier | log loss | precision@10 | @50 | @100 | lift@1% |
            |---|---|---|---|---|---|---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    private var limits: String {
        var limits = [
            "\(metrics.period.convertedPortals) converted portals stand behind the metrics; small differences between "
                + "models mean nothing. `prospect backtest` gives intervals."
        ]
        let firmographics = snapshots.firmographics.map { FeatureSet.learnable($0.derived ?? $0.given) }
        if model.features.contains(where: { firmographics.contains($0.name) }) {
            limits.append(
                "The firmographics are as of the extraction of the tables, not as of each snapshot. What was filled "
                    + "in or corrected after a sale looks better in these metrics than it will on the next list. "
                    + "`features.firmographics: false` leaves them out.")
        }
        if snapshots.population == .observedSpan {
            limits.append(
                "The population `observed-span` looks ahead: a portal has a snapshot only where a later usage row "
                    + "exists. Use it for comparison alone.")
        }
        return "## Known limits\n\n" + limits.map { "- \($0)" }.joined(separator: "\n")
    }

    private var audited: String {
        guard let audit else { return "## Audit\n\nThis run was not audited; `prospect audit` does it." }
        let checks = audit.checks.map { check in
            (["- **\(check.name.rawValue): \(check.status.rawValue).** \(check.summary)"]
                + check.findings.map { "  - \($0.status.rawValue): \($0.text) \($0.advice)" }).joined(separator: "\n")
        }
        return """
            ## Audit

            \(audit.status == .failed ? "Failed: the lists were not published." : "Not failed.") Lists were made again \
            with \(ModelName(audit.member).title), \(audit.rounds) rounds.

            \(checks.joined(separator: "\n"))
            """
    }
}
