import Foundation

/// Checks values against the schemas of an OpenAPI 3.1 document; a keyword that it does not know is a problem too.
struct JSONSchema {
    let document: [String: Any]

    private static let annotations: Set = ["description", "title", "summary"]
    private static let known: Set = [
        "$ref", "type", "required", "properties", "additionalProperties", "items", "enum", "minimum", "maximum",
        "format",
        "maxLength",
    ]

    /// What is wrong with a value, by its place.
    func problems(_ value: Any, _ schema: [String: Any], at place: String = "$") -> [String] {
        let unknown = Set(schema.keys).subtracting(Self.known).subtracting(Self.annotations)
        if !unknown.isEmpty { return ["\(place): the schema has \(unknown.sorted())"] }
        if let reference = schema["$ref"] as? String {
            guard let target = resolve(reference) else { return ["\(place): there is no \(reference)"] }
            return problems(value, target, at: place)
        }
        guard let type = schema["type"] as? String else { return ["\(place): the schema has no type"] }
        var found: [String] = []
        if let allowed = schema["enum"] as? [String], !allowed.contains(value as? String ?? "") {
            found.append("\(place): \(value) is none of \(allowed)")
        }
        switch type {
        case "object": found += object(value, schema, place)
        case "array":
            guard let array = value as? [Any] else { return ["\(place): no array"] }
            guard let items = schema["items"] as? [String: Any] else { return ["\(place): the schema has no items"] }
            for (index, item) in array.enumerated() { found += problems(item, items, at: "\(place)[\(index)]") }
        case "string":
            guard let text = value as? String else { return ["\(place): no string"] }
            if let most = schema["maxLength"] as? Int, text.count > most { found.append("\(place): too long") }
            switch schema["format"] as? String {
            case nil: break
            case "date": if text.wholeMatch(of: /\d{4}-\d\d-\d\d/) == nil { found.append("\(place): no date") }
            case "date-time":
                if text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) == nil {
                    found.append("\(place): no time")
                }
            case let other?: found.append("\(place): the schema has the format \(other)")
            }
        case "boolean":
            if !Self.isBoolean(value) { found.append("\(place): no boolean") }
        case "number", "integer":
            guard let number = value as? NSNumber, !Self.isBoolean(value) else { return ["\(place): no number"] }
            if type == "integer", number.doubleValue.rounded() != number.doubleValue {
                found.append("\(place): not whole")
            }
            if let least = schema["minimum"] as? NSNumber, number.doubleValue < least.doubleValue {
                found.append("\(place): \(number) is too small")
            }
            if let most = schema["maximum"] as? NSNumber, number.doubleValue > most.doubleValue {
                found.append("\(place): \(number) is too large")
            }
        default: found.append("\(place): the schema has the type \(type)")
        }
        return found
    }

    private func object(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        guard let object = value as? [String: Any] else { return ["\(place): no object"] }
        var found: [String] = []
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        for name in schema["required"] as? [String] ?? [] where object[name] == nil {
            found.append("\(place): \(name) is missing")
        }
        for (name, member) in object.sorted(by: { $0.key < $1.key }) {
            if let schema = properties[name] {
                found += problems(member, schema, at: "\(place).\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                found.append("\(place): \(name) is not in the schema")
            }
        }
        return found
    }

    private static func isBoolean(_ value: Any) -> Bool {
        guard let number = value as? NSNumber else { return false }
        return String(cString: number.objCType) == "c" || type(of: value) == Bool.self
    }

    /// What a reference such as `#/components/schemas/Row` stands for.
    func resolve(_ reference: String) -> [String: Any]? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document as Any?) { object, name in
            (object as? [String: Any])?[String(name)]
        } as? [String: Any]
    }
}
