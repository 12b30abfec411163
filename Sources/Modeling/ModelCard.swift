internal import Base
internal import Boosting
internal import Foundation
package import Snapshots
internal import Sources

/// What a person should know about a run's models before trusting their lists: `model-card.md`.
///
/// Mitchell et al., "Model cards for model reporting", FAT* 2019.
package struct ModelCard {
    private let model: TrainedModel
    private let metrics: TestMetrics?
    private let snapshots: SnapshotSet
    private let backtest: BacktestReport?
    private let notBacktested: String?
    private let primary: BacktestReport.Choice?
    private let audit: AuditReport?
    private let sections: [String]

    /// Makes a model card.
    ///
    /// - Parameters:
    ///   - metrics: The test metrics, or nil if there was nothing to measure.
    ///   - backtest: The result of the backtest, or nil if there was none.
    ///   - notBacktested: Why there was no backtest, in one sentence.
    ///   - primary: The model whose list later stages use, or nil if it is not known yet.
    ///   - audit: The audit, or nil if the run was not audited. The card then says so.
    ///   - sections: Further sections with their headings, placed before the limits.
    package init(
        model: TrainedModel, metrics: TestMetrics?, snapshots: SnapshotSet, backtest: BacktestReport? = nil,
        notBacktested: String? = nil, primary: BacktestReport.Choice? = nil, audit: AuditReport? = nil,
        sections: [String] = []
    ) {
        self.model = model
        self.metrics = metrics
        self.snapshots = snapshots
        self.backtest = backtest
        self.notBacktested = notBacktested
        self.primary = primary
        self.audit = audit
        self.sections = sections
    }

    package var markdown: String {
        let parts =
            [
                "# Model card, \(snapshots.asOf.withWeekday)", "\(snapshots.clocks.phrase).", which, data, dates,
                features, members, results, backtested,
            ] + sections
            + [limits, audited]
        return parts.compactMap(\.self).joined(separator: "\n\n") + "\n"
    }

    /// Which model's list is used, and what replaced the configured members.
    private var which: String? {
        var lines = [model.basis?.text, model.fallback?.sentence].compactMap(\.self)
        if let primary {
            lines.append("The list (`\(ListColumn.file)`) is ranked by \(primary.model.inText): \(primary.reason).")
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n\n")
    }

    private var backtested: String? {
        if let backtest { return BacktestSection(backtest).markdown }
        return notBacktested.map { "## Backtest\n\n\($0)" }
    }

    private var data: String {
        """
        ## Data

        - Population: `\(snapshots.population.rawValue)`, \(snapshots.company.known) known portals, of which \
        \(snapshots.company.customers) are customers on \(snapshots.asOf).
        - Snapshots: \(snapshots.counts.snapshots + snapshots.counts.coldSnapshots) from \(snapshots.firstSunday) to \
        \(snapshots.asOf). \(snapshots.counts.positives) are known to be followed by a conversion within \
        \(snapshots.horizon) days; that counts those whose \(snapshots.horizon) days are not over yet.
        - Cadence of the usage: \(snapshots.cadence.rawValue).
        """
    }

    private var dates: String {
        func span(_ period: SnapshotPeriod) -> String { "\(period.first) to \(period.last)" }
        var table = ResultTable([.text("period"), .text(snapshots.weekday.plural), .text("used for")])
        if let split = model.split {
            table.add("training", span(split.train), "fitting the models that are judged")
            table.add("validation", span(split.validation), "early stopping")
            table.add("test", span(split.test), "the metrics below")
        }
        table.add("list", span(model.trainedOn), "fitting the models that score the list")
        return """
            ## Dates

            \(table.plainMarkdown())

            Between the periods lies a gap of a whole horizon, \(snapshots.horizon) days, so that no label of one was \
            decided inside the next. The models of the list saw \(model.snapshots) snapshots, \(model.positives) of \
            them followed by a conversion.
            """
    }

    private var features: String {
        """
        ## Features

        \(model.features.count) features of one snapshot each (set: `\(snapshots.featureSet.rawValue)`): \
        \(model.features.map { "`\($0.name)`" }.joined(separator: ", ")). The portal's id is not among them. \
        Trees split them between bins that follow from what a feature means, and from no snapshot.
        """
    }

    private var members: String {
        if let rates = model.activity {
            return """
                ## Members

                None: portals are ranked by user-weeks in the last \(snapshots.windows.last!) days. The probability is \
                the base rate, \(Numbers.decimal(rates.baseRate, 5)) (half a conversion is added to those seen), \
                shared out in proportion to 1 + ln(1 + user-weeks).
                """
        }
        var table = ResultTable([.text("member"), .number("trees or steps"), .text("origin"), .text("parameters")])
        for member in model.members {
            let parameters = member.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            table.add(
                "\(ModelName(member.name).title) \(member.version)", member.rounds, member.origin.rawValue,
                parameters.joined(separator: ", "))
        }
        return """
            ## Members

            No class weights but where a parameter below says so, and nothing is drawn twice. Equal snapshots are one row\
            \(model.rows.map { ": those of the list were fitted on \($0)" } ?? ""). Beyond `training.max_rows` rows all that \
            converted stay, and the others are a sample whose weights make up for those left out.

            \(table.plainMarkdown())
            """
    }

    private var results: String {
        guard let metrics else {
            return "## Test\n\n"
                + (model.basis?.notMeasured
                    ?? "Nothing was measured: the history is too short, or nobody converted in the training period.")
        }
        var table = ResultTable([
            .text("model"), .decimal("ROC-AUC", 3), .decimal("average precision", 3), .decimal("Brier", 5),
            .decimal("log loss", 5), .decimal("precision@10", 3), .decimal("@50", 3), .decimal("@100", 3),
            .decimal("lift@1%", 1),
        ])
        for name in Baseline.ordered(metrics.models.keys) {
            guard let metric = metrics.models[name] else { continue }
            let intervals = metrics.intervals[name]
            func cell(_ value: Double?, _ interval: Estimate?) -> ResultTable.Cell {
                guard let value, let interval else { return value.cell }
                return .estimate(value, low: interval.low, high: interval.high)
            }
            func precision(_ cut: String) -> ResultTable.Cell {
                cell(metric.at(cut)?.precision, intervals?.at(cut)?.precision)
            }
            table.add(
                ModelName(rawValue: name)?.title ?? Baseline.title(name) ?? name,
                cell(metric.rocAUC, intervals?.rocAUC), cell(metric.averagePrecision, intervals?.averagePrecision),
                cell(metric.brier, intervals?.brier), cell(metric.logLoss, intervals?.logLoss), precision("10"),
                precision("50"), precision("100"), cell(metric.at("1%")?.lift, intervals?.at("1%")?.lift))
        }
        let period = metrics.period
        return """
            ## Test

            \(period.sundays) \(snapshots.weekday.plural), \(period.snapshots) snapshots, \(period.positives) of them followed by a \
            conversion, of \(period.convertedPortals) portals. Precision and lift are means over the lists. In \
            brackets: 90% intervals, from a bootstrap over portals.

            \(table.plainMarkdown())
            """ + Self.weaknesses(metrics.weaknesses)
    }

    /// Returns a list of the models that score below a baseline.
    static func weaknesses(_ weaknesses: [Weakness]?) -> String {
        guard let weaknesses, !weaknesses.isEmpty else { return "" }
        return "\n\nWhere it loses:\n\n" + weaknesses.map { "- \($0.sentence)" }.joined(separator: "\n")
    }

    private var limits: String {
        var limits: [String] = []
        if let metrics {
            limits.append(
                "\(metrics.period.convertedPortals) converted portals stand behind the metrics; a difference without an "
                    + "interval means nothing.")
        }
        if model.fallback != nil {
            limits.append("So few portals have converted that every probability on the list is a rough one.")
        }
        if let backtest, backtest.folds.contains(where: \.tuningSawLater) {
            limits.append(
                "Parameters were tuned on labels later than some lists of the backtest, which favours the tuned members "
                    + "there; `backtest.json` names their days (`tuningSawLater`).")
        }
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
