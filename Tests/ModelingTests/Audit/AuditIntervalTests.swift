import Testing

@testable import Modeling

@Suite struct AuditIntervalTests {
    /// At 0.5 it is the variance of Mann and Whitney, (m + n + 1) / 12mn; at 1 there is none. Hanley and McNeil's own
    /// example has 0.893 of 51 abnormal and 58 normal images.
    @Test func areaUnderTheCurve() {
        func error(_ auc: Double, _ positives: Double, _ negatives: Double) -> Double {
            let estimate = AUCEstimate(auc, positives: positives, negatives: negatives)
            return (estimate.value - estimate.low) / 1.959964
        }
        #expect(abs(error(0.5, 40, 300) - (341.0 / (12 * 40 * 300)).squareRoot()) < 1e-12)
        #expect(error(1, 40, 300) == 0)
        #expect(abs(error(0.893, 51, 58) - 0.032) < 0.001)
        #expect(abs(error(0.107, 51, 58) - error(0.893, 51, 58)) < 1e-12)
    }

    /// Newcombe 1998, table II, method 10: 56/70 against 48/80.
    @Test func differenceOfShares() {
        let (value, low, high) = Share(count: 56, of: 70).difference(from: Share(count: 48, of: 80), z: 1.959964)
        #expect(abs(value - 0.2) < 1e-12)
        #expect(abs(low - 0.0524) < 0.00005)
        #expect(abs(high - 0.3339) < 0.00005)
    }

    /// None of n: Wilson's upper limit is z²/(n + z²).
    @Test func noneOfMany() {
        let (low, high) = Share(count: 0, of: 123).interval
        #expect(low == 0)
        #expect(abs(high - 3.841459 / (123 + 3.841459)) < 1e-6)
        #expect(Share(count: 0, of: 0).interval == (0, 1))
    }
}
