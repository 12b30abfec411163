internal import Foundation
internal import Synchronization

/// The memory that a store may use, and the file for the rest.
final class StoreMemory: Sendable {
    private let limit: Int?
    private let folder: String
    private let taken = Atomic(0)
    private let file = Mutex<File?>(nil)

    /// A file without a name. It disappears with the program, however the program ends.
    private final class File {
        let descriptor: CInt
        var end = 0

        init(_ descriptor: CInt) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }

    init(limit: Int?, folder: String) {
        self.limit = limit
        self.folder = folder
    }

    /// The number of bytes in use.
    var bytes: Int { taken.load(ordering: .relaxed) }

    /// Reserves memory. Returns false, without reserving any, if that would exceed the limit.
    func reserve(_ bytes: Int) -> Bool {
        let sum = taken.wrappingAdd(bytes, ordering: .relaxed).newValue
        guard let limit, sum > limit else { return true }
        giveBack(bytes)
        return false
    }

    func reserveAnyway(_ bytes: Int) { taken.wrappingAdd(bytes, ordering: .relaxed) }

    func giveBack(_ bytes: Int) { taken.wrappingSubtract(bytes, ordering: .relaxed) }

    /// Appends bytes to the file and returns their position.
    func write(_ bytes: UnsafeRawBufferPointer) throws(UsageStoreError) -> Int {
        try file.withLock { (file) throws(UsageStoreError) in
            if file == nil { file = try open() }
            var done = 0
            while done < bytes.count {
                let written = pwrite(
                    file!.descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(file!.end + done))
                guard written > 0 else {
                    if written < 0, errno == EINTR { continue }
                    throw .cannotSpill(folder, reason: String(cString: strerror(errno)))
                }
                done += written
            }
            defer { file!.end += done }
            return file!.end
        }
    }

    /// Reads bytes from a position that `write` returned.
    func read(into buffer: UnsafeMutableRawBufferPointer, from place: Int) throws(UsageStoreError) {
        let descriptor = file.withLock { $0!.descriptor }
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(place + done))
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw .cannotReadBack(folder, reason: count == 0 ? "it has ended" : String(cString: strerror(errno)))
            }
            done += count
        }
    }

    private func open() throws(UsageStoreError) -> File {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // mkstemp replaces the six letters by a name of its own.
        var path = Array("\(folder)/usage-\(String(repeating: "X", count: 6))".utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw .cannotSpill(folder, reason: String(cString: strerror(errno))) }
        unlink(path)
        return File(descriptor)
    }
}
