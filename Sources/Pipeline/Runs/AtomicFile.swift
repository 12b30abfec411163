package import Foundation

/// Writes files that appear whole or not at all.
package enum AtomicFile {
    /// Writes to a temporary name in the same folder, flushes to disk, and renames.
    package static func write(_ data: Data, to path: String) throws {
        let temporary = path + ".partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw PipelineError.cannotWrite(path, reason: String(cString: strerror(errno))) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: data)
            try handle.synchronize()
            try handle.close()
        } catch {
            throw PipelineError.cannotWrite(path, reason: error.localizedDescription)
        }
        try rename(temporary, to: path)
    }

    static func write(_ value: some Encodable, to path: String) throws {
        try write(JSON.encode(value), to: path)
    }

    /// Replaces `path` by the file at `source` in one step. Both must be in one file system.
    static func rename(_ source: String, to path: String) throws {
        guard Foundation.rename(source, path) == 0 else {
            throw PipelineError.cannotWrite(path, reason: String(cString: strerror(errno)))
        }
    }

    /// Copies a file into place, so that a reader sees the old one or the new one.
    static func copy(_ source: String, to path: String) throws {
        let temporary = path + ".partial"
        do {
            if FileManager.default.fileExists(atPath: temporary) {
                try FileManager.default.removeItem(atPath: temporary)
            }
            try FileManager.default.copyItem(atPath: source, toPath: temporary)
        } catch {
            throw PipelineError.cannotWrite(path, reason: error.localizedDescription)
        }
        try rename(temporary, to: path)
    }
}

/// The JSON format of all files of a run: sorted keys, two spaces, ISO 8601 times with milliseconds.
package enum JSON {
    private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(time))
        }
        return try encoder.encode(value) + Data("\n".utf8)
    }

    package static func decode<Value: Decodable>(_ type: Value.Type, at path: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            try time.parse(decoder.singleValueContainer().decode(String.self))
        }
        return try decoder.decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
