import Boosting
import Synchronization

/// A matrix that all trials of a study read at the same time.
final class SharedMatrix: @unchecked Sendable {
    let value: XGBoostMatrix

    init(_ value: consuming XGBoostMatrix) { self.value = value }
}

/// Rounds of all trials that were not pruned.
let rounds = Mutex(0)
