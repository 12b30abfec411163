import Charts
import Foundation
import TestSupport
import Testing

@testable import Reporting

/// The report's page as a browser shows it.
@Suite struct ReportBrowserTests {
    private func page(_ content: ReportContent) throws -> String {
        let plotly = try PlotlyLibrary.script(environment: [:])
        return String(decoding: ReportPage(ReportDocument(content)).html(plotly: Data(plotly.utf8)), as: UTF8.self)
    }

    /// On a sheet of A4 with Chromium's margins.
    @Test(.timeLimit(.minutes(2))) func nothingIsCutOffOnPaper() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("report.html", page(try Fixture.content()))
        let browser = try Browser(width: 718)
        try browser.send("Emulation.setEmulatedMedia", ["media": "print"])
        try browser.open(file: file)
        let wide = """
            [document.documentElement, ...document.querySelectorAll('.scroll')]
                .filter((element) => element.getClientRects().length > 0)
                .filter((element) => element.scrollWidth > element.clientWidth + 1)
                .map((element) => `${element.getAttribute('aria-label')}: ${element.scrollWidth}`).join()
            """
        #expect(try browser.text(wide) == "")
        #expect(try browser.number("document.querySelectorAll('.titled .scroll').length") > 5)
    }

    /// In a browser: every chart is drawn, nothing is loaded, nothing is complained of.
    @Test(.timeLimit(.minutes(3)), arguments: [(1_400, false), (390, true)])
    func chartsAreDrawn(width: Int, dark: Bool) throws {
        let content = try Fixture.content()
        let folder = try TemporaryFolder()
        let file = try folder.write("report.html", page(content))
        let browser = try Browser(width: width, dark: dark)
        try browser.open(file: file)
        #expect(try browser.problemsOfCharts(count: ReportDocument(content).charts.count) == [])
        #expect(browser.requests.filter { !$0.hasSuffix("/report.html") && !$0.hasPrefix("data:") } == [])
        // The colours of a figure's text and of the page differ enough to be read.
        let contrast = """
            (() => {
                const channels = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map(Number);
                const light = (colour) => channels(colour).map((c) => c / 255)
                    .map((c) => c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
                const ground = light(getComputedStyle(document.body).backgroundColor);
                return Math.min(...Array.from(document.querySelectorAll('p, h1, h2, h3, th, td, dt, dd, a, summary'))
                    .map((element) => light(getComputedStyle(element).color))
                    .map((ink) => (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)));
            })()
            """
        #expect(try browser.number(contrast) >= 4.5)
        // By keyboard: the first stop leads past the head, and every table behind a chart can be opened.
        #expect(try browser.text("document.querySelector('a').getAttribute('href')") == "#report")
        #expect(
            try browser.number("document.querySelectorAll('figure details > summary').length")
                == Double(ReportDocument(content).charts.count))
    }
}
