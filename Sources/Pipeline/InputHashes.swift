internal import Base
internal import Crypto
internal import Dispatch
internal import Foundation
internal import Modeling
internal import Snapshots
internal import Sources
internal import Synchronization
internal import UsageStore

/// Hashes the source files while other code reads them.
final class InputHashes: Sendable {
    private let result = Mutex<[Manifest.Input]>([])
    private let group = DispatchGroup()

    /// Starts hashing on a queue of its own.
    ///
    /// - Parameters:
    ///   - asOf: The requested Sunday, if any.
    ///   - files: Further files that the run depends on.
    init(_ configuration: Configuration, asOf: Day?, files: [String] = []) {
        let sources = configuration.sources
        let history = sources.usageHistory.map { UsageHistory(weeks: $0, asOf: asOf) }
        let isLarge = configuration.engine == .spark
        DispatchQueue.global().async(group: group) { [self] in
            func of(_ table: SourceName, _ inputs: [Manifest.Input]) -> [Manifest.Input] {
                inputs.map { input in
                    var input = input
                    input.table = table
                    return input
                }
            }
            let customers = of(.customers, (sources.customers.map(Self.files) ?? []).map(Self.hash))
            let noncustomers = of(.noncustomers, (sources.noncustomers.map(Self.files) ?? []).map(Self.hash))
            var usage = sources.usage.map(Self.files) ?? []
            if let history { usage = history.keep(usage) ?? usage }
            let hashed = of(.usage, isLarge ? [Self.describe(usage, of: sources.usage)] : usage.map(Self.hash))
            result.withLock { $0 = customers + noncustomers + hashed + files.map(Self.hash) }
        }
    }

    /// Describes files that are too large for a second reading by a hash of their names, sizes and times.
    private static func describe(_ files: [String], of location: TableLocation?) -> Manifest.Input {
        var path = ""
        switch location {
        case .files(let given)?, .file(let given, _, _)?: path = given
        case .query?, nil: break
        }
        var hasher = SHA256()
        var bytes = 0
        for file in files {
            let attributes = try? FileManager.default.attributesOfItem(atPath: file)
            let size = attributes?[.size] as? Int ?? 0
            let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            hasher.update(data: Data("\(file) \(size) \(time)\n".utf8))
            bytes += size
        }
        return Manifest.Input(path: path, bytes: bytes, sha256: hasher.finalize().hexadecimal)
    }

    /// Waits for the end and returns the hashes.
    func wait() -> [Manifest.Input] {
        group.wait()
        return result.withLock { $0 }
    }

    /// Returns the files of a location. For a glob, these are the files in its folder.
    private static func files(_ location: TableLocation) -> [String] {
        switch location {
        case .query(let database, _): return [database]
        case .files(let path) where path.contains("://"): return [path]
        case .file(let path, _, _): return [path]
        case .files(let path):
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
                return [path]
            }
            var glob = glob_t()
            defer { globfree(&glob) }
            if !isFolder.boolValue {
                guard Foundation.glob(path, 0, nil, &glob) == 0 else { return [] }
                return (0..<Int(glob.gl_pathc)).compactMap { glob.gl_pathv[$0].map { String(cString: $0) } }.sorted()
            }
            let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
            return names.sorted().map { (path as NSString).appendingPathComponent($0) }.filter {
                var isNested: ObjCBool = false
                return FileManager.default.fileExists(atPath: $0, isDirectory: &isNested) && !isNested.boolValue
            }
        }
    }

    /// Hashes a file. A file on another machine is only named: DuckDB alone reads it, once.
    private static func hash(_ path: String) -> Manifest.Input {
        if path.contains("://") { return Manifest.Input(path: path, bytes: 0, sha256: "") }
        // Reading the tables reports a file that cannot be read.
        let seal = try? FileSeal(file: path)
        return Manifest.Input(path: path, bytes: seal?.bytes ?? 0, sha256: seal?.sha256 ?? FileSeal(of: Data()).sha256)
    }

    /// Identifies usage by the bytes of its files, or by what was read if a table is a query or remote.
    static func usageFingerprint(_ inputs: [Manifest.Input], _ sources: SourceLocations, _ totals: UsageTotals)
        -> String
    {
        let own = inputs.filter { $0.table == .usage }.map(\.sha256)
        var text = own.sorted().joined(separator: "\n")
        var isFiles = false
        if case .files? = sources.usage { isFiles = true }
        if !isFiles || own.isEmpty || own.contains("") {
            text =
                "\(totals.rows) \(totals.zeros) \(totals.idle)\n"
                + totals.volumes.map { "\($0.day) \($0.rows)" }.joined(separator: "\n")
        }
        return SHA256.hash(data: Data(text.utf8)).hexadecimal
    }
}

extension SHA256.Digest {
    /// The digest as hexadecimal digits.
    var hexadecimal: String {
        map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
