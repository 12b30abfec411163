import Foundation
import TestSupport
import Testing

@testable import Dashboard

/// The dashboard in a browser, end to end.
@Suite(.serialized) struct BrowserTests {
    private func fixture() throws -> RunsFixture { try RunsFixture.shared.get() }

    /// Waits until the page at an address is there; links and forms lead to it.
    private func arrive(_ browser: Browser, at condition: String) throws {
        try browser.wait(for: "document.readyState === 'complete' && (\(condition))")
    }

    @Test(.timeLimit(.minutes(3))) func aWeekInTheBrowser() throws {
        let copy = try fixture().copy()
        try copy.write(
            "prospect.yaml",
            String(decoding: try fixture().folder.read("prospect.yaml"), as: UTF8.self)
                .replacing("customers.csv", with: fixture().folder.path + "/customers.csv"))
        let dashboard = try ServedDashboard(config: copy.path + "/prospect.yaml")
        let browser = try Browser()
        // The list renders.
        try browser.open(dashboard.address + "/")
        #expect(try browser.number("document.querySelectorAll('table.cards tbody tr').length") == 50)
        #expect(try browser.text("document.querySelector('h1').textContent") == "This week’s list")
        // A filter works.
        try browser.evaluate("document.querySelector('#f-band').value = 'A'")
        try browser.evaluate("document.querySelector('form.filters button').click()")
        try arrive(browser, at: "location.search.includes('band=A')")
        let bands = try browser.text(
            "[...new Set([...document.querySelectorAll('tbody .band')].map((band) => band.textContent))].join()")
        #expect(bands == "A")
        // A portal opens, and its charts are drawn.
        try browser.evaluate("document.querySelector('tbody th a').click()")
        try arrive(browser, at: "location.pathname.startsWith('/portals/')")
        try browser.wait(for: "document.documentElement.dataset.charts === 'drawn'")
        let plots = "[...document.querySelectorAll('.plot')]"
        #expect(try browser.number("\(plots).length") >= 3)
        #expect(try browser.evaluate("\(plots).every((plot) => plot.data.length > 0)") as? Bool == true)
        #expect(try browser.evaluate("\(plots).every((plot) => plot.querySelector('.main-svg'))") as? Bool == true)
        #expect(try browser.number("document.querySelectorAll('#contributions .bars .point').length") >= 1)
        #expect(try browser.number("document.querySelectorAll('#actions .bars .point').length") >= 1)
        // The line can be copied.
        #expect(
            try browser.evaluate("[...document.querySelectorAll('button.copy')].every((b) => !b.hidden)") as? Bool
                == true)
        // An edit survives a reload.
        try browser.evaluate("document.querySelector('#subject').value = 'A line of <mine>'")
        try browser.evaluate("document.querySelector('form.message button.main').click()")
        try arrive(browser, at: "location.search.includes('saved=yes')")
        let portal = try browser.text("location.pathname")
        try browser.open(dashboard.address + portal)
        #expect(try browser.text("document.querySelector('#subject').value") == "A line of <mine>")
        #expect(try browser.text("document.querySelector('#source').textContent") == "edited")
        // The other pages.
        let backtest = try fixture().backtestRun
        for page in ["/model?run=\(backtest)", "/model", "/data"] {
            try browser.open(dashboard.address + page)
            try browser.wait(for: "document.documentElement.dataset.charts === 'drawn'")
            #expect(try browser.number("\(plots).length") >= 1)
            #expect(try browser.evaluate("\(plots).every((plot) => plot.data.length > 0)") as? Bool == true)
        }
        try browser.open(dashboard.address + "/runs")
        #expect(browser.complaints == [])
        let foreign = browser.requests.filter { !$0.hasPrefix(dashboard.address) && !$0.hasPrefix("data:") }
        #expect(foreign.filter { $0 != "about:blank" } == [])
    }

    @Test(.timeLimit(.minutes(3)), arguments: [(1_400, false), (390, true)])
    func pagesFitAndCanBeUsedByEveryone(width: Int, dark: Bool) throws {
        let fixture = try fixture()
        let dashboard = try ServedDashboard(config: fixture.folder.path + "/prospect.yaml")
        let browser = try Browser(width: width, dark: dark)
        let (first, last) = (fixture.runs[0], fixture.runs[2])
        for page in [
            "/", "/?band=A&sort=fit", "/portals/%27%3D1%2B1", "/model?run=\(fixture.backtestRun)", "/data", "/runs",
            "/runs/\(last)", "/runs/compare?a=\(first)&b=\(last)", "/nothing",
        ] {
            try browser.open(dashboard.address + page)
            try browser.wait(
                for: "!document.querySelector('.plot') || document.documentElement.dataset.charts === 'drawn'")
            #expect(try browser.number("document.documentElement.scrollWidth") <= Double(width), "\(page)")
            let problems = try browser.text("(\(Self.audit))().join('\\n')")
            #expect(problems == "", "\(page)")
        }
        #expect(browser.complaints.filter { !$0.contains("404") } == [])
    }

    /// On a sheet of A4 with Chromium's margins; a table that can be scrolled on a screen cannot be on paper.
    @Test(.timeLimit(.minutes(2))) func nothingIsCutOffOnPaper() throws {
        let fixture = try fixture()
        let dashboard = try ServedDashboard(config: fixture.folder.path + "/prospect.yaml")
        let browser = try Browser(width: 718)
        try browser.send("Emulation.setEmulatedMedia", ["media": "print"])
        let (first, last) = (fixture.runs[0], fixture.runs[2])
        for page in [
            "/", "/portals/" + DashboardClient.encoded(RunsFixture.hostile), "/model?run=" + fixture.backtestRun,
            "/data",
            "/runs", "/runs/" + last, "/runs/compare?a=\(first)&b=\(last)",
        ] {
            try browser.open(dashboard.address + page)
            let wide = try browser.text(
                """
                [document.documentElement, ...document.querySelectorAll('.scroll')]
                    .filter((element) => element.offsetParent !== null || element === document.documentElement)
                    .filter((element) => element.scrollWidth > element.clientWidth + 1)
                    .map((element) => `${element.getAttribute('aria-label')}: ${element.scrollWidth}`).join()
                """)
            #expect(wide == "", "\(page)")
            #expect(try browser.number("document.querySelectorAll('h1').length") == 1)
        }
    }

    @Test(.timeLimit(.minutes(2))) func theListCanBeReadWithoutJavaScript() throws {
        let fixture = try fixture()
        let dashboard = try ServedDashboard(config: fixture.folder.path + "/prospect.yaml")
        let browser = try Browser()
        try browser.send("Emulation.setScriptExecutionDisabled", ["value": true])
        try browser.open(dashboard.address + "/?band=A")
        #expect(try browser.number("document.querySelectorAll('tbody th a').length") >= 1)
        #expect(try browser.text("document.querySelector('.above a').getAttribute('href')") == "/list.csv?band=A")
        // The numbers of a chart stand in its table.
        try browser.open(dashboard.address + "/data")
        #expect(try browser.number("document.querySelectorAll('#snapshots-by-week details tbody tr').length") >= 10)
    }

    @Test(.timeLimit(.minutes(2))) func oneSignsInWithTheToken() throws {
        let fixture = try fixture()
        let token = "a-token-of-some-length"
        let dashboard = try ServedDashboard(
            config: fixture.folder.path + "/prospect.yaml", environment: ["PROSPECT_TOKEN": token])
        let browser = try Browser()
        try browser.open(dashboard.address + "/runs")
        #expect(try browser.text("location.pathname") == "/login")
        try browser.evaluate("document.querySelector('#token').value = '\(token)'")
        try browser.evaluate("document.querySelector('form.login button').click()")
        try arrive(browser, at: "location.pathname === '/runs'")
        #expect(try browser.text("document.cookie") == "")
        try browser.evaluate("document.querySelector('form.leave button').click()")
        try arrive(browser, at: "location.pathname === '/login'")
        #expect(browser.complaints == [])
    }

    /// What an axe-level check looks for: labels, names, one heading of the first level, no repeated id, contrast.
    private static let audit = """
        function () {
          const problems = [];
          const say = (text, element) => problems.push(text + ': ' + element.outerHTML.slice(0, 120));
          const visible = (element) => element.getClientRects().length > 0;
          if (!document.documentElement.lang) problems.push('no language');
          if (!document.title) problems.push('no title');
          if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
          if (document.querySelectorAll('main').length !== 1) problems.push('not one main');
          const ids = [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id) => !/^(clip|legend|g|topdefs|defs)/.test(id));
          ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => problems.push('id twice: ' + id));
          document.querySelectorAll('input:not([type=hidden]), select, textarea').forEach((field) => {
            if (!field.labels || field.labels.length === 0) say('no label', field);
          });
          document.querySelectorAll('a[href], button').forEach((e) => {
            if (visible(e) && !e.textContent.trim() && !e.getAttribute('aria-label')) say('no name', e);
          });
          document.querySelectorAll('[tabindex]').forEach((e) => { if (e.tabIndex > 0) say('tab order', e); });
          document.querySelectorAll('th').forEach((e) => { if (!e.scope) say('no scope', e); });
          document.querySelectorAll('[role=img]').forEach((e) => { if (!e.getAttribute('aria-label')) say('no name', e); });
          let level = 0;
          document.querySelectorAll('h1, h2, h3, h4').forEach((e) => {
            const next = Number(e.tagName[1]);
            if (next > level + 1) say('heading skipped', e);
            level = next;
          });
          const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
          const luminance = (colour) => channels(colour).slice(0, 3).map((value) => value / 255)
            .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
            .reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
          const ground = (element) => {
            for (let e = element; e; e = e.parentElement) {
              const colour = getComputedStyle(e).backgroundColor;
              if ((channels(colour)[3] ?? 1) > 0.99) return colour;
            }
            return getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'rgb(0,0,0)' : 'rgb(255,255,255)';
          };
          document.querySelectorAll('main *, header *').forEach((e) => {
            const hasText = [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
            if (!hasText || !visible(e) || e.closest('svg, .hidden, option, script')) return;
            const style = getComputedStyle(e);
            const pair = [luminance(style.color), luminance(ground(e))].sort((a, b) => b - a);
            const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
            const size = parseFloat(style.fontSize);
            const isLarge = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
            if (contrast < (isLarge ? 3 : 4.5)) say('contrast ' + contrast.toFixed(2), e);
          });
          return problems;
        }
        """
}
