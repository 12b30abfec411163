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

    /// Prepares other rows, to judge a model of these on while it is trained.
    ///
    /// - Parameter binsBeyond: Rows of so many values in all are copied, 8 bytes a value, and more than those are put
    ///   into the bins of these. The scores are the same. From a copy XGBoost predicts a round's tree some 15 times
    ///   faster, since it need not turn bins back into values; judging from bins can double the time of a training.
    /// - Throws: As `training`, and `BoostingError` when the features are not the same.
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
        let blocks = XGBoostBlocks(rows, categories: categories, proxy: proxy)
        var created: XGMatrixHandle?
        let status = withExtendedLifetime(blocks) {
            XGQuantileDMatrixCreateFromCallback(
                Unmanaged.passUnretained(blocks).toOpaque(), proxy, reference,
                { Unmanaged<XGBoostBlocks>.fromOpaque($0!).takeUnretainedValue().reset() },
                { Unmanaged<XGBoostBlocks>.fromOpaque($0!).takeUnretainedValue().advance() },
                #"{"missing":NaN,"nthread":\#(threads),"max_bin":\#(bins)}"#, &created)
        }
        // What a callback could not do ends the library's walk, which then fails for want of rows, or succeeds with few.
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
/// The bins that it learns depend on where the rows are cut, so they are cut here, and not where their producer happened to.
private final class XGBoostBlocks {
    private let rows: LabelledRows
    private let categories: [CategoryCodes?]
    private let proxy: XGMatrixHandle
    private let blocks: [Range<Int>]
    private var next = 0
    /// Held until the next block, for as long as XGBoost reads it.
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

    /// 1 with another block, 0 at the end.
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
