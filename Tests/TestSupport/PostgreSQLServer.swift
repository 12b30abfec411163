internal import Foundation

/// A PostgreSQL server on loopback with a data folder of its own, which ends with it. Used by one thread.
public final class PostgreSQLServer {
    public let port: Int
    public let user = "prospect"
    /// Of the user; made for this server.
    public let password = "pw-" + UUID().uuidString
    private let folder: TemporaryFolder
    private let programs: String
    private let server: Process

    /// `postgresql://prospect@127.0.0.1:<port>/postgres`
    public var address: String { "postgresql://\(user)@127.0.0.1:\(port)/postgres" }

    public init() throws {
        programs = try Self.findPrograms()
        folder = try TemporaryFolder()
        server = Process()
        port = try Self.freePort()
        let secret = try folder.write("password", password)
        // The server does not run as root.
        if geteuid() == 0 { try Self.run(["chown", "-R", "postgres", folder.path]) }
        try asServer([
            "\(programs)/initdb", "-D", "\(folder.path)/data", "-U", user, "--auth=scram-sha-256",
            "--pwfile=\(secret)", "-E", "UTF8", "--locale=C", "--no-sync",
        ])
        server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        server.arguments = Self.asOwner([
            "\(programs)/postgres", "-D", "\(folder.path)/data", "-p", "\(port)", "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off",
        ])
        server.currentDirectoryURL = URL(fileURLWithPath: "/")
        server.standardInput = FileHandle.nullDevice
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try server.run()
        for _ in 0..<600 {
            if (try? execute(["SELECT 1"])) != nil { return }
            usleep(100_000)
        }
        throw ServerError("The PostgreSQL server did not start within a minute.")
    }

    deinit {
        try? asServer(["\(programs)/pg_ctl", "-D", "\(folder.path)/data", "-m", "immediate", "stop"])
        server.waitUntilExit()
        // Its files are another user's.
        if geteuid() == 0 { try? Self.run(["chown", "-R", "root", folder.path]) }
    }

    /// Runs statements and commands of psql.
    public func execute(_ commands: [String]) throws {
        try Self.run(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", address] + commands.flatMap { ["-c", $0] },
            environment: ["PGPASSWORD": password])
    }

    private func asServer(_ command: [String]) throws { try Self.run(Self.asOwner(command)) }

    private static func asOwner(_ command: [String]) -> [String] {
        geteuid() == 0 ? ["runuser", "-u", "postgres", "--"] + command : command
    }

    private static func findPrograms() throws -> String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let folders =
            versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin" }
            + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        guard let found = folders.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }) else {
            throw ServerError("There is no PostgreSQL server. Scripts/postgresql installs it.")
        }
        return found
    }

    private static func freePort() throws -> Int {
        #if os(Linux)
            let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let socket = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw ServerError("No port: \(errno).") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func run(_ command: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let log = NSTemporaryDirectory() + "prospect-server-" + UUID().uuidString
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: log) }
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw ServerError("\(command[0]) ended with \(process.terminationStatus): \(text.suffix(500))")
        }
    }
}

/// Why there is no server.
public struct ServerError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
