/// Limits for a run's use of the machine.
package struct ResourceLimits: Equatable, Sendable {
    /// The number of threads. nil: all cores.
    package var threads: Int?
    /// The memory limit in DuckDB's notation, such as `8GB`. nil: the libraries' defaults.
    package var memoryLimit: String?
    /// The folder of DuckDB's extensions. nil: the program's own, else what DuckDB installs.
    package var extensions: String?

    package init() {}

    /// `memoryLimit` in bytes.
    package var memoryBytes: Int? { memoryLimit.flatMap(Self.bytes) }

    /// Returns the bytes of an amount in DuckDB's notation, such as `8GB` or `500 MiB`, or nil if it is invalid.
    package static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        let unit = text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
        guard let amount = Double(digits), let letter = unit.first, let power = "kmgt".firstIndex(of: letter) else {
            return nil
        }
        let base = unit.contains("i") ? 1024.0 : 1000
        let factor = (0...("kmgt".distance(from: "kmgt".startIndex, to: power))).reduce(1.0) { product, _ in
            product * base
        }
        return Int(amount * factor)
    }
}
