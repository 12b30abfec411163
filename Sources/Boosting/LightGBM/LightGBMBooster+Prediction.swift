package import Arrow
internal import CLightGBM

extension LightGBMBooster {
    /// Returns the probability of label 1 for each row, in [0, 1].
    ///
    /// - Parameters:
    ///   - table: The rows, in any number of columns.
    ///   - features: The positions of the model's features, in the order of `featureNames`.
    /// - Throws: `BoostingError` if the columns' names are not those of the model's features, or LightGBM does not
    ///   accept a type.
    package borrowing func probabilities(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try predict(table, features: features, kind: C_API_PREDICT_NORMAL, width: 1)
    }

    /// Returns the raw score of each row, in log-odds.
    package borrowing func rawScores(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try predict(table, features: features, kind: C_API_PREDICT_RAW_SCORE, width: 1)
    }

    /// Returns the contribution of each feature to the raw score of each row, in log-odds.
    ///
    /// The contributions are SHAP values of trees: Lundberg, Erion, Lee, "Consistent individualized feature attribution
    /// for tree ensembles", 2018 (arXiv:1802.03888).
    package borrowing func contributions(of table: ArrowTable, features: [Int]) throws -> Contributions {
        let width = featureNames.count + 1
        let values = try predict(table, features: features, kind: C_API_PREDICT_CONTRIB, width: width)
        return Contributions(values: values, featureCount: featureNames.count)
    }

    private borrowing func predict(_ table: ArrowTable, features: [Int], kind: CInt, width: Int) throws -> [Double] {
        try requireFeatures(table, columns: features, named: featureNames, for: .lightgbm)
        guard table.rowCount > 0 else { return [] }
        LightGBMLog.attach()
        let stream = try table.stream(columns: features)
        var values = [Double](repeating: 0, count: table.rowCount * width)
        var count: Int64 = 0
        let status = stream.withUnsafeStream { stream in
            LightGBMCall.with(threads: threads) {
                LGBM_BoosterPredictForArrowStream(
                    handle, stream, kind, 0, 0, "num_threads=\(threads)", &count, &values)
            }
        }
        guard status == 0 else { throw BoostingError.lightGBM(cannot: "predict") }
        precondition(Int(count) == values.count, "LightGBM has predicted \(count) values instead of \(values.count).")
        return values
    }
}
