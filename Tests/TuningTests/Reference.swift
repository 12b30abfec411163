import Foundation

/// The stored values of SciPy and Optuna; `Scripts/tuning-references.py` writes them.
enum Reference {
    static func load<Case: Decodable>(_ name: String, as type: Case.Type = Case.self) throws -> [Case] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("References")
        let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
        return try JSONDecoder().decode([Case].self, from: data)
    }
}

/// Whether two numbers agree to so many parts of the larger, or of 1 where both are small.
func agree(_ left: Double, _ right: Double, to tolerance: Double) -> Bool {
    left == right || abs(left - right) <= tolerance * max(1, abs(left), abs(right))
}
