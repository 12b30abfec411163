package import Arrow
internal import CXGBoost
internal import Foundation

extension XGBoostBooster {
    /// Returns the probability of label 1 for each row, in [0, 1]: the logistic function of `rawScores`, in float64.
    ///
    /// - Parameters:
    ///   - table: The rows, in any number of columns, read in place.
    ///   - features: The positions of the model's features, in the order of `featureNames`.
    /// - Throws: `BoostingError` if the columns' names are not those of the model's features, or a type is not numeric.
    package borrowing func probabilities(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try rawScores(of: table, features: features).map(probability(ofScore:))
    }

    /// Returns the raw score of each row, in log-odds. It is a float32, as XGBoost sums it.
    package borrowing func rawScores(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try requireFeatures(table, columns: features, named: featureNames, for: .xgboost)
        XGBoostLog.attach()
        var scores: [Double] = []
        scores.reserveCapacity(table.rowCount)
        for block in table.blocks() {
            let arrays = try ArrayInterface(copying: table, columns: features, categories: categories, rows: block)
            let prediction = try Prediction.make { shape, dimensions, result in
                XGBoosterPredictFromColumnar(
                    handle, arrays.json, Prediction.configuration(.rawScore, missing: true), nil, shape, dimensions,
                    result)
            }
            scores.append(contentsOf: prediction.values(count: block.count))
        }
        return scores
    }

    /// Returns the contribution of each feature to the raw score of each row, in log-odds.
    ///
    /// The contributions are SHAP values of trees: Lundberg, Erion, Lee, "Consistent individualized feature attribution
    /// for tree ensembles", 2018 (arXiv:1802.03888).
    package borrowing func contributions(of table: ArrowTable, features: [Int]) throws -> Contributions {
        try requireFeatures(table, columns: features, named: featureNames, for: .xgboost)
        XGBoostLog.attach()
        let width = featureNames.count + 1
        var values: [Double] = []
        values.reserveCapacity(table.rowCount * width)
        for block in table.blocks() {
            let arrays = try ArrayInterface(copying: table, columns: features, categories: categories, rows: block)
            let matrix = try PredictionMatrix.make(arrays)
            let prediction = try Prediction.make { shape, dimensions, result in
                XGBoosterPredictFromDMatrix(
                    handle, matrix.handle, Prediction.configuration(.contributions), shape, dimensions, result)
            }
            values.append(contentsOf: prediction.values(count: block.count * width))
        }
        return Contributions(values: values, featureCount: featureNames.count)
    }
}

/// Returns the probability for a raw score in log-odds.
package func probability(ofScore score: Double) -> Double { 1 / (1 + exp(-score)) }

/// A prediction by XGBoost, in the library's own memory.
struct Prediction {
    enum Kind: Int {
        case rawScore = 1
        case contributions = 2
    }

    private let start: UnsafePointer<Float>?
    private let count: Int

    static func make(
        _ call: (
            UnsafeMutablePointer<UnsafePointer<UInt64>?>, UnsafeMutablePointer<UInt64>,
            UnsafeMutablePointer<UnsafePointer<Float>?>
        ) -> CInt
    ) throws(BoostingError) -> Prediction {
        var shape: UnsafePointer<UInt64>?
        var dimensions: UInt64 = 0
        var result: UnsafePointer<Float>?
        guard call(&shape, &dimensions, &result) == 0 else { throw .xgBoost(cannot: "predict") }
        let count = (0..<Int(dimensions)).reduce(1) { $0 * Int(shape![$1]) }
        return Prediction(start: result, count: count)
    }

    static func configuration(_ kind: Kind, missing: Bool = false) -> String {
        """
        {"type":\(kind.rawValue),"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false\
        \(missing ? #","missing":NaN,"cache_id":0"# : "")}
        """
    }

    /// Returns the values. Call it before the next call on the same booster.
    func values(count expected: Int) -> [Double] {
        precondition(count == expected, "XGBoost has predicted \(count) values instead of \(expected).")
        return UnsafeBufferPointer(start: start, count: count).map(Double.init)
    }
}

/// A batch as a matrix without bins, to predict from; sole owner of its C handle.
private struct PredictionMatrix: ~Copyable {
    let handle: XGMatrixHandle

    private init(owning handle: XGMatrixHandle) {
        self.handle = handle
    }

    deinit { _ = XGDMatrixFree(handle) }

    static func make(_ columns: borrowing ArrayInterface) throws(BoostingError) -> PredictionMatrix {
        PredictionMatrix(owning: try XGBoostMatrix.plain(columns, threads: 1))
    }
}
