internal import Charts
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Reporting

/// Scripts, styles and pictures. Pages load everything from here.
struct Assets: Sendable {
    private struct Asset: Sendable {
        let type: String
        let content: ByteBuffer
    }

    private let assets: [String: Asset]
    /// A version that changes with any of the files, so that browsers may cache them.
    let version: String

    /// Loads the files.
    ///
    /// - Throws: `ChartsError` if plotly.js is missing.
    init() throws {
        let style = BlockView.styles + String(decoding: PackageResources.dashboard_css, as: UTF8.self)
        let files: [(name: String, type: String, content: Data)] = [
            ("plotly.js", "text/javascript; charset=utf-8", Data(try PlotlyLibrary.script().utf8)),
            ("charts.js", "text/javascript; charset=utf-8", Data(ChartPage.script.utf8)),
            ("dashboard.js", "text/javascript; charset=utf-8", Data(PackageResources.dashboard_js)),
            ("dashboard.css", "text/css; charset=utf-8", Data(style.utf8)),
            ("icon.svg", "image/svg+xml", Data(PackageResources.icon_svg)),
        ]
        var hash = SHA256()
        for file in files { hash.update(data: file.content) }
        version = hash.finalize().prefix(8).map { String(format: "%02x", $0) }.joined()
        assets = Dictionary(
            uniqueKeysWithValues: files.map { ($0.name, Asset(type: $0.type, content: ByteBuffer(bytes: $0.content))) })
    }

    /// Returns a file.
    ///
    /// - Throws: `HTTPError` 404 if there is no such file.
    func response(_ name: String, to request: Request) throws -> Response {
        guard let asset = assets[name] else { throw HTTPError(.notFound, message: "There is no such file.") }
        let tag = "\"\(version)\""
        var headers: HTTPFields = [
            .contentType: asset.type, .eTag: tag, .cacheControl: "public, max-age=31536000, immutable",
        ]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        headers[.contentLength] = "\(asset.content.readableBytes)"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: asset.content))
    }
}
