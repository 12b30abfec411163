internal import Arrow
internal import CXGBoost

/// Rows that XGBoost has put into bins (its `QuantileDMatrix`), with their labels; sole owner of its C handle.
///
/// Nothing changes a matrix once it is made: XGBoost reads bins, labels and weights from it, and keeps predictions and
/// its random generator in the booster and the thread. So any number of boosters, on any threads, may train on one.
package struct XGBoostMatrix: ~Copyable {
    let handle: XGMatrixHandle
    package let featureNames: [String]
    /// 0 or 1 for each row.
    package let labels: [Float]
    /// The number of equal rows that each row stands for; nil where it is one.
    package let weights: [Float]?
    /// The codes of the training rows for each feature that is a category.
    let categories: [CategoryCodes?]
    /// The largest number of bins of a feature; a training must ask for the same.
    let bins: Int

    private init(owning handle: XGMatrixHandle, _ rows: LabelledRows, categories: [CategoryCodes?], bins: Int) {
        self.handle = handle
        featureNames = rows.names
        labels = rows.labels
        weights = rows.weights
        self.categories = categories
        self.bins = bins
    }

    // The library's answer to freeing a handle says nothing that could be acted upon.
    deinit { _ = XGDMatrixFree(handle) }

    package var rowCount: Int { labels.count }

    /// The bins that XGBoost makes when nothing else is asked for.
    static let defaultBins = 256

    /// Puts rows to train on into bins, read in place from the table's batches.
    ///
    /// - Parameters:
    ///   - rows: The rows. NULL and NaN mean a missing value, which goes its own way at each split. A category's code
    ///     that is negative or no whole number counts as missing.
    ///   - parameters: XGBoost's parameters; `max_bin` and `nthread` count here.
    /// - Throws: `BoostingError` for types, values or names that XGBoost does not take, `ArrowError` for a label or a
    ///   weight that is not a number.
    package static func training(on rows: TrainingRows, parameters: ParameterList) throws -> XGBoostMatrix {
        if let bins = try outline(of: rows, parameters: parameters) {
            return try bins.training(on: rows, parameters: parameters)
        }
        return try make(
            LabelledRows(rows, for: .xgBoost), categories: codes(of: rows), bins: mostBins(parameters),
            threads: parameters.threads, reference: nil)
    }

    /// The bins of the rows' grids, as a matrix of the values that they begin at; nil where bins are learned from rows.
    static func outline(of rows: TrainingRows, parameters: ParameterList) throws -> XGBoostMatrix? {
        // XGBoost splits at the values that it has seen, all but the lowest.
        guard let outline = try rows.outline({ $0.values.prefix(1) + $0.borders }, isRepeated: false) else {
            return nil
        }
        return try make(
            LabelledRows(outline, for: .xgBoost), categories: codes(of: outline), bins: mostBins(parameters),
            threads: parameters.threads, reference: nil)
    }

    /// Puts rows to train on into the bins of this matrix.
    borrowing func training(on rows: TrainingRows, parameters: ParameterList) throws -> XGBoostMatrix {
        try Self.make(
            LabelledRows(rows, for: .xgBoost), categories: Self.codes(of: rows), bins: bins,
            threads: parameters.threads, reference: handle)
    }

    private static func codes(of rows: TrainingRows) throws -> [CategoryCodes?] {
        try rows.features.map { column in
            rows.categorical.contains(column) ? try CategoryCodes(column: column, of: rows.table) : nil
        }
    }

    private static func mostBins(_ parameters: ParameterList) -> Int {
        parameters["max_bin"].flatMap { Int($0) } ?? defaultBins
    }

    /// Prepares other rows, to judge a model of these on while it is trained.
    ///
    /// - Parameter binsBeyond: Rows of so many values in all are copied, 8 bytes a value, and more than those are put
    ///   into the bins of these. The scores are the same. From a copy XGBoost predicts a round's tree some 15 times
    ///   faster, since it need not turn bins back into values; judging from bins can double the time of a training.
    /// - Throws: As `training`, and `BoostingError` when the features are not the same.
    package borrowing func validation(
        on rows: TrainingRows, threads: Int = 1, binsBeyond: Int = 50_000_000
    ) throws -> XGBoostMatrix {
        let rows = try LabelledRows(rows, for: .xgBoost)
        try requireSameFeatures(rows.names, as: featureNames)
        guard rows.labels.count * rows.features.count <= binsBeyond else {
            return try Self.make(rows, categories: categories, bins: bins, threads: threads, reference: handle)
        }
        XGBoostLog.attach()
        let columns = try ArrayInterface(copying: rows.table, columns: rows.features, categories: categories)
        // Without labels: the loss is not XGBoost's to sum.
        return XGBoostMatrix(
            owning: try Self.plain(columns, threads: threads), rows, categories: categories, bins: bins)
    }

    /// A matrix without bins, to predict from; XGBoost copies the values.
    static func plain(_ columns: borrowing ArrayInterface, threads: Int) throws(BoostingError) -> XGMatrixHandle {
        var created: XGMatrixHandle?
        guard
            XGDMatrixCreateFromColumnar(columns.json, #"{"missing":NaN,"nthread":\#(threads)}"#, &created) == 0,
            let created
        else { throw .xgBoost(cannot: "read the columns") }
        return created
    }

    private static func make(
        _ rows: LabelledRows, categories: [CategoryCodes?], bins: Int, threads: Int, reference: XGMatrixHandle?
    ) throws -> XGBoostMatrix {
        XGBoostLog.attach()
        var proxy: XGMatrixHandle?
        guard XGProxyDMatrixCreate(&proxy) == 0, let proxy else {
            throw BoostingError.xgBoost(cannot: "make a matrix")
        }
        defer { _ = XGDMatrixFree(proxy) }
        let batches = XGBoostBatches(rows, categories: categories, proxy: proxy)
        var created: XGMatrixHandle?
        let status = withExtendedLifetime(batches) {
            XGQuantileDMatrixCreateFromCallback(
                Unmanaged.passUnretained(batches).toOpaque(), proxy, reference,
                { Unmanaged<XGBoostBatches>.fromOpaque($0!).takeUnretainedValue().reset() },
                { Unmanaged<XGBoostBatches>.fromOpaque($0!).takeUnretainedValue().next() },
                #"{"missing":NaN,"nthread":\#(threads),"max_bin":\#(bins)}"#, &created)
        }
        // What a callback could not do ends the library's walk, which then fails for want of rows, or succeeds with few.
        if let error = batches.error {
            if let created { _ = XGDMatrixFree(created) }
            throw error
        }
        guard status == 0, let created else { throw BoostingError.xgBoost(cannot: "make a matrix") }
        return XGBoostMatrix(owning: created, rows, categories: categories, bins: bins)
    }
}

/// Gives XGBoost one batch after the other, as often as it asks.
private final class XGBoostBatches {
    private let rows: LabelledRows
    private let categories: [CategoryCodes?]
    private let proxy: XGMatrixHandle
    private var batch = 0
    private var firstRow = 0
    /// Held until the next batch, for as long as XGBoost reads it.
    private var current: Holder?
    private(set) var error: (any Error)?

    init(_ rows: LabelledRows, categories: [CategoryCodes?], proxy: XGMatrixHandle) {
        self.rows = rows
        self.categories = categories
        self.proxy = proxy
    }

    func reset() {
        batch = 0
        firstRow = 0
        current = nil
    }

    /// 1 with another batch, 0 at the end.
    func next() -> CInt {
        current = nil
        guard error == nil, batch < rows.table.batchCount else { return 0 }
        do {
            try lendBatch()
            return 1
        } catch {
            self.error = error
            return 0
        }
    }

    private func lendBatch() throws {
        let arrays = Holder(
            try ArrayInterface(rows.table, batch: batch, columns: rows.features, categories: categories))
        let count = rows.table.rowCount(ofBatch: batch)
        current = arrays
        guard XGProxyDMatrixSetDataColumnar(proxy, arrays.value.json) == 0 else {
            throw BoostingError.xgBoost(cannot: "read the columns")
        }
        try set("label", rows.labels, count)
        if let weights = rows.weights { try set("weight", weights, count) }
        let types = categories.map { $0 == nil ? "float" : "c" }
        let status = withCStrings(types) { XGDMatrixSetStrFeatureInfo(proxy, "feature_type", $0, UInt64(types.count)) }
        guard status == 0 else { throw BoostingError.xgBoost(cannot: "take the types of the features") }
        batch += 1
        firstRow += count
    }

    private func set(_ field: String, _ values: [Float], _ count: Int) throws(BoostingError) {
        let status = values.withUnsafeBufferPointer { all in
            XGDMatrixSetInfoFromInterface(
                proxy, field, ArrayInterface.floats(UnsafeBufferPointer(rebasing: all[firstRow..<firstRow + count])))
        }
        guard status == 0 else { throw .xgBoost(cannot: "take the \(field)s of a matrix") }
    }
}

private final class Holder {
    let value: ArrayInterface

    init(_ value: consuming ArrayInterface) {
        self.value = value
    }
}
