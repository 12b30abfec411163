internal import Crypto
internal import Dispatch
internal import Foundation
internal import ProspectCore
internal import Synchronization

/// Hashes the source files while they are being read.
final class InputHashes: Sendable {
    private let result = Mutex<[Manifest.Input]>([])
    private let group = DispatchGroup()

    /// Begins on a queue of its own.
    ///
    /// - Parameter files: further ones on which the run depends.
    init(sources: SourceLocations, files: [String] = []) {
        let locations = [sources.customers, sources.noncustomers, sources.usage].compactMap { $0 }
        DispatchQueue.global().async(group: group) { [self] in
            let inputs = (locations.flatMap(Self.files) + files).map(Self.hash)
            result.withLock { $0 = inputs }
        }
    }

    /// Waits for the end.
    func wait() -> [Manifest.Input] {
        group.wait()
        return result.withLock { $0 }
    }

    /// The files of a location; of a glob those that its folder holds.
    private static func files(_ location: TableLocation) -> [String] {
        switch location {
        case .query(let database, _): return [database]
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

    private static func hash(_ path: String) -> Manifest.Input {
        var hasher = SHA256()
        var bytes = 0
        let descriptor = open(path, O_RDONLY)
        if descriptor >= 0 {
            defer { close(descriptor) }
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { buffer.deallocate() }
            while case let count = read(descriptor, buffer.baseAddress!, buffer.count), count > 0 {
                hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                bytes += count
            }
        }
        let digest = hasher.finalize().map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
        return Manifest.Input(path: path, bytes: bytes, sha256: digest)
    }
}
