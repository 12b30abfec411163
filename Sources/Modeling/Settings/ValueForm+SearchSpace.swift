internal import Base
internal import Boosting
internal import Settings
internal import Yams

extension ValueForm where Value == [SearchedParameter] {
    /// A mapping from a member's parameters to their domains.
    static func searchSpace(of learner: LearnerName) -> Self {
        ValueForm(
            expectation: "a mapping from parameters to {low, high, log, int} or to a list of choices",
            read: { node, reading in
                guard case .mapping(let mapping) = node, !mapping.isEmpty else {
                    let isEmpty = node.mapping?.isEmpty == true
                    reading.reject(node, found: isEmpty ? "but is empty" : nil)
                    return nil
                }
                var parameters: [SearchedParameter] = []
                for (key, value) in mapping {
                    let form = SearchedParameterForm(learner: learner)
                    guard let name = key.string, let tunable = TunableParameter.named(name, of: learner) else {
                        reading.rejectKey(key, at: "", known: form.names)
                        continue
                    }
                    if let other = parameters.first(where: { tunable.names.contains($0.name) }) {
                        reading.reject(
                            key, at: ".\(name)", expectation: "left out", found: "since \(other.name) is the same")
                    }
                    if let parameter = form.read(value, named: name, &reading) { parameters.append(parameter) }
                }
                return reading.issues.isEmpty ? parameters : nil
            },
            write: { .mapping($0.map { (key: $0.name, value: SearchedParameterForm.write($0.domain)) }) })
    }
}

/// Reads and writes one parameter of a search space.
struct SearchedParameterForm {
    let learner: LearnerName

    /// All names that a space may contain.
    var names: [String] { TunableParameter.all(of: learner).flatMap(\.names) }

    /// Reads `{low: 4, high: 9}` or `[4, 6, 8]`. Returns nil after noting an issue.
    func read(_ node: Node, named name: String, _ reading: inout ValueReading) -> SearchedParameter? {
        guard let tunable = TunableParameter.named(name, of: learner) else {
            let nearest = names.nearest(to: name).map { "The nearest name is '\($0)'." }
            reading.reject(
                node, at: ".\(name)", expectation: "left out", found: "since no such parameter is searched",
                remedy: nearest)
            return nil
        }
        let domain: SearchedParameter.Domain? =
            switch node {
            case .mapping(let mapping): range(mapping, of: node, at: ".\(name)", tunable.values, &reading)
            case .sequence(let items): choices(items, of: node, at: ".\(name)", tunable.values, &reading)
            default: nil
            }
        if domain == nil, reading.issues.isEmpty {
            reading.reject(
                node, at: ".\(name)", expectation: "a range such as {low: 1, high: 9} or a list of choices",
                remedy: node.decimalNumber == nil ? nil : "Write [\(node.string ?? "")] for one value.")
        }
        return domain.map { SearchedParameter(name, $0) }
    }

    private func range(
        _ mapping: Node.Mapping, of node: Node, at place: String, _ values: TunableParameter.Values,
        _ reading: inout ValueReading
    ) -> SearchedParameter.Domain? {
        var bounds: [String: Double] = [:]
        var flags: [String: Bool] = [:]
        let before = reading.issues.count
        for (key, value) in mapping {
            let part = key.string ?? ""
            switch part {
            case "low", "high":
                if let number = value.decimalNumber, values.contains(number) {
                    bounds[part] = number
                } else {
                    reading.reject(value, at: "\(place).\(part)", expectation: values.expectation)
                }
            case "log", "int":
                if let flag = value.truth {
                    flags[part] = flag
                } else {
                    reading.reject(value, at: "\(place).\(part)", expectation: "true or false")
                }
            default: reading.rejectKey(key, at: place, known: ["low", "high", "log", "int"])
            }
        }
        guard reading.issues.count == before else { return nil }
        let isLog = flags["log"] ?? false
        var isWhole = flags["int"] ?? false
        if case .whole = values { isWhole = true }
        let expectation = "a range with low and high"
        guard let low = bounds["low"], let high = bounds["high"] else {
            reading.reject(node, at: place, expectation: expectation, found: "but has not both")
            return nil
        }
        let problem: String? =
            if low > high {
                "but its low is above its high"
            } else if isLog, low < (isWhole ? 1 : .leastNormalMagnitude) {
                "but a logarithm begins at low = \(low)"
            } else if isWhole, low != low.rounded() || high != high.rounded() {
                "but its bounds are no whole numbers"
            } else {
                nil
            }
        if let problem {
            reading.reject(node, at: place, expectation: expectation, found: problem)
            return nil
        }
        return .range(low: low, high: high, isLog: isLog, isWhole: isWhole)
    }

    private func choices(
        _ items: Node.Sequence, of node: Node, at place: String, _ values: TunableParameter.Values,
        _ reading: inout ValueReading
    ) -> SearchedParameter.Domain? {
        var choices: [SearchedParameter.Choice] = []
        if items.isEmpty {
            reading.reject(node, at: place, expectation: "a list of choices", found: "but is an empty list")
        }
        for item in items {
            var choice: SearchedParameter.Choice?
            if case .words(let words) = values, let text = item.text, words.contains(text) { choice = .word(text) }
            if let number = item.decimalNumber, values.contains(number) { choice = .number(number) }
            guard let choice, !choices.contains(choice) else {
                reading.reject(
                    item, at: place, expectation: "a list of choices, each \(values.expectation)",
                    found: choice == nil ? nil : "but has one of them twice")
                return nil
            }
            choices.append(choice)
        }
        return choices.isEmpty ? nil : .choices(choices)
    }

    /// Returns the domain as YAML.
    static func write(_ domain: SearchedParameter.Domain) -> YAMLValue {
        switch domain {
        case .range(let low, let high, let isLog, let isWhole):
            var pairs: [(key: String, value: YAMLValue)] = [("low", .number(low)), ("high", .number(high))]
            if isLog { pairs.append(("log", .scalar("true"))) }
            if isWhole { pairs.append(("int", .scalar("true"))) }
            return .mapping(pairs)
        case .choices(let choices):
            return .list(
                choices.map { choice in
                    switch choice {
                    case .number(let number): .number(number)
                    case .word(let word): .text(word)
                    }
                })
        }
    }
}
