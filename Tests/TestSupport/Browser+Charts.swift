internal import Foundation

extension Browser {
    /// Waits until a page's charts are drawn and says what is wrong with them: one that failed, has no marks or is wider
    /// than the page, a page that scrolls sideways, a complaint on the console, a request for another file.
    ///
    /// - Parameter count: how many charts there must be; nil: any number.
    /// - Returns: nothing where all is well.
    public func problemsOfCharts(count: Int? = nil) throws -> [String] {
        try wait(for: "document.documentElement.dataset.charts === 'drawn'", seconds: 60)
        let drawn =
            try evaluate(
                """
                Array.from(document.querySelectorAll('div.plot')).map((plot) => ({
                    id: plot.dataset.figure,
                    failed: plot.classList.contains('failed'),
                    traces: (plot.data || []).length,
                    marks: plot.querySelectorAll('.points path, .bars .point path, .hm image, .js-line').length,
                    width: plot.querySelector('.main-svg') ? plot.querySelector('.main-svg').getBoundingClientRect().width : 0
                }))
                """) as? [[String: Any]] ?? []
        let page = try number("document.documentElement.clientWidth")
        var problems: [String] = []
        if let count, drawn.count != count { problems.append("\(drawn.count) charts, not \(count).") }
        for plot in drawn {
            let name = plot["id"] as? String ?? "a chart"
            func value(_ key: String) -> Double { (plot[key] as? NSNumber)?.doubleValue ?? 0 }
            if plot["failed"] as? Bool == true { problems.append("\(name) failed.") }
            if value("traces") == 0 { problems.append("\(name) has no data.") }
            if value("marks") == 0 { problems.append("\(name) has no marks.") }
            if value("width") == 0 || value("width") > page { problems.append("\(name) is \(value("width")) wide.") }
        }
        let scroll = try number("document.documentElement.scrollWidth")
        if scroll > page { problems.append("The page is \(scroll) wide and shows \(page).") }
        return problems + complaints
    }
}
