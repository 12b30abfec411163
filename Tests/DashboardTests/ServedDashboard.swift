import Foundation
import TestSupport

/// `prospect serve` as a process of its own.
final class ServedDashboard {
    let address: String
    let process: Process

    /// - Throws: where it does not say within a minute where it listens.
    init(config: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: ProspectExecutable.path)
        process.arguments = ["serve", "--config", config, "--port", "0"] + arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PROSPECT_") }
            .merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = pipe.fileHandleForReading.availableData
            guard !data.isEmpty else { throw ServeFailure(text: text) }
            text += String(decoding: data, as: UTF8.self)
        }
        guard let start = text.firstRange(of: "http://"), let end = text[start.upperBound...].firstIndex(of: "/") else {
            throw ServeFailure(text: text)
        }
        address = String(text[start.lowerBound..<end])
    }

    deinit {
        if process.isRunning {
            process.terminate()
            process.waitUntilExit()
        }
    }

    var port: Int { Int(address.split(separator: ":").last!)! }
}

struct ServeFailure: Error {
    let text: String
}

/// A connection to a port of this machine.
final class RawConnection {
    private let descriptor: Int32

    init?(port: Int) {
        #if os(Linux)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let socket = descriptor
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if !connected {
            close(socket)
            return nil
        }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { _ = text.withCString { write(descriptor, $0, strlen($0)) } }

    /// What comes within so many seconds, at most so many bytes.
    func read(most: Int = .max, seconds: Double = 10) -> Data {
        var data = Data()
        let end = Date().addingTimeInterval(seconds)
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while data.count < most {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(max(0, end.timeIntervalSinceNow) * 1_000)) > 0 else { break }
            let count = recv(descriptor, &buffer, min(buffer.count, most - data.count), 0)
            guard count > 0 else { break }
            data.append(contentsOf: buffer[..<count])
        }
        return data
    }
}
