internal import CLightGBM
internal import Foundation

extension LightGBMBooster {
    /// Returns the model in LightGBM's text format. The bytes do not depend on the number of threads.
    package borrowing func modelText() throws(BoostingError) -> String {
        try Self.text(of: handle, trees: treeCount, threads: threads)
    }

    /// Writes the model in LightGBM's text format, as a whole or not at all.
    ///
    /// - Throws: `BoostingError` if the file cannot be written.
    package borrowing func save(path: String) throws(BoostingError) {
        let text = try modelText()
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .cannotSave(path: path, reason: error.localizedDescription)
        }
    }

    /// Reads a model file in LightGBM's text format.
    ///
    /// - Throws: `BoostingError` if there is no such file, or if it is not a whole model.
    package static func load(path: String, threads: Int = 1) throws(BoostingError) -> LightGBMBooster {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .cannotLoad(path: path, reason: "the file does not exist or cannot be read")
        }
        let text = String(decoding: data, as: UTF8.self)
        // Given anything else, LightGBM prints to standard error or reads beyond the end of the text.
        guard text.hasPrefix("tree\n") else { throw .cannotLoad(path: path, reason: "it is not a LightGBM model") }
        guard text.contains("\nend of trees\n") else { throw .cannotLoad(path: path, reason: "its end is missing") }
        do {
            return try parse(text, threads: threads)
        } catch {
            throw .cannotLoad(path: path, reason: error.problem)
        }
    }

    /// Returns the first trees of a model as text.
    static func text(of handle: BoosterHandle, trees: Int, threads: Int) throws(BoostingError) -> String {
        LightGBMLog.attach()
        var size: Int64 = 0
        var status = LightGBMCall.with(threads: threads) {
            LGBM_BoosterSaveModelToString(handle, 0, CInt(trees), C_API_FEATURE_IMPORTANCE_GAIN, 0, &size, nil)
        }
        var text = [CChar](repeating: 0, count: Int(size) + 1)
        if status == 0 {
            status = LightGBMCall.with(threads: threads) {
                LGBM_BoosterSaveModelToString(
                    handle, 0, CInt(trees), C_API_FEATURE_IMPORTANCE_GAIN, Int64(text.count), &size, &text)
            }
        }
        guard status == 0 else { throw .lightGBM(cannot: "write its model") }
        return withoutThreadCount(text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
    }

    /// Removes the number of threads, which LightGBM records among the parameters at the end of the model. 0 stands for
    /// "not given".
    private static func withoutThreadCount(_ text: String) -> String {
        guard let line = text.range(of: "\n[num_threads: ", options: .backwards),
            let end = text[line.upperBound...].firstIndex(of: "]")
        else { return text }
        return text.replacingCharacters(in: line.upperBound..<end, with: "0")
    }
}
