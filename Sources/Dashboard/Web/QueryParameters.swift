internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// The parameters of an address or of a form, decoded.
struct QueryParameters: Sendable {
    private let pairs: [(name: String, value: String)]

    /// - Parameter text: as browsers encode forms.
    /// - Throws: `HTTPError` 400 where it is not UTF-8 in percent encoding.
    init(_ text: String?) throws(HTTPError) {
        var pairs: [(name: String, value: String)] = []
        for part in (text ?? "").split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(sides[0]), let value = sides.count > 1 ? Self.decoded(sides[1]) : "" else {
                throw HTTPError(.badRequest, message: "The parameters are not in percent encoding.")
            }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    /// nil where there is none, or an empty one.
    subscript(name: String) -> String? { pairs.first { $0.name == name && !$0.value.isEmpty }?.value }

    /// All values that are not empty, each once, in order.
    func all(_ name: String) -> [String] {
        Array(Set(pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value))).sorted()
    }

    func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }

    /// - Throws: `HTTPError` 400 where there is another parameter.
    func allow(_ names: Set<String>) throws(HTTPError) {
        guard pairs.contains(where: { !names.contains($0.name) }) else { return }
        throw HTTPError(.badRequest, message: "The parameters are \(names.sorted().joined(separator: ", ")).")
    }

    /// - Throws: `HTTPError` 400 where it is no whole number in the range.
    func number(_ name: String, in range: ClosedRange<Int>) throws(HTTPError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw HTTPError(
                .badRequest, message: "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// Percent encoding undone, with a plus as a space; nil where it is none.
    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    /// A text as a part of an address: everything that could mean something is encoded.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// A path with parameters.
    static func address(_ path: String, _ pairs: [(String, String)]) -> String {
        guard !pairs.isEmpty else { return path }
        return path + "?" + pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
