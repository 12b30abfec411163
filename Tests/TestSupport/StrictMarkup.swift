internal import Foundation

#if canImport(FoundationXML)
    internal import FoundationXML
#endif

/// What is wrong with the markup of a page, by rules stricter than a browser's: every element is closed, every attribute
/// quoted, no id twice, every reference to an id leads somewhere, headings skip no level, and what needs a name has one.
public enum StrictMarkup {
    /// The same for a page that leaves out what HTML lets it leave out: the slash of elements without content, and the
    /// values of attributes that are there or not.
    public static func problems(inPage html: String) -> [String] {
        problems(
            in: html.replacing(/<(meta|link|input|br)\b([^>]*?)\/?>/) { "<\($0.output.1)\($0.output.2)/>" }
                .replacing(/(<[a-z][^>]*?) (hidden|defer|download|selected|required)(?=[ \/>])/) {
                    "\($0.output.1) \($0.output.2)=\"\""
                })
    }

    /// - Returns: nothing where all is well.
    public static func problems(in html: String) -> [String] {
        guard html.hasPrefix("<!DOCTYPE html>\n") else { return ["There is no document type."] }
        // What scripts and styles contain is no markup.
        var text = ""
        var rest = html.dropFirst("<!DOCTYPE html>\n".count)
        while let opening = rest.firstRange(of: /<(script|style)[^>]*>/) {
            text += rest[..<opening.upperBound]
            let name = rest[opening].contains("<script") ? "</script>" : "</style>"
            guard let closing = rest[opening.upperBound...].firstRange(of: name) else {
                return ["A script has no end."]
            }
            rest = rest[closing.lowerBound...]
            text += rest.prefix(name.count)
            rest = rest.dropFirst(name.count)
        }
        text += rest
        let reader = MarkupReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        // Foundation on Linux says that it has parsed what it has repaired.
        _ = parser.parse()
        return reader.problems + reader.openReferences
    }
}

private final class MarkupReader: NSObject, XMLParserDelegate {
    var problems: [String] = []
    private var ids: Set<String> = []
    private var references: Set<String> = []
    private var heading = 0

    var openReferences: [String] {
        references.subtracting(ids).sorted().map { "Nothing has the id '\($0)'." }
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        problems.append("Line \(parser.lineNumber): not well-formed, error \((error as NSError).code) of the parser.")
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if let id = attributes["id"], !ids.insert(id).inserted { problems.append("The id '\(id)' is there twice.") }
        for key in ["for", "aria-labelledby", "aria-describedby", "data-figure"] {
            if let value = attributes[key] { references.formUnion(value.split(separator: " ").map(String.init)) }
        }
        if let target = attributes["href"], target.hasPrefix("#") { references.insert(String(target.dropFirst())) }
        if name.count == 2, name.first == "h", let level = name.last?.wholeNumberValue {
            if level > heading + 1 { problems.append("An h\(level) follows an h\(heading).") }
            heading = level
        }
        let label = attributes["aria-label"] ?? attributes["aria-labelledby"]
        let needsLabel =
            ["img", "nav", "group", "region"].contains(attributes["role"] ?? name) || attributes["tabindex"] == "0"
        if needsLabel, (label ?? attributes["alt"] ?? "").isEmpty {
            problems.append("Line \(parser.lineNumber): \(name) has no name.")
        }
        if name == "html", attributes["lang"] == nil { problems.append("The page has no language.") }
        if name == "th", attributes["scope"] == nil { problems.append("Line \(parser.lineNumber): th has no scope.") }
    }
}
