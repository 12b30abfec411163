internal import CLightGBM
internal import Foundation

/// The names of LightGBM's parameters, as the library itself lists them.
enum ParameterNames {
    /// Every accepted name, mapped to the main name of its parameter.
    private static let mainNames: [String: String] = {
        var size: Int64 = 0
        LGBM_DumpParamAliases(0, &size, nil)
        var text = [CChar](repeating: 0, count: Int(size) + 1)
        LGBM_DumpParamAliases(Int64(text.count), &size, &text)
        let bytes = Data(text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
        guard let aliases = try? JSONDecoder().decode([String: [String]].self, from: bytes) else { return [:] }
        var names: [String: String] = [:]
        for (main, others) in aliases {
            for name in [main] + others { names[name] = main }
        }
        return names
    }()

    static func main(of name: String) -> String? { mainNames[name] }

    /// The known name with the fewest edits from this one, when they are few.
    static func nearest(to name: String) -> String? {
        let best = mainNames.keys.map { ($0, distance(name, $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        return best.flatMap { $0.1 <= max(2, name.count / 3) ? $0.0 : nil }
    }

    /// Levenshtein's edit distance, in characters.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substituted = diagonal + (character == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
