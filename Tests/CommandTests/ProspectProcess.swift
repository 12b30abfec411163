import Foundation
import TestSupport
import Testing

/// The built command line, run as a process of its own.
struct ProspectProcess {
    let exitCode: Int32
    let output: String
    let errors: String

    /// Runs a command in a folder and waits for its end.
    ///
    /// - Parameter environment: variables beside those of this process.
    static func run(
        _ arguments: [String], in folder: String, environment: [String: String] = [:]
    ) throws -> ProspectProcess {
        let logs = NSTemporaryDirectory() + "prospect-log-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: logs) }
        func log(_ name: String) throws -> FileHandle {
            _ = FileManager.default.createFile(atPath: "\(logs)/\(name)", contents: nil)
            return try FileHandle(forWritingTo: URL(fileURLWithPath: "\(logs)/\(name)"))
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ProspectExecutable.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PROSPECT_") }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try log("out")
        process.standardError = try log("err")
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(logs)/\(name)")), as: UTF8.self)
        }
        return ProspectProcess(
            exitCode: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: try text("out"), errors: try text("err"))
    }
}

/// Text with every run of white space as one space: tables wrap their sentences.
func unwrapped(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
