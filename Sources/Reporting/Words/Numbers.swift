package import Base
package import Modeling

extension Numbers {
    /// Formats an estimate with its interval: `0.912 [0.884, 0.940]`.
    package static func estimate(_ estimate: Estimate?, _ places: Int) -> String {
        guard let estimate else { return "–" }
        return "\(decimal(estimate.value, places)) "
            + "[\(decimal(estimate.low, places)), \(decimal(estimate.high, places))]"
    }
}
