internal import CLightGBM
internal import Foundation

/// Calls of LightGBM's C interface, which keeps its number of threads in one variable of the process.
///
/// A call sizes its buffers by that variable and reads it again for each parallel loop. If another call changes it in
/// between, the first one writes beyond its buffers. Calls with the same number of threads therefore run side by side,
/// and a call with another number waits until they are done. Calls begin in the order in which they arrive.
///
/// LightGBM's documentation names the fault under `num_threads`: "please don't change this during training, especially
/// when running multiple jobs simultaneously".
enum LightGBMCall {
    private static let gate = Gate()

    /// Makes a call while the process has this number of threads.
    ///
    /// - Parameters:
    ///   - threads: The number of threads, 1 or more. All calls of a booster or a dataset use the same number.
    ///   - call: The call. It must not make another one.
    /// - Returns: What the call returns, 0 for success.
    static func with(threads: Int, _ call: () -> CInt) -> CInt {
        gate.enter(threads)
        defer { gate.leave() }
        return call()
    }

    private final class Gate: @unchecked Sendable {
        private let condition = NSCondition()
        // Only the holder of the condition's lock reads and writes what follows.
        private var threads = 0
        private var running = 0
        private var first = 0
        private var next = 0

        func enter(_ wanted: Int) {
            condition.withLock {
                let ticket = next
                next += 1
                while ticket != first || (running > 0 && threads != wanted) { condition.wait() }
                first += 1
                if threads != wanted {
                    threads = wanted
                    Self.set(wanted)
                }
                running += 1
                condition.broadcast()
            }
        }

        func leave() {
            condition.withLock {
                running -= 1
                condition.broadcast()
            }
        }

        /// No function of the interface only sets the number. Making a dataset does, here with two rows.
        private static func set(_ threads: Int) {
            var rows = [0.0, 1.0]
            var made: DatasetHandle?
            _ = LGBM_DatasetCreateFromMat(
                &rows, C_API_DTYPE_FLOAT64, 2, 1, 1, "num_threads=\(threads) min_data_in_bin=1 min_data_in_leaf=1", nil,
                &made)
            if let made { LGBM_DatasetFree(made) }
        }
    }
}
