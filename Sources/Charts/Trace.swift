/// One series of a chart, in the terms of plotly.js: https://plotly.com/javascript/reference/
///
/// Charts use the functions below. Everything that these leave out has plotly.js's default.
package struct Trace: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable { case scatter, bar, heatmap }

    package struct Line: Codable, Equatable, Sendable {
        package var color: Colour?
        package var width: Double?
        /// `dash` or `dot`. nil is solid.
        package var dash: String?
        /// `hv` for steps.
        package var shape: String?
    }

    package struct Marker: Codable, Equatable, Sendable {
        package var color: Colour?
        package var size: Double?
        package var opacity: Double?
        package var symbol: String?
    }

    /// Whiskers from `value - arrayminus` to `value + array`.
    package struct ErrorBar: Codable, Equatable, Sendable {
        package var type = "data"
        package var symmetric = false
        package var array: Values
        package var arrayminus: Values
        package var color: Colour?
        package var thickness: Double?
        package var width: Double?
    }

    package var type: Kind
    package var name: PlotText?
    package var x: Values?
    package var y: Values?
    /// The values of a heat map, row by row.
    package var z: [Values]?
    package var text: Values?
    /// `lines`, `markers`, or both with a plus.
    package var mode: String?
    /// `h` for horizontal bars.
    package var orientation: String?
    package var line: Line?
    package var marker: Marker?
    package var errorX: ErrorBar?
    package var errorY: ErrorBar?
    /// `tonexty` fills the area to the trace before.
    package var fill: String?
    package var fillcolor: Colour?
    package var colorscale: ColourScale?
    package var zmin: Double?
    package var zmax: Double?
    package var showscale: Bool?
    package var showlegend: Bool?
    package var hovertemplate: PlotText?
    package var hoverinfo: String?
    /// The template for the text of a cell or bar, such as `%{z:.2f}`.
    package var texttemplate: PlotText?
    package var textposition: String?
    package var cliponaxis: Bool?

    private enum CodingKeys: String, CodingKey {
        case type, name, x, y, z, text, mode, orientation, line, marker, fill, fillcolor, colorscale, zmin, zmax
        case showscale, showlegend, hovertemplate, hoverinfo, texttemplate, textposition, cliponaxis
        case errorX = "error_x"
        case errorY = "error_y"
    }

    package init(_ type: Kind, name: PlotText? = nil) {
        self.type = type
        self.name = name
    }
}

extension Trace {
    /// Returns a line, with points if requested.
    package static func line(
        _ name: PlotText, x: Values, y: Values, colour: Colour, dash: String? = nil, width: Double = 2,
        points: Bool = false, hover: PlotText? = nil
    ) -> Trace {
        var trace = Trace(.scatter, name: name)
        trace.x = x
        trace.y = y
        trace.mode = points ? "lines+markers" : "lines"
        trace.line = Line(color: colour, width: width, dash: dash)
        trace.marker = points ? Marker(color: colour, size: 6) : nil
        trace.hovertemplate = hover
        return trace
    }

    package static func points(
        _ name: PlotText, x: Values, y: Values, colour: Colour, size: Double = 7, opacity: Double? = nil,
        symbol: String? = nil, text: Values? = nil, hover: PlotText? = nil
    ) -> Trace {
        var trace = Trace(.scatter, name: name)
        trace.x = x
        trace.y = y
        trace.mode = "markers"
        trace.marker = Marker(color: colour, size: size, opacity: opacity, symbol: symbol)
        trace.text = text
        trace.hovertemplate = hover
        return trace
    }

    /// Returns vertical bars, or horizontal ones if `lying`.
    package static func bars(
        _ name: PlotText, x: Values, y: Values, colour: Colour, lying: Bool = false, text: Values? = nil,
        hover: PlotText? = nil
    ) -> Trace {
        var trace = Trace(.bar, name: name)
        trace.x = x
        trace.y = y
        trace.orientation = lying ? "h" : nil
        trace.marker = Marker(color: colour)
        trace.text = text
        trace.hovertemplate = hover
        return trace
    }

    /// Returns the area between two lines, such as an interval, as two traces that belong together.
    package static func band(
        _ name: PlotText, x: Values, low: [Double?], high: [Double?], colour: Colour
    ) -> [Trace] {
        func edge(_ values: [Double?]) -> Trace {
            var trace = Trace(.scatter, name: name)
            trace.x = x
            trace.y = .numbers(values)
            trace.mode = "lines"
            trace.line = Line(color: Colour.none, width: 0)
            trace.hoverinfo = "skip"
            trace.showlegend = false
            return trace
        }
        var upper = edge(high)
        upper.fill = "tonexty"
        upper.fillcolor = colour.faint(0.2)
        return [edge(low), upper]
    }

    /// Returns a table of numbers as colours.
    package static func heatmap(
        x: Values, y: Values, z: [[Double?]], scale: ColourScale, range: ClosedRange<Double>, texts: PlotText? = nil,
        hover: PlotText? = nil
    ) -> Trace {
        var trace = Trace(.heatmap)
        trace.x = x
        trace.y = y
        trace.z = z.map(Values.numbers)
        trace.colorscale = scale
        trace.zmin = range.lowerBound
        trace.zmax = range.upperBound
        trace.showscale = false
        trace.texttemplate = texts
        trace.hovertemplate = hover
        return trace
    }

    /// Returns the trace with its texts after the ends of the bars, where they are not rotated to fit.
    package func labelledOutside() -> Trace {
        var trace = self
        trace.textposition = "outside"
        trace.cliponaxis = false
        return trace
    }

    /// Returns the trace with whiskers along y (along x for horizontal bars), given as the ends of the intervals.
    package func whiskers(values: [Double?], low: [Double?], high: [Double?], colour: Colour = .text) -> Trace {
        func distances(_ ends: [Double?], _ sign: Double) -> Values {
            .numbers(
                zip(values, ends).map { value, end in
                    guard let value, let end else { return nil }
                    return max(0, sign * (end - value))
                })
        }
        let bar = ErrorBar(
            array: distances(high, 1), arrayminus: distances(low, -1), color: colour.faint(0.65), thickness: 1.2,
            width: 3)
        var trace = self
        if orientation == "h" { trace.errorX = bar } else { trace.errorY = bar }
        return trace
    }
}
