internal import Base
internal import Foundation

/// The model card's section on expected revenue.
package struct RevenueSection {
    private let model: RevenueModel

    package init(_ model: RevenueModel) {
        self.model = model
    }

    package var markdown: String {
        let customers = model.customers
        var parts = [
            "## Expected revenue",
            """
            Learned from \(customers.positive) customers with a positive monthly revenue: median \
            \(number(model.median)), mean \(number(model.mean))\(interval). Left out: \(customers.zero) of zero, \
            \(customers.negative) negative, \(customers.missing) missing. First-year revenue is twelve times the monthly \
            one; nothing is taken off for customers that leave.
            """,
        ]
        if let comparison = model.comparison {
            let verdict =
                model.weight > 0
                ? "so the regression is used, at \(number(model.weight)) of its distance from the median."
                : "so the median alone is used."
            parts.append(
                "On customers that it had not seen (\(comparison.customers), in \(comparison.groups) groups), the "
                    + "regression lowers the mean squared error of the logarithm from "
                    + "\(number(comparison.medianError, 3)) by \(number(comparison.gain, 3)) ± "
                    + "\(number(comparison.standardError, 3)), " + verdict)
        } else {
            parts.append("Too few customers for a regression: the median alone is used.")
        }
        return parts.joined(separator: "\n\n")
    }

    private var interval: String {
        guard let low = model.meanLow, let high = model.meanHigh else { return "" }
        return " (90% interval \(number(low)) to \(number(high)))"
    }

    private func number(_ value: Double, _ places: Int = 2) -> String {
        Numbers.decimal(value, places, minus: .hyphen)
    }
}
