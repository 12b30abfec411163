package import Arrow
internal import CLightGBM

/// Rows that LightGBM has put into bins, with their labels; sole owner of its C handle.
package struct LightGBMDataset: ~Copyable {
    let handle: DatasetHandle
    let parameters: ParameterList
    package let featureNames: [String]
    /// 0 or 1 for each row.
    package let labels: [Float]
    /// The number of equal rows that each row stands for; nil where it is one.
    package let weights: [Float]?

    private init(owning handle: DatasetHandle, _ source: borrowing Source) {
        self.handle = handle
        parameters = source.parameters
        featureNames = source.names
        labels = source.labels
        weights = source.weights
    }

    deinit { LGBM_DatasetFree(handle) }

    package var rowCount: Int { labels.count }

    /// Puts rows to train on into bins.
    ///
    /// - Parameters:
    ///   - table: The rows. NULL and NaN mean a missing value, which goes its own way at each split.
    ///   - features: The positions of the feature columns, all of them numbers.
    ///   - label: The position of the label column, 0 or 1.
    ///   - weight: The position of the column of weights, if any: finite, not negative.
    ///   - categorical: The positions, within the table, of those features that are codes of categories: whole
    ///     numbers from 0, best without large gaps. A code that is negative or was never trained on counts as missing.
    ///   - parameters: LightGBM's parameters; those of the bins count here.
    /// - Throws: `BoostingError` for types, values or names that LightGBM does not take, `ArrowError` for a label or a
    ///   weight that is not a number.
    package static func training(
        on table: ArrowTable, features: [Int], label: Int, weight: Int? = nil, categorical: Set<Int> = [],
        parameters: ParameterList
    ) throws -> LightGBMDataset {
        var parameters = parameters
        let codes = features.indices.filter { categorical.contains(features[$0]) }
        if !codes.isEmpty {
            try parameters.set("categorical_feature", codes.map(String.init).joined(separator: ","))
        }
        let source = try Source(table, features: features, label: label, weight: weight, parameters: parameters)
        return try make(source, reference: nil)
    }

    /// Puts other rows into the bins of these, to judge a model on while it is trained.
    ///
    /// - Throws: As `training`, and `BoostingError` when the features are not the same.
    package borrowing func validation(
        on table: ArrowTable, features: [Int], label: Int, weight: Int? = nil
    ) throws -> LightGBMDataset {
        let source = try Source(table, features: features, label: label, weight: weight, parameters: parameters)
        try requireSameFeatures(source.names, as: featureNames)
        return try Self.make(source, reference: handle)
    }

    private static func make(_ source: borrowing Source, reference: DatasetHandle?) throws -> LightGBMDataset {
        LightGBMLog.attach()
        let stream = try featureStream(of: source.table, columns: source.features)
        var created: DatasetHandle?
        let status = stream.withUnsafeStream {
            LGBM_DatasetCreateFromArrowStream($0, source.parameters.rendered, reference, &created)
        }
        guard status == 0, let created else { throw BoostingError.lightGBM(cannot: "make a dataset") }
        let dataset = LightGBMDataset(owning: created, source)
        try dataset.setField("label", source.labels)
        if let weights = source.weights { try dataset.setField("weight", weights) }
        try dataset.setFeatureNames()
        return dataset
    }

    private borrowing func setField(_ name: String, _ values: [Float]) throws(BoostingError) {
        guard LGBM_DatasetSetField(handle, name, values, CInt(values.count), C_API_DTYPE_FLOAT32) == 0 else {
            throw .lightGBM(cannot: "take the \(name)s of a dataset")
        }
    }

    private borrowing func setFeatureNames() throws(BoostingError) {
        let status = withCStrings(featureNames) { LGBM_DatasetSetFeatureNames(handle, $0, CInt(featureNames.count)) }
        guard status == 0 else { throw .lightGBM(cannot: "take the names of the features") }
    }
}

/// What a dataset is made of, checked.
private struct Source {
    let table: ArrowTable
    let features: [Int]
    let names: [String]
    let labels: [Float]
    let weights: [Float]?
    let parameters: ParameterList

    init(_ table: ArrowTable, features: [Int], label: Int, weight: Int?, parameters: ParameterList) throws {
        self.table = table
        self.features = features
        self.parameters = parameters
        names = try checkedFeatureNames(features.map { table.columns[$0].name })
        guard table.rowCount > 0 else { throw BoostingError(problem: "There are no rows for LightGBM.") }
        guard table.rowCount <= Int(Int32.max) else {
            throw BoostingError(
                problem: "LightGBM takes no more than \(Int32.max) rows, and these are \(table.rowCount).",
                remedy: "Train on fewer dates.")
        }
        labels = try table.doubles(label).map(Float.init)
        guard labels.allSatisfy({ $0 == 0 || $0 == 1 }) else {
            throw BoostingError(
                problem: "The label column '\(table.columns[label].name)' has values other than 0 and 1.")
        }
        weights = try weight.map { try table.doubles($0).map(Float.init) }
        guard weights?.allSatisfy({ $0 >= 0 && $0.isFinite }) ?? true, weights?.contains(where: { $0 > 0 }) ?? true
        else {
            throw BoostingError(
                problem: "The weight column '\(table.columns[weight!].name)' has values that are not weights.",
                remedy: "A weight is a finite number, not negative and not NULL, and some are above zero.")
        }
    }
}
