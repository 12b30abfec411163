internal import Arrow
internal import Boosting
internal import CLightGBM
internal import CXGBoost

/// Seconds of binning and of training.
struct Parts {
    var prepare: Double
    var train: Double

    var all: Double { prepare + train }
}

/// Seconds since it was made.
struct Clock {
    private let start = ContinuousClock.now

    var seconds: Double {
        let parts = start.duration(to: .now).components
        return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    }
}

/// The libraries' own C calls, in the order in which any program makes them, without anything around them.
struct LibraryCalls {
    let matrix: Matrix
    let labels: [Float]
    let columns: [[Double]]

    init(_ matrix: Matrix) throws {
        self.matrix = matrix
        labels = try matrix.table.doubles(matrix.label).map(Float.init)
        columns = try matrix.features.map { try matrix.table.doubles($0) }
    }

    /// Bins and trains with LightGBM.
    func lightGBM(_ parameters: ParameterList, rounds: Int) throws -> Parts {
        let clock = Clock()
        let text =
            parameters.entries.map { "\($0.name)=\($0.value)" }.joined(separator: " ") + " feature_pre_filter=false"
        let stream = try matrix.table.stream(columns: matrix.features)
        var dataset: DatasetHandle?
        succeed(stream.withUnsafeStream { LGBM_DatasetCreateFromArrowStream($0, text, nil, &dataset) })
        defer { LGBM_DatasetFree(dataset!) }
        succeed(
            labels.withUnsafeBytes { LGBM_DatasetSetField(dataset!, "label", $0.baseAddress, Int32(labels.count), 0) })
        let prepared = clock.seconds
        var booster: BoosterHandle?
        succeed(LGBM_BoosterCreate(dataset!, text, &booster))
        defer { LGBM_BoosterFree(booster!) }
        var finished: Int32 = 0
        for _ in 0..<rounds { succeed(LGBM_BoosterUpdateOneIter(booster!, &finished)) }
        return Parts(prepare: prepared, train: clock.seconds - prepared)
    }

    /// Bins and trains with XGBoost.
    func xgBoost(_ parameters: ParameterList, threads: Int, rounds: Int) throws -> Parts {
        let clock = Clock()
        var proxy: XGMatrixHandle?
        succeed(XGProxyDMatrixCreate(&proxy))
        defer { _ = XGDMatrixFree(proxy!) }
        let batch = Batch(proxy: proxy!, columns: columns, labels: labels)
        var made: XGMatrixHandle?
        succeed(
            withExtendedLifetime(batch) {
                XGQuantileDMatrixCreateFromCallback(
                    Unmanaged.passUnretained(batch).toOpaque(), proxy!, nil,
                    { Unmanaged<Batch>.fromOpaque($0!).takeUnretainedValue().isRead = false },
                    { Unmanaged<Batch>.fromOpaque($0!).takeUnretainedValue().next() },
                    #"{"missing":NaN,"nthread":\#(threads),"max_bin":256}"#, &made)
            })
        defer { _ = XGDMatrixFree(made!) }
        let prepared = clock.seconds
        var booster: XGModelHandle?
        let matrices: [XGMatrixHandle?] = [made]
        succeed(XGBoosterCreate(matrices, 1, &booster))
        defer { _ = XGBoosterFree(booster!) }
        for entry in parameters.entries { succeed(XGBoosterSetParam(booster!, entry.name, entry.value)) }
        for round in 0..<rounds { succeed(XGBoosterUpdateOneIter(booster!, Int32(round), made!)) }
        return Parts(prepare: prepared, train: clock.seconds - prepared)
    }
}

private func succeed(_ status: Int32) { precondition(status == 0, "A call of the library has failed.") }

/// All rows as one batch.
private final class Batch {
    private let proxy: XGMatrixHandle
    private let json: String
    private let label: String
    private let columns: [[Double]]
    private let labels: [Float]
    var isRead = false

    init(proxy: XGMatrixHandle, columns: [[Double]], labels: [Float]) {
        self.proxy = proxy
        self.columns = columns
        self.labels = labels
        func array(_ start: UnsafeRawPointer, _ type: String, _ count: Int) -> String {
            #"{"data":[\#(UInt(bitPattern: start)),true],"typestr":"\#(type)","version":3,"strides":null,"#
                + #""shape":[\#(count)],"mask":null}"#
        }
        // The arrays are held by this object and never change, so their storage stays where it is.
        json =
            "["
            + columns.map { column in
                column.withUnsafeBufferPointer { array(UnsafeRawPointer($0.baseAddress!), "<f8", $0.count) }
            }.joined(separator: ",") + "]"
        label = labels.withUnsafeBufferPointer { array(UnsafeRawPointer($0.baseAddress!), "<f4", $0.count) }
    }

    func next() -> Int32 {
        if isRead { return 0 }
        isRead = true
        succeed(XGProxyDMatrixSetDataColumnar(proxy, json))
        succeed(XGDMatrixSetInfoFromInterface(proxy, "label", label))
        return 1
    }
}
