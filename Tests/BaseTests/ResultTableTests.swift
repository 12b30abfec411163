import Base
import Testing

/// A table of typed cells, as each place shows it.
@Suite struct ResultTableTests {
    private static let table = {
        var table = ResultTable([
            .text("model"), .decimal("gain", 3), .count("rows"), .percent("rate", 2), .text("why"),
        ])
        table.add("LightGBM", -0.91, 34_525, 0.0234, "a | b")
        table.add("none", -0.0001, nil as Int?, ResultTable.Cell.estimate(0.5, low: 0.25, high: 0.75), "")
        return table
    }()

    @Test func theTerminalHasColumns() {
        #expect(
            Self.table.text(width: 80) == """
                model       gain    rows                     rate  why
                --------  ------  ------  -----------------------  -----
                LightGBM  -0.910  34,525                    2.34%  a | b
                none       0.000       –  50.00% [25.00%, 75.00%]
                """)
    }

    @Test func theLastColumnIsWrapped() {
        var table = ResultTable([.text("id"), .text("finding")])
        table.add("1", "several words that need two lines")
        #expect(
            table.text(width: 24) == """
                id  finding
                --  --------------------
                1   several words that
                    need two lines
                """)
    }

    @Test func markdownAlignsAndEscapes() {
        #expect(
            Self.table.markdown { $0.replacing("|", with: "\\|") } == """
                | model | gain | rows | rate | why |
                | --- | ---: | ---: | ---: | --- |
                | LightGBM | −0.910 | 34,525 | 2.34% | a \\| b |
                | none | 0.000 | – | 50.00% [25.00%, 75.00%] |  |
                """)
        #expect(Self.table.plainMarkdown().contains("|---|---|---|---|---|\n| LightGBM | -0.910 |"))
    }
}
