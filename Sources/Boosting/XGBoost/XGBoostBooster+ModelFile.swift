internal import CXGBoost
package import Foundation

extension XGBoostBooster {
    /// The attribute of the model that holds the codes of its category features: a JSON object from the feature's
    /// position to the list of its codes. XGBoost itself keeps no codes for such columns.
    private static let categoriesAttribute = "category_codes"

    /// Returns the model in XGBoost's UBJSON format.
    package borrowing func modelData() throws(BoostingError) -> Data {
        try Self.data(of: handle)
    }

    /// Writes the model in XGBoost's UBJSON format, as a whole or not at all.
    ///
    /// - Throws: `BoostingError` if the file cannot be written.
    package borrowing func save(path: String) throws(BoostingError) {
        let data = try modelData()
        do {
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .cannotSave(path: path, reason: error.localizedDescription)
        }
    }

    /// Reads a model file in XGBoost's UBJSON format.
    ///
    /// - Throws: `BoostingError` if there is no such file, or if it is not a whole model.
    package static func load(path: String, threads: Int = 1) throws(BoostingError) -> XGBoostBooster {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .cannotLoad(path: path, reason: "the file does not exist or cannot be read")
        }
        // For anything else, XGBoost would guess another, older format.
        guard data.first == UInt8(ascii: "{"), data.last == UInt8(ascii: "}") else {
            throw .cannotLoad(path: path, reason: "it is not a whole XGBoost model")
        }
        do {
            return try parse(data, threads: threads)
        } catch {
            throw .cannotLoad(path: path, reason: error.problem)
        }
    }

    static func parse(
        _ data: Data, threads: Int, history: TrainingHistory? = nil
    ) throws(BoostingError) -> XGBoostBooster {
        XGBoostLog.attach()
        var created: XGModelHandle?
        guard XGBoosterCreate(nil, 0, &created) == 0, let created else { throw .xgBoost(cannot: "make a model") }
        do throws(BoostingError) {
            let status = data.withUnsafeBytes {
                XGBoosterLoadModelFromBuffer(created, $0.baseAddress, UInt64($0.count))
            }
            guard status == 0, XGBoosterSetParam(created, "nthread", String(threads)) == 0 else {
                throw BoostingError.xgBoost(cannot: "read its model")
            }
            let names = try featureNames(of: created)
            var trees: CInt = 0
            guard !names.isEmpty, XGBoosterBoostedRounds(created, &trees) == 0 else {
                throw BoostingError.xgBoost(cannot: "name the features of its model")
            }
            return XGBoostBooster(
                owning: created, trees: Int(trees), featureNames: names,
                categories: try categories(of: created, count: names.count), history: history)
        } catch {
            _ = XGBoosterFree(created)
            throw error
        }
    }

    static func data(of handle: XGModelHandle) throws(BoostingError) -> Data {
        var count: UInt64 = 0
        var bytes: UnsafePointer<CChar>?
        guard XGBoosterSaveModelToBuffer(handle, #"{"format":"ubj"}"#, &count, &bytes) == 0, let bytes else {
            throw .xgBoost(cannot: "write its model")
        }
        return Data(bytes: bytes, count: Int(count))
    }

    /// Adds to a booster what its model file should say about its features.
    static func describe(
        _ handle: XGModelHandle, names: [String], categories: [CategoryCodes?]
    ) throws(BoostingError) {
        let types = categories.map { $0 == nil ? "float" : "c" }
        let codes = categories.enumerated().compactMap { index, known in
            known.map { #""\#(index)":[\#($0.codes.map(String.init).joined(separator: ","))]"# }
        }
        guard
            withCStrings(names, { XGBoosterSetStrFeatureInfo(handle, "feature_name", $0, UInt64(names.count)) }) == 0,
            withCStrings(types, { XGBoosterSetStrFeatureInfo(handle, "feature_type", $0, UInt64(types.count)) }) == 0,
            codes.isEmpty
                || XGBoosterSetAttr(handle, categoriesAttribute, "{" + codes.joined(separator: ",") + "}") == 0
        else { throw .xgBoost(cannot: "take the names of the features") }
    }

    private static func featureNames(of handle: XGModelHandle) throws(BoostingError) -> [String] {
        var count: UInt64 = 0
        var names: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        guard XGBoosterGetStrFeatureInfo(handle, "feature_name", &count, &names) == 0 else {
            throw .xgBoost(cannot: "name the features of its model")
        }
        return (0..<Int(count)).map { String(cString: names![$0]!) }
    }

    private static func categories(of handle: XGModelHandle, count: Int) throws(BoostingError) -> [CategoryCodes?] {
        var text: UnsafePointer<CChar>?
        var found: CInt = 0
        guard XGBoosterGetAttr(handle, categoriesAttribute, &text, &found) == 0 else {
            throw .xgBoost(cannot: "tell the categories of its model")
        }
        var categories = [CategoryCodes?](repeating: nil, count: count)
        guard found != 0, let text else { return categories }
        guard let codes = try? JSONDecoder().decode([Int: [Int]].self, from: Data(String(cString: text).utf8)),
            codes.allSatisfy({ categories.indices.contains($0.key) && ($0.value.min() ?? 0) >= 0 })
        else { throw BoostingError(problem: "XGBoost cannot read the categories of its model") }
        for (index, known) in codes { categories[index] = CategoryCodes(known) }
        return categories
    }
}
