internal import Sources

/// Check 6: a test result that is too good to be true.
package enum TestResultCheck {
    /// The ROC-AUC that raises the alarm.
    package static let limit = 0.95
    /// The number of converted portals below which a high ROC-AUC may be chance.
    package static let leastPortals = 20

    /// Judges the test metrics of the run.
    ///
    /// - Parameters:
    ///   - metrics: The metrics of the run's models and baselines. The check ignores the baselines.
    ///   - accepted: The names in `audit.accepted`. `test-result` turns a failure into a warning.
    ///   - scan: The findings of `single-features`. If a single usage feature is as strong and no column carries the
    ///     label, usage as of its Sunday explains the result, which is then a warning.
    package static func check(
        _ metrics: TestMetrics, accepted: Set<String>, scan: AuditCheck? = nil
    ) -> AuditCheck {
        let portals = metrics.period.convertedPortals
        let others =
            Double(metrics.period.snapshots - metrics.period.positives) / Double(max(metrics.period.sundays, 1))
        let models = ModelName.known.compactMap { name in
            metrics.models[name.rawValue]?.rocAUC.map { auc in
                (name: name, auc: AUCEstimate(auc, positives: Double(max(portals, 1)), negatives: max(others, 1)))
            }
        }
        guard let best = models.max(by: { $0.auc.value < $1.auc.value }) else {
            return .skipped(.testResult, "Not judged: the test period has no conversion.")
        }
        func text(_ auc: AUCEstimate) -> String {
            "\(AuditText.decimal(auc.value)) (95% interval \(AuditText.interval(auc.low, auc.high)), "
                + "\(AuditText.count(portals, "converted portal")))"
        }
        let isEnough = portals >= leastPortals
        let isExplained = scan.map { $0.status == .warning && ($0.numbers["strongestUsage"] ?? 0) > limit } ?? false
        let isAccepted = accepted.contains(AuditCheck.Name.testResult.rawValue)
        let findings = models.filter { $0.auc.value > limit }.map { model in
            AuditCheck.Finding(
                isEnough && !isAccepted && !isExplained ? .failed : .warning, model.name.title,
                text: "The test ROC-AUC of \(model.name.title) is \(text(model.auc)), above \(limit).",
                advice: isEnough && isExplained
                    ? "Usage as of its Sunday explains it: `single-features` names what is as strong alone. See whether that is "
                        + "recorded, or dated, after the sale."
                    : isEnough
                        ? (isAccepted ? "Accepted by `audit.accepted`. " : "")
                            + "So good a result has nearly always been a leak. See which columns `single-features` names, and "
                            + "ask when each firmographic is filled in."
                        : "With fewer than \(leastPortals) converted portals this may be chance.",
                numbers: [
                    "rocAUC": model.auc.value, "low": model.auc.low, "high": model.auc.high, "portals": Double(portals),
                ])
        }
        return AuditCheck(
            .testResult,
            summary:
                "The best test ROC-AUC is that of \(best.name.title), \(text(best.auc)); the alarm is at \(limit).",
            numbers: [
                "rocAUC": best.auc.value, "low": best.auc.low, "high": best.auc.high, "portals": Double(portals),
            ], findings: findings)
    }
}
