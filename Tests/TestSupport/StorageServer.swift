public import Foundation

/// An object storage on loopback: signed requests for the objects of one bucket, by the path, and a list of them.
///
/// It knows as much of S3's API as reading takes, and asks whose key signed a request, not whether the signature is right.
public final class StorageServer: Sendable {
    private let server: ModelServer
    public let bucket: String
    public let keyID: String

    /// - Parameter objects: by key.
    public init(bucket: String, keyID: String, objects: [String: Data]) throws {
        self.bucket = bucket
        self.keyID = keyID
        server = try ModelServer { request in
            .raw(Self.answer(request.head, bucket: bucket, keyID: keyID, objects: objects))
        }
    }

    public var endpoint: String { "127.0.0.1:\(server.port)" }

    /// The first lines of all requests.
    public var requests: [String] { server.requests.map { String($0.head.prefix { $0 != "\r\n" }) } }

    private static func answer(_ head: String, bucket: String, keyID: String, objects: [String: Data]) -> [UInt8] {
        let lines = head.split(separator: "\r\n").map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        func field(_ name: String) -> String? {
            lines.dropFirst().first { $0.lowercased().hasPrefix(name + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
        func reply(_ status: String, _ fields: [String] = [], _ body: Data = Data(), length: Int? = nil) -> [UInt8] {
            let all = ["HTTP/1.1 \(status)", "Content-Length: \(length ?? body.count)"] + fields
            return Array((all.joined(separator: "\r\n") + "\r\n\r\n").utf8) + Array(body)
        }
        guard field("authorization")?.contains("Credential=\(keyID)/") == true else { return reply("403 Forbidden") }
        guard let url = URLComponents(string: words[1]), url.path.hasPrefix("/\(bucket)") else {
            return reply("404 Not Found")
        }
        let key = String(url.path.dropFirst(bucket.count + 2))
        if key.isEmpty {
            let prefix = url.queryItems?.first { $0.name == "prefix" }?.value ?? ""
            let entries = objects.keys.filter { $0.hasPrefix(prefix) }.sorted().map {
                "<Contents><Key>\($0)</Key><Size>\(objects[$0]!.count)</Size></Contents>"
            }
            return reply(
                "200 OK", ["Content-Type: application/xml"],
                Data(
                    "<ListBucketResult><IsTruncated>false</IsTruncated>\(entries.joined())</ListBucketResult>".utf8))
        }
        guard let object = objects[key] else { return reply("404 Not Found") }
        let common = ["Accept-Ranges: bytes", "ETag: \"\(object.count)\""]
        if words[0] == "HEAD" { return reply("200 OK", common, length: object.count) }
        guard let range = field("range")?.dropFirst("bytes=".count).split(separator: "-").compactMap({ Int($0) }),
            let first = range.first, first < object.count
        else { return reply("200 OK", common, object) }
        let last = min(range.count > 1 ? range[1] : object.count - 1, object.count - 1)
        return reply(
            "206 Partial Content", common + ["Content-Range: bytes \(first)-\(last)/\(object.count)"],
            object.subdata(in: first..<last + 1))
    }
}
