internal import CLightGBM

/// A trained model; sole owner of its C handle. It has only the trees that count and is independent of its training
/// rows.
package struct LightGBMBooster: ~Copyable {
    let handle: BoosterHandle
    /// The number of threads for predicting, 1 or more.
    let threads: Int
    package let treeCount: Int
    package let featureNames: [String]
    /// The history of the training, or nil for a model that was loaded.
    package let history: TrainingHistory?

    private init(
        owning handle: BoosterHandle, trees: Int, featureNames: [String], threads: Int, history: TrainingHistory?
    ) {
        self.handle = handle
        self.threads = threads
        treeCount = trees
        self.featureNames = featureNames
        self.history = history
    }

    deinit { LGBM_BoosterFree(handle) }

    /// Reads a model in LightGBM's text format.
    static func parse(_ text: String, threads: Int, history: TrainingHistory? = nil) throws(BoostingError) -> Self {
        LightGBMLog.attach()
        var loaded: BoosterHandle?
        var iterations: CInt = 0
        let status = LightGBMCall.with(threads: threads) {
            LGBM_BoosterLoadModelFromString(text, &iterations, &loaded)
        }
        guard status == 0, let loaded else {
            throw .lightGBM(cannot: "read its model")
        }
        guard let names = Self.featureNames(of: loaded) else {
            let error = BoostingError.lightGBM(cannot: "name the features of its model")
            LGBM_BoosterFree(loaded)
            throw error
        }
        return LightGBMBooster(
            owning: loaded, trees: Int(iterations), featureNames: names, threads: threads, history: history)
    }

    /// A measure of a feature's importance.
    package enum Importance: Sendable {
        /// The reduction of training loss over all splits of the feature.
        case gain
        /// The number of splits of the feature.
        case split
    }

    /// Returns the importance of each feature, in the order of `featureNames`.
    package borrowing func importance(_ kind: Importance) throws(BoostingError) -> [Double] {
        var values = [Double](repeating: 0, count: featureNames.count)
        let type = kind == .gain ? C_API_FEATURE_IMPORTANCE_GAIN : C_API_FEATURE_IMPORTANCE_SPLIT
        let status = LightGBMCall.with(threads: threads) {
            LGBM_BoosterFeatureImportance(handle, 0, type, &values)
        }
        guard status == 0 else {
            throw .lightGBM(cannot: "measure the importance of features")
        }
        return values
    }

    private static func featureNames(of handle: BoosterHandle) -> [String]? {
        var count: CInt = 0
        var size: UInt64 = 0
        guard LGBM_BoosterGetFeatureNames(handle, 0, &count, 0, &size, nil) == 0 else { return nil }
        let width = Int(size)
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(1, Int(count) * width))
        defer { buffer.deallocate() }
        var pointers: [UnsafeMutablePointer<CChar>?] = (0..<Int(count)).map { buffer.baseAddress! + $0 * width }
        guard LGBM_BoosterGetFeatureNames(handle, count, &count, size, &size, &pointers) == 0 else { return nil }
        return pointers.map { String(cString: $0!) }
    }
}
