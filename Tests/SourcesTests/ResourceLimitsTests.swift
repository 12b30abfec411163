import Sources
import Testing

@Suite struct ResourceLimitsTests {
    @Test(arguments: [("8GB", 8_000_000_000), ("500 MiB", 524_288_000), ("1.5kb", 1500), ("2 TiB", 2_199_023_255_552)])
    func amounts(text: String, bytes: Int) {
        #expect(ResourceLimits.bytes(text) == bytes)
    }

    @Test(arguments: ["8 apples", "GB", "8", ""])
    func noAmounts(text: String) {
        #expect(ResourceLimits.bytes(text) == nil)
    }
}
