internal import Arrow
internal import CXGBoost

/// Rows that XGBoost has put into bins (its `QuantileDMatrix`), with their labels; sole owner of its C handle.
///
/// A matrix never changes: XGBoost reads bins, labels and weights from it, and keeps predictions and its random
/// generator in the booster and the thread. Any number of boosters, on any threads, may therefore train on one matrix.
package struct XGBoostMatrix: ~Copyable {
    let handle: XGMatrixHandle
    package let featureNames: [String]
    /// The label of each row: 0 or 1.
    package let labels: [Float]
    /// The number of equal rows that each row stands for, or nil if it is always one.
    package let weights: [Float]?
    /// The codes of the training rows for each category feature.
    let categories: [CategoryCodes?]
    /// The maximum number of bins of a feature. A training must ask for the same number.
    let bins: Int

    private init(owning handle: XGMatrixHandle, _ rows: LabelledRows, categories: [CategoryCodes?], bins: Int) {
        self.handle = handle
        featureNames = rows.names
        labels = rows.labels
        weights = rows.weights
        self.categories = categories
        self.bins = bins
    }

    // The result of freeing a handle tells nothing that the program could act on.
    deinit { _ = XGDMatrixFree(handle) }

    package var rowCount: Int { labels.count }

    /// The number of bins that XGBoost makes by default.
    static let defaultBins = 256

    /// Puts rows to train on into bins, reading them in place from the table's batches.
    ///
    /// - Parameters:
    ///   - rows: The rows. NULL and NaN mean a missing value, which goes its own way at each split. A category code
    ///     that is negative or not a whole number counts as missing.
    ///   - parameters: XGBoost's parameters. `max_bin` and `nthread` take effect here.
    /// - Throws: `BoostingError` for types, values or names that XGBoost does not accept, `ArrowError` for a label or a
    ///   weight that is not a number.
    package static func training(on rows: TrainingRows, parameters: ParameterList) throws -> XGBoostMatrix {
        try make(
            LabelledRows(rows, for: .xgboost), categories: codes(of: rows),
            bins: parameters["max_bin"].flatMap { Int($0) } ?? defaultBins,
            threads: parameters.threads, reference: nil)
    }

    private static func codes(of rows: TrainingRows) throws -> [CategoryCodes?] {
        try rows.features.map { column in
            rows.categorical.contains(column) ? try CategoryCodes(column: column, of: rows.table) : nil
        }
    }

    /// Prepares other rows, to judge a model of this matrix on during training.
    ///
    /// - Parameter binsBeyond: The total number of values up to which rows are copied, with 8 bytes per value. Larger
    ///   ones are put into the bins of this matrix. The scores are the same. From a copy, XGBoost predicts a round's
    ///   tree about 15 times faster, since it need not turn bins back into values; judging from bins can double the
    ///   time of a training.
    /// - Throws: The errors of `training`, and `BoostingError` if the features differ.
    package borrowing func validation(
        on rows: TrainingRows, threads: Int = 1, binsBeyond: Int = 50_000_000
    ) throws -> XGBoostMatrix {
        let rows = try LabelledRows(rows, for: .xgboost)
        try requireSameFeatures(rows.names, as: featureNames)
        guard rows.labels.count * rows.features.count <= binsBeyond else {
            return try Self.make(rows, categories: categories, bins: bins, threads: threads, reference: handle)
        }
        XGBoostLog.attach()
        let columns = try ArrayInterface(copying: rows.table, columns: rows.features, categories: categories)
        // The matrix has no labels, because XGBoost does not sum the loss.
        return XGBoostMatrix(
            owning: try Self.plain(columns, threads: threads), rows, categories: categories, bins: bins)
    }

    /// Makes a matrix without bins, to predict from. XGBoost copies the values.
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
        let blocks = XGBoostBlocks(rows, categories: categories, proxy: proxy)
        var created: XGMatrixHandle?
        let status = withExtendedLifetime(blocks) {
            XGQuantileDMatrixCreateFromCallback(
                Unmanaged.passUnretained(blocks).toOpaque(), proxy, reference,
                { Unmanaged<XGBoostBlocks>.fromOpaque($0!).takeUnretainedValue().reset() },
                { Unmanaged<XGBoostBlocks>.fromOpaque($0!).takeUnretainedValue().advance() },
                #"{"missing":NaN,"nthread":\#(threads),"max_bin":\#(bins)}"#, &created)
        }
        // A failure in a callback ends the library's walk. The call then fails because rows are missing, or succeeds
        // with few.
        if let error = blocks.error {
            if let created { _ = XGDMatrixFree(created) }
            throw error
        }
        guard status == 0, let created else { throw BoostingError.xgBoost(cannot: "make a matrix") }
        return XGBoostMatrix(owning: created, rows, categories: categories, bins: bins)
    }
}

/// Gives XGBoost one block of rows after the other, as often as it asks.
///
/// The bins that it learns depend on where the rows are cut, so they are cut here, whatever batches their producer
/// made.
private final class XGBoostBlocks {
    private let rows: LabelledRows
    private let categories: [CategoryCodes?]
    private let proxy: XGMatrixHandle
    private let blocks: [Range<Int>]
    private var next = 0
    /// The current block. It is kept until the next one, because XGBoost reads it until then.
    private var current: Holder?
    private(set) var error: (any Error)?

    init(_ rows: LabelledRows, categories: [CategoryCodes?], proxy: XGMatrixHandle) {
        self.rows = rows
        self.categories = categories
        self.proxy = proxy
        blocks = rows.table.blocks()
    }

    func reset() {
        next = 0
        current = nil
    }

    /// Returns 1 with another block, 0 at the end.
    func advance() -> CInt {
        current = nil
        guard error == nil, next < blocks.count else { return 0 }
        do {
            try lend(blocks[next])
            next += 1
            return 1
        } catch {
            self.error = error
            return 0
        }
    }

    private func lend(_ block: Range<Int>) throws {
        let arrays = Holder(
            try ArrayInterface(copying: rows.table, columns: rows.features, categories: categories, rows: block))
        current = arrays
        guard XGProxyDMatrixSetDataColumnar(proxy, arrays.value.json) == 0 else {
            throw BoostingError.xgBoost(cannot: "read the columns")
        }
        try set("label", rows.labels, block)
        if let weights = rows.weights { try set("weight", weights, block) }
        let types = categories.map { $0 == nil ? "float" : "c" }
        let status = withCStrings(types) { XGDMatrixSetStrFeatureInfo(proxy, "feature_type", $0, UInt64(types.count)) }
        guard status == 0 else { throw BoostingError.xgBoost(cannot: "take the types of the features") }
    }

    private func set(_ field: String, _ values: [Float], _ block: Range<Int>) throws(BoostingError) {
        let status = values.withUnsafeBufferPointer { all in
            XGDMatrixSetInfoFromInterface(
                proxy, field, ArrayInterface.floats(UnsafeBufferPointer(rebasing: all[block])))
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
