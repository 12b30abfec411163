import Testing

@testable import Tuning

@Suite("The normal distribution agrees with SciPy")
struct TruncatedNormalTests {
    struct LogCDF: Decodable {
        let point: Double
        let value: Double
    }

    struct Truncated: Decodable {
        let low: Double
        let high: Double
        let points: [Double]
        let logDensities: [Double]
        let shares: [Double]
        let quantiles: [Double]
    }

    @Test func logCDF() throws {
        for reference in try Reference.load("log-cdf", as: LogCDF.self) {
            let value = NormalDistribution.logCDF(reference.point)
            #expect(abs(value - reference.value) <= 1e-13 * abs(reference.value), "at \(reference.point)")
        }
    }

    @Test func inverseOfLogCDF() {
        for x in [-60, -20.1, -5, -1, -0.01, 0, 0.7, 3, 8] as [Double] {
            let back = NormalDistribution.inverseLogCDF(NormalDistribution.logCDF(x))
            #expect(abs(back - x) <= 1e-9 * max(1, abs(x)), "at \(x)")
        }
    }

    @Test func densitiesAndQuantiles() throws {
        for reference in try Reference.load("truncated-normal", as: Truncated.self) {
            let distribution = TruncatedNormal(lower: reference.low, upper: reference.high)
            for (point, expected) in zip(reference.points, reference.logDensities) {
                #expect(agree(distribution.logDensity(point), expected, to: 1e-10), "\(reference.low) at \(point)")
            }
            for (share, expected) in zip(reference.shares, reference.quantiles) {
                #expect(agree(distribution.quantile(share), expected, to: 1e-8), "\(reference.low) at share \(share)")
            }
        }
    }

    @Test func endsAndOutside() {
        let distribution = TruncatedNormal(lower: -1, upper: 2)
        #expect(distribution.quantile(0) == -1)
        #expect(distribution.quantile(1) == 2)
        #expect(distribution.logDensity(2.1) == -.infinity)
    }
}
