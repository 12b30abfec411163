package import Base
internal import Foundation
internal import Settings

/// Secrets. They come from environment variables or from a file `.env` beside the configuration, never from the
/// configuration itself.
package enum Credentials {
    package static let openAIVariable = "OPENAI_API_KEY"
    package static let file = ".env"

    /// Returns the API key of the language model, or nil if there is none.
    ///
    /// - Parameters:
    ///   - environment: The environment variables of the process, which take precedence.
    ///   - configuration: The path of the configuration file as it was given.
    package static func openAIKey(
        environment: [String: String], configuration: String, workingFolder: String
    ) -> APIKey? {
        if let key = environment[openAIVariable].flatMap(APIKey.init) { return key }
        let folder = BaseFolder(path: workingFolder, home: environment["HOME"]).folder(ofFile: configuration)
        guard let data = FileManager.default.contents(atPath: folder.resolve(file)),
            let text = String(data: data, encoding: .utf8)
        else { return nil }
        return value(of: openAIVariable, in: text).flatMap(APIKey.init)
    }

    /// Returns the value of a variable in the text of a `.env` file. If it occurs several times, the last one counts,
    /// as in a shell.
    static func value(of variable: String, in text: String) -> String? {
        var found: String?
        for line in text.split(whereSeparator: \.isNewline) {
            var line = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("export ") { line = line.dropFirst(7).trimmingCharacters(in: .whitespaces) }
            guard let equals = line.firstIndex(of: "="),
                line[..<equals].trimmingCharacters(in: .whitespaces) == variable
            else { continue }
            let value = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            if let quote = value.first, "\"'".contains(quote), let end = value.dropFirst().firstIndex(of: quote) {
                found = String(value[value.index(after: value.startIndex)..<end])
            } else {
                found = value.firstRange(of: " #").map { String(value[..<$0.lowerBound]) } ?? value
            }
        }
        return found
    }
}
