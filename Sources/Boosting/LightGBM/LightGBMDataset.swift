internal import Arrow
internal import CLightGBM

/// Rows that LightGBM has put into bins, with their labels; sole owner of its C handle.
package struct LightGBMDataset: ~Copyable {
    let handle: DatasetHandle
    let parameters: ParameterList
    package let featureNames: [String]
    /// The label of each row: 0 or 1, or a number.
    package let labels: [Float]
    /// The number of equal rows that each row stands for, or nil if it is always one.
    package let weights: [Float]?

    private init(owning handle: DatasetHandle, _ rows: LabelledRows, parameters: ParameterList) {
        self.handle = handle
        self.parameters = parameters
        featureNames = rows.names
        labels = rows.labels
        weights = rows.weights
    }

    deinit { LGBM_DatasetFree(handle) }

    package var rowCount: Int { labels.count }

    /// Puts rows to train on into bins.
    ///
    /// - Parameters:
    ///   - rows: The rows. NULL and NaN mean a missing value, which goes its own way at each split. A negative category
    ///     code, or one that was never trained on, counts as missing.
    ///   - parameters: LightGBM's parameters. Those of the bins take effect here.
    /// - Throws: `BoostingError` for types, values or names that LightGBM does not accept, `ArrowError` for a label or
    ///   a weight that is not a number.
    package static func training(on rows: TrainingRows, parameters: ParameterList) throws -> LightGBMDataset {
        var parameters = parameters
        let codes = rows.features.indices.filter { rows.categorical.contains(rows.features[$0]) }
        if !codes.isEmpty {
            try parameters.set("categorical_feature", codes.map(String.init).joined(separator: ","))
        }
        return try make(LabelledRows(rows, for: .lightgbm), parameters: parameters, reference: nil)
    }

    /// Puts other rows into the bins of this dataset, to judge a model on during training.
    ///
    /// - Throws: The errors of `training`, and `BoostingError` if the features differ.
    package borrowing func validation(on rows: TrainingRows) throws -> LightGBMDataset {
        let rows = try LabelledRows(rows, for: .lightgbm)
        try requireSameFeatures(rows.names, as: featureNames)
        return try Self.make(rows, parameters: parameters, reference: handle)
    }

    private static func make(
        _ rows: LabelledRows, parameters: ParameterList, reference: DatasetHandle?
    ) throws -> LightGBMDataset {
        LightGBMLog.attach()
        let stream = try rows.table.stream(columns: rows.features)
        var created: DatasetHandle?
        let status = stream.withUnsafeStream { stream in
            LightGBMCall.with(threads: parameters.threads) {
                LGBM_DatasetCreateFromArrowStream(stream, parameters.rendered, reference, &created)
            }
        }
        guard status == 0, let created else { throw BoostingError.lightGBM(cannot: "make a dataset") }
        let dataset = LightGBMDataset(owning: created, rows, parameters: parameters)
        try dataset.setField("label", rows.labels)
        if let weights = rows.weights { try dataset.setField("weight", weights) }
        try dataset.setFeatureNames()
        return dataset
    }

    private borrowing func setField(_ name: String, _ values: [Float]) throws(BoostingError) {
        let status = LightGBMCall.with(threads: parameters.threads) {
            LGBM_DatasetSetField(handle, name, values, CInt(values.count), C_API_DTYPE_FLOAT32)
        }
        guard status == 0 else {
            throw .lightGBM(cannot: "take the \(name)s of a dataset")
        }
    }

    private borrowing func setFeatureNames() throws(BoostingError) {
        let status = withCStrings(featureNames) { LGBM_DatasetSetFeatureNames(handle, $0, CInt(featureNames.count)) }
        guard status == 0 else { throw .lightGBM(cannot: "take the names of the features") }
    }
}
