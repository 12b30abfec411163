// Draws the charts of a page: every div.plot has its figure in the JSON element that data-figure names.
(function () {
  "use strict";
  const themes = {
    light: {
      series: ["#0072b2", "#d55e00", "#009e73", "#c9749f", "#c28300", "#3896d0"],
      text: "#1b1f24", muted: "#6b7480", grid: "#e3e7eb", line: "#aab2bc", ground: "#ffffff",
      diverging: [[0, "#ee9a5c"], [0.5, "#f7f7f7"], [1, "#5aa9dc"]],
      sequential: [[0, "#f7f7f7"], [1, "#5aa9dc"]]
    },
    dark: {
      series: ["#56b4e9", "#f08a3c", "#33c79b", "#e3a0c8", "#f0d342", "#9db7ff"],
      text: "#e8eaed", muted: "#9aa4b0", grid: "#2b3139", line: "#57606a", ground: "#14171b",
      diverging: [[0, "#8f4a14"], [0.5, "#20252b"], [1, "#1f6698"]],
      sequential: [[0, "#20252b"], [1, "#1f6698"]]
    }
  };
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  let onPaper = false;

  // "@1/0.2" is the first colour of the series at 20%.
  function shade(token, theme) {
    if (typeof token !== "string" || token[0] !== "@") { return token; }
    const parts = token.slice(1).split("/");
    const hex = /^[1-6]$/.test(parts[0]) ? theme.series[parts[0] - 1] : theme[parts[0]];
    if (parts.length === 1 || typeof hex !== "string") { return hex; }
    const channels = [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));
    return "rgba(" + channels.join(",") + "," + parts[1] + ")";
  }

  function paint(node, theme) {
    if (Array.isArray(node)) { return node.map((item) => paint(item, theme)); }
    if (node === null || typeof node !== "object") { return node; }
    const painted = {};
    for (const key of Object.keys(node)) {
      painted[key] = /color(scale)?$/.test(key) ? shade(node[key], theme) : paint(node[key], theme);
    }
    return painted;
  }

  function axis(given, theme, isNarrow) {
    const base = {
      automargin: true, fixedrange: true, gridcolor: theme.grid, zerolinecolor: theme.grid, linecolor: theme.line,
      tickcolor: theme.line, ticks: "outside", ticklen: 4, tickfont: { size: isNarrow ? 11 : 12 }, nticks: isNarrow ? 6 : 12
    };
    const merged = Object.assign(base, given);
    if (merged.title) { merged.title = Object.assign({ standoff: 10, font: { size: isNarrow ? 11 : 12 } }, merged.title); }
    return merged;
  }

  function layout(given, theme, width) {
    const isNarrow = width < 520;
    const merged = Object.assign({
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", dragmode: false, autosize: true,
      font: { family: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif", size: isNarrow ? 11 : 13, color: theme.text },
      margin: { t: 12, r: isNarrow ? 8 : 16, b: 40, l: 40 },
      legend: { orientation: "h", x: 0, y: 1.02, xanchor: "left", yanchor: "bottom" },
      hoverlabel: { bgcolor: theme.ground, bordercolor: theme.line, font: { color: theme.text } }
    }, given);
    merged.xaxis = axis(given.xaxis || {}, theme, isNarrow);
    merged.yaxis = axis(given.yaxis || {}, theme, isNarrow);
    return merged;
  }

  function draw(plot) {
    try {
      const figure = JSON.parse(document.getElementById(plot.dataset.figure).textContent);
      const theme = prefersDark.matches && !onPaper ? themes.dark : themes.light;
      const painted = paint(figure, theme);
      const width = onPaper ? 680 : plot.clientWidth;
      // One colour for the texts of all cells: both ends of the scales let it be read.
      for (const trace of painted.data) {
        if (trace.type !== "heatmap") { continue; }
        trace.textfont = { color: theme.text };
        // On a phone a cell has room for one decimal.
        if (width < 520 && trace.texttemplate) {
          trace.texttemplate = trace.texttemplate.replace(".2f", ".1f");
          trace.textfont.size = 9;
        }
      }
      const frame = layout(painted.layout, theme, width);
      if (onPaper) { frame.width = width; }
      return Plotly.react(plot, painted.data, frame, { displayModeBar: false, responsive: true });
    } catch (error) {
      plot.textContent = "This chart could not be drawn; its numbers are below.";
      plot.classList.add("failed");
      const details = plot.parentElement.querySelector("details");
      if (details) { details.open = true; }
      console.error("chart", plot.dataset.figure, error);
      return null;
    }
  }

  // plotly.js sets a few styles as attributes, which a Content-Security-Policy without inline styles refuses; as properties
  // it lets them be set.
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style") { this.style.cssText = value; } else { setAttribute.call(this, name, value); }
  };

  const plots = Array.from(document.querySelectorAll("div.plot"));

  function drawAll() { plots.forEach(draw); }

  // One at a time, so that the page can be read meanwhile.
  function drawNext(index) {
    if (index === plots.length) {
      document.documentElement.dataset.charts = "drawn";
      return;
    }
    draw(plots[index]);
    setTimeout(drawNext, 0, index + 1);
  }

  drawNext(0);
  prefersDark.addEventListener("change", drawAll);
  window.addEventListener("beforeprint", function () { onPaper = true; drawAll(); });
  window.addEventListener("afterprint", function () { onPaper = false; drawAll(); });
})();
