internal import Base
internal import ChatCompletion
internal import Settings
internal import Yams

extension ValueForm where Value == String {
    /// The address of a server. It must not contain secrets, because it is kept with every run.
    static var serverAddress: Self {
        ValueForm(
            expectation: "an address that begins with http:// or https://", takesBareText: true,
            read: { node, reading in
                guard let text = reading.text(node) else { return nil }
                let host = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first ?? ""
                guard text.hasPrefix("http://") || text.hasPrefix("https://"), !host.isEmpty,
                    !text.contains(where: \.isWhitespace)
                else {
                    reading.reject(node)
                    return nil
                }
                if text.contains(where: { "@?#".contains($0) }) {
                    reading.reject(
                        node, expectation: "an address without a user, a query or a fragment", found: "but has one",
                        remedy: "A key belongs into OPENAI_API_KEY.")
                    return nil
                }
                return text
            },
            write: { .text($0) })
    }
}

extension ValueForm where Value == [ModelPrice] {
    /// A mapping from models to their prices.
    static var prices: Self {
        ValueForm(
            expectation: "a mapping from models to {input, output}, each a number from 0",
            read: { node, reading in
                guard case .mapping(let mapping) = node else {
                    reading.reject(node)
                    return nil
                }
                var prices: [ModelPrice] = []
                for (key, value) in mapping {
                    let name = key.string ?? ""
                    let place = ".\(name)"
                    guard case .mapping(let parts) = value else {
                        reading.reject(value, at: place, expectation: "{input: NUMBER, output: NUMBER}")
                        continue
                    }
                    var numbers: [String: Double] = [:]
                    for (part, number) in parts {
                        guard let title = part.string, ["input", "output"].contains(title) else {
                            reading.rejectKey(part, at: place, known: ["input", "output"])
                            continue
                        }
                        if let value = number.decimalNumber, value >= 0 {
                            numbers[title] = value
                        } else {
                            reading.reject(number, at: "\(place).\(title)", expectation: "a number from 0")
                        }
                    }
                    if let input = numbers["input"], let output = numbers["output"] {
                        prices.append(ModelPrice(name, input: input, output: output))
                    } else if reading.issues.isEmpty {
                        reading.reject(
                            value, at: place, expectation: "{input: NUMBER, output: NUMBER}", found: "but has not both")
                    }
                }
                return reading.issues.isEmpty ? prices : nil
            },
            write: { prices in
                .mapping(
                    prices.map {
                        (
                            key: $0.model,
                            value: .mapping([
                                (key: "input", value: .number($0.input)), (key: "output", value: .number($0.output)),
                            ])
                        )
                    })
            })
    }
}

extension ValueForm where Value == [TaxonomyRow] {
    /// A mapping from patterns to their stage, focus and rule.
    static var taxonomy: Self {
        ValueForm(
            expectation: "a mapping from patterns to {stage, focus, when}",
            read: { node, reading in
                guard case .mapping(let mapping) = node, !mapping.isEmpty else {
                    reading.reject(node, found: node.mapping?.isEmpty == true ? "but is empty" : nil)
                    return nil
                }
                var rows: [TaxonomyRow] = []
                for (key, value) in mapping {
                    let pattern = key.string ?? ""
                    let place = ".\(pattern)"
                    guard !pattern.isEmpty, case .mapping(let parts) = value else {
                        reading.reject(value, at: place, expectation: "{stage: TEXT, focus: TEXT, when: RULE}")
                        continue
                    }
                    var texts: [String: String] = [:]
                    var rule: SignalRule?
                    for (part, text) in parts {
                        switch part.string ?? "" {
                        case "when": rule = SignalRuleForm.read(text, at: "\(place).when", &reading)
                        case let title where ["stage", "focus"].contains(title):
                            texts[title] = reading.text(text, at: "\(place).\(title)", expectation: "a text")
                        default: reading.rejectKey(part, at: place, known: ["stage", "focus", "when"])
                        }
                    }
                    if let stage = texts["stage"], let focus = texts["focus"], let rule {
                        rows.append(TaxonomyRow(pattern, stage: stage, focus: focus, rule: rule))
                    } else if reading.issues.isEmpty {
                        reading.reject(
                            value, at: place, expectation: "{stage: TEXT, focus: TEXT, when: RULE}",
                            found: "but has not all three")
                    }
                }
                return reading.issues.isEmpty ? rows : nil
            },
            write: { rows in
                .mapping(
                    rows.map {
                        (
                            key: $0.pattern,
                            value: .mapping([
                                (key: "stage", value: .text($0.stage)), (key: "focus", value: .text($0.focus)),
                                (key: "when", value: .text($0.rule.text)),
                            ])
                        )
                    })
            })
    }
}

extension ValueForm where Value == [UrgencyRule] {
    /// A mapping from urgencies to their rules.
    static var urgencies: Self {
        ValueForm(
            expectation: "a mapping from " + Urgency.allCases.map(\.rawValue).joined(separator: ", ") + " to rules",
            read: { node, reading in
                guard case .mapping(let mapping) = node, !mapping.isEmpty else {
                    reading.reject(node, found: node.mapping?.isEmpty == true ? "but is empty" : nil)
                    return nil
                }
                var rules: [UrgencyRule] = []
                for (key, value) in mapping {
                    guard let urgency = key.string.flatMap(Urgency.init) else {
                        reading.rejectKey(key, at: "", known: Urgency.allCases.map(\.rawValue))
                        continue
                    }
                    if let rule = SignalRuleForm.read(value, at: ".\(urgency.rawValue)", &reading) {
                        rules.append(UrgencyRule(urgency, rule: rule))
                    }
                }
                return reading.issues.isEmpty ? rules : nil
            },
            write: { .mapping($0.map { (key: $0.urgency.rawValue, value: .text($0.rule.text)) }) })
    }
}

/// Reads rules over signals.
enum SignalRuleForm {
    static func read(_ node: Node, at place: String, _ reading: inout ValueReading) -> SignalRule? {
        guard let text = reading.text(node, at: place, expectation: "a rule such as 'actions.deals >= p75'") else {
            return nil
        }
        do {
            return try SignalRule(text)
        } catch {
            reading.reject(
                node, at: place, expectation: "a rule such as 'actions.deals >= p75 and people >= 2'",
                found: "but \(error.predicate)")
            return nil
        }
    }
}
