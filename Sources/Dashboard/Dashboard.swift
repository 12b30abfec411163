internal import Base
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import Ranking
internal import ServiceLifecycle
internal import UnixSignals

/// The dashboard over the runs of an output folder.
package struct Dashboard: Sendable {
    private let settings: DashboardSettings
    private let site: Site
    private let logger: Logger

    /// Makes a dashboard.
    ///
    /// - Throws: `DashboardError` if the run to show does not exist, `ChartsError` if plotly.js is missing.
    package init(_ settings: DashboardSettings, logger: Logger) throws {
        if let run = settings.run {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: settings.output + "/runs")) ?? []
            guard names.contains(run) else { throw DashboardError.noSuchRun(run, settings.output) }
        }
        self.settings = settings
        self.logger = logger
        site = try Site(settings)
    }

    /// Serves until the process gets SIGTERM or SIGINT. Requests under way are answered before it returns.
    ///
    /// - Parameter onStart: Called with the port once the dashboard listens.
    /// - Throws: `DashboardError` if it cannot listen.
    package func run(onStart: @escaping @Sendable (Int) -> Void) async throws {
        let application = makeApplication { channel in onStart(channel.localAddress?.port ?? settings.port) }
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: application)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(settings.limits.shutdownSeconds)
        // The first page should not have to wait for the list.
        let warming = Task { try await site.warm() }
        defer { warming.cancel() }
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw DashboardError.cannotListen(settings.host, settings.port, String(cString: strerror(error.errnoCode)))
        }
    }

    /// Returns the dashboard as it is served. Tests call it without a socket.
    func makeApplication(
        onStart: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let limits = settings.limits
        return Application(
            responder: site.erased(),
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(Int64(limits.idleSeconds)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
            configuration: .init(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            onServerRunning: onStart, logger: logger)
    }
}

extension Site {
    /// Returns all routes as one type.
    func erased() -> CallbackResponder<DashboardContext> {
        let responder = responder()
        return CallbackResponder { request, context in try await responder.respond(to: request, context: context) }
    }

    /// Reads this week's list and the lists before it.
    func warm() async throws {
        guard let index = try await lists.current().index else { return }
        _ = try await lists.past(before: index.list.asOf)
    }
}
