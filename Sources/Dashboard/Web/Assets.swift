internal import Charts
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Reporting

/// Scripts, styles and pictures: all that pages load, and all of it from here.
struct Assets: Sendable {
    private struct Asset: Sendable {
        let type: String
        let content: ByteBuffer
    }

    private let assets: [String: Asset]
    /// Changes with any of them, so that browsers may keep them.
    let version: String

    /// - Throws: `ChartsError` where there is no copy of plotly.js.
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

    /// - Throws: `HTTPError` 404 where there is no such file.
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
