import Testing

@testable import Sources

@Suite struct NumberTextTests {
    @Test(
        arguments: [
            ("1234.5", 1234.5, nil), ("1234,5", nil, 1234.5), ("1,234.50", 1234.5, nil), ("1.234,50", nil, 1234.5),
            ("1,234", 1234, 1.234), ("1.234", 1.234, 1234), ("1234", 1234, 1234), ("0.500", 0.5, nil),
            ("1234.567", 1234.567, nil), ("1,234,567", 1_234_567, nil), ("12,34,567", 1_234_567, nil),
            ("1.2.3", nil, nil),
            ("$1,234.50", 1234.5, nil), ("1.234,50 €", nil, 1234.5), ("EUR 1.234,50", nil, 1234.5), ("US$40", 40, 40),
            ("1 234,50 kr", nil, 1234.5), ("1'234.50", 1234.5, nil), ("(120.00)", -120, nil), ("-120", -120, -120),
            ("\u{2212}120", -120, -120), ("120-", -120, -120), ("-$5", -5, -5), (".5", 0.5, nil), ("1e12", 1e12, 1e12),
            ("12 apples", nil, nil), ("first", nil, nil), ("5%", nil, nil), ("", nil, nil), ("1-2", nil, nil),
        ] as [(String, Double?, Double?)])
    func reads(text: String, point: Double?, comma: Double?) {
        let number = NumberText(text)
        #expect(number.point == point)
        #expect(number.comma == comma)
    }
}
