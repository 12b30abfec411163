internal import Base
internal import Modeling
internal import Ranking

/// The first sentences of a report: what to expect from the list, and whether to trust it.
struct ReportSummary {
    private let content: ReportContent

    init(_ content: ReportContent) { self.content = content }

    var text: String { [promise, trust].compactMap(\.self).joined(separator: " ") }

    private var promise: String? {
        guard let list = content.list else { return nil }
        let promise = list.forecast.conversions
        let until = content.asOf + content.horizon
        return
            "Of \(Numbers.count(list.reconciliation.listed, "free portal")), about \(Numbers.decimal(promise.expected, 0)) "
            + "(\(Numbers.count(promise.low)) to \(Numbers.count(promise.high))) can be expected to become customers by \(until)."
    }

    private var trust: String {
        if let audit = content.audit, audit.status == .failed {
            return "The audit failed: look at its findings before you act on this list."
        }
        guard let report = content.backtest, let model = content.list?.model,
            let found = report.judgement(of: model.rawValue)?.at("50")?.positives
        else {
            return "How well such lists have done in past weeks was not measured."
        }
        return "On \(Titles.past(report.folds.count, report.weekday)), the first 50 of the list would have held "
            + "\(Numbers.decimal(found.value, 0)) of \(Numbers.count(report.conversions, "conversion")) "
            + "(a portal counts once for each list that it converted after)."
    }
}
