/// Some rows of one bucket, in memory or on disk.
final class RowBlock: @unchecked Sendable {
    // The appending thread changes it. Nobody changes it after the store is sealed.
    static let leastBytes = 1 << 10
    static let mostBytes = 1 << 18

    private let memory: StoreMemory
    /// The size in memory, in bytes.
    let bytes: Int
    /// The memory, or nil once the block is on disk.
    private(set) var start: UnsafeMutableRawPointer?
    var used = 0
    var rows = 0
    private var place: Int?

    /// Makes a block.
    ///
    /// - Parameter bytes: The size, which has been reserved in `memory`.
    init(bytes: Int, memory: StoreMemory) {
        self.bytes = bytes
        self.memory = memory
        start = .allocate(byteCount: bytes, alignment: 16)
    }

    deinit { free() }

    /// Writes the rows to disk and frees their memory.
    func spill() throws(UsageStoreError) {
        guard let start else { return }
        place = try memory.write(UnsafeRawBufferPointer(start: start, count: used))
        free()
    }

    /// Passes the bytes of the rows to `body`. At least one more byte follows them (see `RowCode.readCounts`).
    func read(_ body: (UnsafeRawBufferPointer) -> Void) throws(UsageStoreError) {
        if let start {
            body(UnsafeRawBufferPointer(start: start, count: used))
        } else {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: used + 1, alignment: 16)
            defer { buffer.deallocate() }
            let rows = UnsafeMutableRawBufferPointer(rebasing: buffer[..<used])
            try memory.read(into: rows, from: place!)
            body(UnsafeRawBufferPointer(rows))
        }
    }

    private func free() {
        guard let start else { return }
        start.deallocate()
        self.start = nil
        memory.giveBack(bytes)
    }
}
