internal import Base
internal import Tuning

extension SearchSpace {
    /// Makes the space that a configuration describes.
    init(_ parameters: [SearchedParameter]) throws {
        try self.init(
            parameters.map { parameter in
                let distribution: Distribution =
                    switch parameter.domain {
                    case .range(let low, let high, let isLog, true):
                        .int(low: Int(low), high: Int(high), log: isLog)
                    case .range(let low, let high, let isLog, false): .float(low: low, high: high, log: isLog)
                    case .choices(let choices):
                        .categorical(
                            choices.map { choice in
                                switch choice {
                                case .word(let word): .string(word)
                                case .number(let number): Int(exactly: number).map { .int($0) } ?? .double(number)
                                }
                            })
                    }
                return Parameter(parameter.name, distribution)
            })
    }
}

extension Fingerprint {
    mutating func add(_ space: SearchSpace) {
        for parameter in space.parameters {
            add(parameter.name)
            switch parameter.distribution {
            case .float(let low, let high, let log, let step):
                for number in [0, low, high, log ? 1 : 0, step ?? 0] { add(number) }
            case .int(let low, let high, let log, let step):
                for number in [1, low, high, log ? 1 : 0, step] { add(number) }
            case .categorical(let choices):
                add(choices.count)
                for choice in choices { add(choice.description) }
            }
        }
    }
}
