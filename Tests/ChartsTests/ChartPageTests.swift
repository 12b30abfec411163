import Charts
import Foundation
import TestSupport
import Testing

@Suite struct ChartPageTests {
    @Test(arguments: SampleCharts.all.map(\.id)) func aFigureComesBackFromItsJSON(_ id: String) throws {
        let chart = try #require(SampleCharts.all.first { $0.id == id })
        let data = try JSONEncoder().encode(chart.figure)
        #expect(try JSONDecoder().decode(Figure.self, from: data) == chart.figure)
    }

    @Test func numbersThatAreNoneAreGapsAndOthersKeepSixDigits() throws {
        let values = Values.numbers([1.0 / 3, .nan, .infinity, nil, 0, 123_456_789])
        #expect(values == .numeric([0.333333, nil, nil, nil, 0, 123_457_000]))
        #expect(String(decoding: try JSONEncoder().encode(Values.numbers([nil, 0.5])), as: UTF8.self) == "[null,0.5]")
    }

    @Test func aFigureHasThePlotlyNames() throws {
        let json = ChartPage.json(SampleCharts.bars.figure)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let trace = try #require((object["data"] as? [[String: Any]])?.first)
        #expect(trace["type"] as? String == "bar")
        #expect(trace["orientation"] as? String == "h")
        let whiskers = try #require(trace["error_x"] as? [String: Any])
        #expect(whiskers["array"] as? [Double] == [0.02, 0.02])
        #expect(whiskers["arrayminus"] as? [Double] == [0.01, 0.005])
        #expect(
            ((object["layout"] as? [String: Any])?["yaxis"] as? [String: Any])?["autorange"] as? String == "reversed")
    }

    @Test func nothingFromTheDataLeavesItsPlace() {
        for chart in SampleCharts.all {
            let html = ChartPage.html(chart)
            #expect(!html.contains("<script>"))
            #expect(!html.contains("<b>"))
            #expect(!html.contains("\u{2028}") || chart.id == "line")
            #expect(html.components(separatedBy: "</script>").count == 2)
        }
        let json = ChartPage.json([SampleCharts.hostile])
        #expect(!json.contains { "<>&\u{2028}".contains($0) })
        #expect(json.contains("\\u003c/script\\u003e"))
    }

    @Test func withoutPlotlyTheErrorSaysWhatToDo() throws {
        let error = try #require(throws: ChartsError.self) {
            try PlotlyLibrary.path(environment: [PlotlyLibrary.variable: "/nowhere/plotly.js"])
        }
        #expect(error.problem.contains("/nowhere/plotly.js"))
        let folder = try TemporaryFolder()
        let copy = try folder.write("copy.js", "x")
        #expect(try PlotlyLibrary.path(environment: [PlotlyLibrary.variable: copy]) == copy)
        #expect(try PlotlyLibrary.path(environment: [:]).hasSuffix("/share/plotly.min.js"))
    }
}
