internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// The decoded parameters of an address or a form.
struct QueryParameters: Sendable {
    private let pairs: [(name: String, value: String)]

    /// Decodes parameters.
    ///
    /// - Parameter text: The text as browsers encode forms.
    /// - Throws: `HTTPError` 400 if it is not UTF-8 in percent encoding.
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

    /// Returns the value of a parameter, or nil if it is missing or empty.
    subscript(name: String) -> String? { pairs.first { $0.name == name && !$0.value.isEmpty }?.value }

    /// Returns all distinct non-empty values, in order.
    func all(_ name: String) -> [String] {
        Array(Set(pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value))).sorted()
    }

    func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }

    /// Checks the names of the parameters.
    ///
    /// - Throws: `HTTPError` 400 if there is another parameter.
    func allow(_ names: Set<String>) throws(HTTPError) {
        guard pairs.contains(where: { !names.contains($0.name) }) else { return }
        throw HTTPError(.badRequest, message: "The parameters are \(names.sorted().joined(separator: ", ")).")
    }

    /// Returns a whole number.
    ///
    /// - Throws: `HTTPError` 400 if the value is not a whole number in the range.
    func number(_ name: String, in range: ClosedRange<Int>) throws(HTTPError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw HTTPError(
                .badRequest, message: "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// Returns a text without percent encoding, with a plus as a space, or nil if the encoding is invalid.
    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    /// Returns a text as a part of an address, with every special character encoded.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// Returns a path with parameters.
    static func address(_ path: String, _ pairs: [(String, String)]) -> String {
        guard !pairs.isEmpty else { return path }
        return path + "?" + pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
