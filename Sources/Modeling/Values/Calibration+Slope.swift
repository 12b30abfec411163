internal import Boosting
internal import Foundation

extension Calibration {
    /// Returns the slope of the listed log-odds at a raw value. It is 0 if the map is flat. At an isotonic point, it
    /// is the slope of the line that begins there.
    package func slope(at raw: Double) -> Double {
        switch self {
        case .none, .intercept: return 1
        case .platt(let slope, _): return slope
        case .beta(let a, let b, _):
            let probability = 1 / (1 + exp(-raw))
            return a * (1 - probability) + b * probability
        case .isotonic(let points, let listed):
            guard let next = points.firstIndex(where: { $0 > raw }), next > 0 else { return points.isEmpty ? 1 : 0 }
            return (listed[next] - listed[next - 1]) / (points[next] - points[next - 1])
        }
    }
}
