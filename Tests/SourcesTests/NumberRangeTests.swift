import Sources
import Testing

@Suite struct NumberRangeTests {
    @Test(arguments: [
        ("2 to 5", 3.5), ("1001 to 10000", 5500.5), ("10,001 or more", 10_001), ("1000+", 1_000), ("51-200", 125.5),
        ("1", 1), ("1,001 - 5,000", 3000.5), ("11–50", 30.5), ("500 and more", 500), (" 6 to 10 ", 8),
    ])
    func midpoints(text: String, midpoint: Double) { #expect(NumberRange.midpoint(of: text) == midpoint) }

    @Test(arguments: ["", "many", "2 to", "5 to 2", "1-2-3", "2 of 5", "-", "1.2.3"])
    func unreadable(text: String) { #expect(NumberRange.midpoint(of: text) == nil) }
}
