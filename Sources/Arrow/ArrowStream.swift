package import CArrow

/// Sole owner of an Arrow C stream: a schema and a sequence of record batches, read once.
///
/// Arrow specification, "The Arrow C stream interface".
package struct ArrowStream: ~Copyable {
    private let pointer: UnsafeMutablePointer<ArrowArrayStream>

    /// Takes ownership of a stream that a producer has filled in.
    package init(owning stream: ArrowArrayStream) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: stream)
    }

    deinit {
        if let release = pointer.pointee.release { release(pointer) }
        pointer.deallocate()
    }

    /// Passes the C stream to a consumer, which may read it to its end and may release it.
    package borrowing func withUnsafeStream<Result>(
        _ body: (UnsafeMutablePointer<ArrowArrayStream>) throws -> Result
    ) rethrows -> Result {
        try body(pointer)
    }

    /// Returns the message of the producer's last error, or nil if there was none.
    package borrowing func lastError() -> String? {
        guard pointer.pointee.release != nil, let message = pointer.pointee.get_last_error?(pointer) else { return nil }
        return String(cString: message)
    }
}
