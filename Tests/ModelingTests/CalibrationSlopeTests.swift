import Testing

@testable import Modeling

@Suite struct CalibrationSlopeTests {
    /// The slope is that of a short secant, away from the kinks of a line.
    @Test(arguments: [
        Calibration.none, .intercept(2), .platt(slope: 0.6, intercept: 1), .beta(a: 0.3, b: 1.4, c: 0.1),
        .isotonic(raw: [-3, -1, 2], listed: [-4, -2, -2]), .isotonic(raw: [], listed: []),
    ])
    func slopeIsTheDerivative(calibration: Calibration) {
        for raw in stride(from: -5.05, through: 5, by: 0.3) {
            let secant = (calibration.logOdds(raw + 1e-6) - calibration.logOdds(raw - 1e-6)) / 2e-6
            #expect(abs(calibration.slope(at: raw) - secant) < 1e-6)
        }
    }
}
