internal import CXGBoost

/// A trained XGBoost model; sole owner of its C handle. It has only the trees that count and is independent of its
/// training rows.
package struct XGBoostBooster: ~Copyable {
    let handle: XGModelHandle
    package let treeCount: Int
    package let featureNames: [String]
    /// The codes of the training rows for each category feature.
    let categories: [CategoryCodes?]
    /// The history of the training, or nil for a model that was loaded.
    package let history: TrainingHistory?

    init(
        owning handle: XGModelHandle, trees: Int, featureNames: [String], categories: [CategoryCodes?],
        history: TrainingHistory?
    ) {
        self.handle = handle
        treeCount = trees
        self.featureNames = featureNames
        self.categories = categories
        self.history = history
    }

    // The result of freeing a handle tells nothing that the program could act on.
    deinit { _ = XGBoosterFree(handle) }

    /// The version of the library, such as `3.4.1`.
    package static var version: String {
        var major: CInt = 0
        var minor: CInt = 0
        var patch: CInt = 0
        XGBoostVersion(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }

    /// Returns the reduction of training loss over all splits of each feature, in the order of `featureNames`:
    /// XGBoost's `total_gain`.
    package borrowing func importance() throws(BoostingError) -> [Double] {
        var count: UInt64 = 0
        var names: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        var dimensions: UInt64 = 0
        var shape: UnsafePointer<UInt64>?
        var scores: UnsafePointer<Float>?
        guard
            XGBoosterFeatureScore(
                handle, #"{"importance_type":"total_gain"}"#, &count, &names, &dimensions, &shape, &scores) == 0
        else { throw .xgBoost(cannot: "measure the importance of features") }
        // XGBoost omits features without a split.
        var gains: [String: Double] = [:]
        for index in 0..<Int(count) { gains[String(cString: names![index]!)] = Double(scores![index]) }
        return featureNames.map { gains[$0] ?? 0 }
    }
}
