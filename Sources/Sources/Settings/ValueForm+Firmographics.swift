internal import Base
internal import Settings
internal import Yams

extension ValueForm where Value == [Firmographic] {
    /// A mapping from columns to their kinds.
    static var firmographics: Self {
        ValueForm(
            expectation: "a mapping from column names to their kinds", isObvious: true,
            read: { node, reading in
                guard case .mapping(let mapping) = node else {
                    reading.reject(node, remedy: node.isNull ? "Write {} for no firmographics." : nil)
                    return nil
                }
                var firmographics: [Firmographic] = []
                for (key, value) in mapping {
                    guard case .scalar(let column) = key, !column.string.isEmpty else {
                        reading.reject(key, at: " (a key of it)", expectation: "the name of a column")
                        continue
                    }
                    guard let kind = FirmographicKind.read(value, of: column.string, &reading) else { continue }
                    firmographics.append(Firmographic(column: column.string, kind: kind))
                }
                return reading.issues.isEmpty ? firmographics : nil
            },
            write: { .mapping($0.map { (key: $0.column, value: FirmographicKind.write($0.kind)) }) })
    }
}

/// Reads and writes the kind of a firmographic column.
enum FirmographicKind {
    private static let names = ["category", "number", "range", "rank"]
    private static let expectation = "category, number, range, rank or {kind: rank, unranked: NUMBER}"

    /// Reads `range` or `{kind: rank, unranked: 16000001}`.
    static func read(_ node: Node, of column: String, _ reading: inout ValueReading) -> Firmographic.Kind? {
        let place = ".\(column)"
        guard case .mapping(let mapping) = node else { return named(node, at: place, unranked: nil, &reading) }
        var kind: Node?
        var unranked: Node?
        for (key, value) in mapping {
            switch key.string {
            case "kind": kind = value
            case "unranked": unranked = value
            default: reading.rejectKey(key, at: place, known: ["kind", "unranked"])
            }
        }
        guard let kind else {
            if reading.issues.isEmpty {
                reading.reject(node, at: place, expectation: expectation, found: "but has no 'kind'")
            }
            return nil
        }
        return named(kind, at: place, unranked: unranked, &reading)
    }

    private static func named(
        _ node: Node, at place: String, unranked: Node?, _ reading: inout ValueReading
    ) -> Firmographic.Kind? {
        let name = node.text?.lowercased() ?? ""
        guard names.contains(name) else {
            reading.reject(node, at: place, expectation: expectation)
            return nil
        }
        if let unranked {
            guard name == "rank" else {
                reading.reject(
                    unranked, at: "\(place).unranked", expectation: "left out", found: "since only a rank has it")
                return nil
            }
            guard let number = unranked.decimalNumber else {
                reading.reject(unranked, at: "\(place).unranked", expectation: "a number")
                return nil
            }
            return .rank(unranked: number)
        }
        return switch name {
        case "category": .category
        case "number": .number
        case "range": .range
        default: .rank(unranked: nil)
        }
    }

    /// Returns the kind as YAML.
    static func write(_ kind: Firmographic.Kind) -> YAMLValue {
        switch kind {
        case .category: .scalar("category")
        case .number: .scalar("number")
        case .range: .scalar("range")
        case .rank(nil): .scalar("rank")
        case .rank(let unranked?):
            .mapping([(key: "kind", value: .scalar("rank")), (key: "unranked", value: .number(unranked))])
        }
    }
}
