package import Base
internal import Foundation

/// The copy of plotly.js beside the native libraries. It is never loaded from another host.
package enum PlotlyLibrary {
    /// The environment variable that names another copy of `plotly.min.js`.
    package static let variable = "PROSPECT_PLOTLY"

    /// Returns the path of the file: the value of the variable, else a file in `share` beside the folder of the native
    /// libraries.
    package static func path(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ChartsError) -> String {
        if let named = environment[variable], !named.isEmpty {
            guard FileManager.default.isReadableFile(atPath: named) else { throw .noPlotly(at: named, isNamed: true) }
            return named
        }
        guard let libraries = NativeLibraries.folder else { throw .noPlotly(at: nil, isNamed: false) }
        let path = (libraries as NSString).deletingLastPathComponent + "/share/plotly.min.js"
        guard FileManager.default.isReadableFile(atPath: path) else { throw .noPlotly(at: path, isNamed: false) }
        return path
    }

    /// Returns the text of the script.
    package static func script(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ChartsError) -> String {
        let path = try path(environment: environment)
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
            throw .noPlotly(at: path, isNamed: false)
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// An error for missing files of the charts.
package struct ChartsError: ProspectError {
    package let problem: String
    package let remedy: String?
    package var exitCode: ExitStatus { .failure }

    static func noPlotly(at path: String?, isNamed: Bool) -> Self {
        if isNamed, let path {
            return Self(
                problem: "\(PlotlyLibrary.variable) names '\(path)', which cannot be read.",
                remedy: "Correct the variable, or remove it to use the copy beside the native libraries.")
        }
        return Self(
            problem: "The charts need plotly.min.js"
                + (path.map { ", and there is no '\($0)'." } ?? ", and the native libraries' folder is not known."),
            remedy: "Run `make build` (or `Scripts/native-libs`), or name a copy in \(PlotlyLibrary.variable).")
    }
}
