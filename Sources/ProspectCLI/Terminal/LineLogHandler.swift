internal import Foundation
internal import Logging

/// Writes log events to standard error, as text or as one JSON object per line.
struct LineLogHandler: LogHandler {
    let label: String
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let time = Date().formatted(.iso8601)
        switch format {
        case .text:
            let details = merged.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            Terminal.printPlainError("\(time) \(event.level): \(event.message)\(details)")
        case .json:
            var fields = merged.mapValues { "\($0)" }
            fields["time"] = time
            fields["level"] = "\(event.level)"
            fields["message"] = "\(event.message)"
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if let data = try? encoder.encode(fields) {
                Terminal.printPlainError(String(decoding: data, as: UTF8.self))
            }
        }
    }
}
