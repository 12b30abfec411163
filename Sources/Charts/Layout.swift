/// The surroundings of the series, in the terms of plotly.js. Fonts, colours and margins are set in `charts.js`, the
/// same for all charts.
package struct Layout: Codable, Equatable, Sendable {
    package struct Title: Codable, Equatable, Sendable {
        package var text: PlotText
    }

    package struct Axis: Codable, Equatable, Sendable {
        package var title: Title?
        /// `date`, `log` or `category`. nil lets plotly.js find out.
        package var type: String?
        /// The format in d3's notation: `.1%` for shares, `,d` for counts.
        package var tickformat: String?
        package var ticksuffix: PlotText?
        /// The ends of the axis. For a logarithmic axis, they are the exponents of 10.
        package var range: [Double]?
        /// `reversed` for the first category on top, or `tozero`.
        package var autorange: String?
        package var rangemode: String?
        package var tickvals: Values?
        package var ticktext: Values?
        package var dtick: Double?
        package var showgrid: Bool?
        package var showticklabels: Bool?
        package var zeroline: Bool?
        package var tickangle: Double?
        package var scaleanchor: String?

        package init(_ title: PlotText? = nil) { self.title = title.map(Title.init) }

        /// Returns an axis of days.
        package static func date(_ title: PlotText? = nil) -> Axis {
            var axis = Axis(title)
            axis.type = "date"
            return axis
        }

        /// Returns an axis of counts, from 0.
        package static func count(_ title: PlotText) -> Axis {
            var axis = Axis(title)
            axis.tickformat = ",~f"
            axis.rangemode = "tozero"
            return axis
        }

        /// Returns an axis of shares in [0, 1], shown as percentages from 0.
        package static func share(_ title: PlotText) -> Axis {
            var axis = Axis(title)
            axis.tickformat = ",.2~%"
            axis.rangemode = "tozero"
            return axis
        }

        /// Returns an axis of names. The first is on the left, or on top if `lying`.
        package static func names(_ title: PlotText? = nil, lying: Bool = false) -> Axis {
            var axis = Axis(title)
            axis.type = "category"
            axis.autorange = lying ? "reversed" : nil
            // The names on a vertical axis have enough room, so none is left out.
            axis.dtick = lying ? 1 : nil
            axis.showgrid = false
            return axis
        }
    }

    /// The height in pixels.
    package var height: Double
    package var xaxis: Axis?
    package var yaxis: Axis?
    /// `group`, `stack` or `overlay`.
    package var barmode: String?
    /// The gap between bars as a share of their distance, in [0, 1].
    package var bargap: Double?
    package var showlegend: Bool
    /// `x unified` to show all series at once.
    package var hovermode: String?

    package init(height: Double = 320, x: Axis? = nil, y: Axis? = nil, showsLegend: Bool = false) {
        self.height = height
        xaxis = x
        yaxis = y
        showlegend = showsLegend
    }
}

/// A chart as plotly.js takes it.
package struct Figure: Codable, Equatable, Sendable {
    package var data: [Trace]
    package var layout: Layout

    package init(_ data: [Trace], _ layout: Layout) {
        self.data = data
        self.layout = layout
    }
}
