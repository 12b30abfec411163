import Charts
import Foundation
import TestSupport
import Testing

/// Charts as a browser draws them.
@Suite struct ChartBrowserTests {
    @Test(.timeLimit(.minutes(2)), arguments: [(1_400, false), (390, true)])
    func chartsAreDrawn(width: Int, dark: Bool) throws {
        let folder = try TemporaryFolder()
        let page = try folder.write("page.html", SampleCharts.page(plotly: PlotlyLibrary.script(environment: [:])))
        let browser = try Browser(width: width, dark: dark)
        try browser.open(file: page)
        try browser.wait(for: "document.documentElement.dataset.charts === 'drawn'")
        #expect(browser.complaints == [])
        #expect(browser.requests.filter { !$0.hasSuffix("/page.html") && !$0.hasPrefix("data:") } == [])
        for chart in SampleCharts.all {
            let plot = "document.querySelector('#\(chart.id) .plot')"
            #expect(try browser.number("\(plot).data.length") == Double(chart.figure.data.count))
            #expect(try browser.number("\(plot).querySelectorAll('.main-svg').length") >= 1)
            #expect(try browser.number("\(plot).clientWidth") <= Double(width))
        }
        // Marks, not only frames.
        #expect(try browser.number("document.querySelectorAll('#bars .bars .point').length") == 2)
        #expect(try browser.number("document.querySelectorAll('#points .points path').length") == 2)
        #expect(try browser.number("document.querySelectorAll('#heatmap .hm image').length") == 1)
        // A label as it was given, tags and all.
        let label = "document.querySelectorAll('#bars .ytick text')[1].textContent"
        #expect(try browser.text(label) == "Software & <b>tools</b>")
        #expect(try browser.number("document.documentElement.scrollWidth") <= Double(width))
        let blue = dark ? "rgb(86, 180, 233)" : "rgb(0, 114, 178)"
        let lines = "Array.from(document.querySelectorAll('#line .js-line'))"
        #expect(try browser.text("\(lines).map((line) => getComputedStyle(line).stroke).at(-1)") == blue)
    }
}
