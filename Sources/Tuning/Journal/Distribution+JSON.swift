internal import Foundation

extension Distribution {
    /// The domain in the form of Optuna's `distribution_to_json`.
    var json: String {
        let (name, attributes): (String, [(String, String)]) =
            switch self {
            case .float(let low, let high, let log, let step):
                (
                    "FloatDistribution",
                    [
                        ("step", step.map(JSONText.number) ?? "null"), ("low", JSONText.number(low)),
                        ("high", JSONText.number(high)), ("log", "\(log)"),
                    ]
                )
            case .int(let low, let high, let log, let step):
                (
                    "IntDistribution",
                    [("log", "\(log)"), ("step", "\(step)"), ("low", "\(low)"), ("high", "\(high)")]
                )
            case .categorical(let choices):
                ("CategoricalDistribution", [("choices", JSONText.array(choices.map(JSONText.value)))])
            }
        return JSONText.object([("name", JSONText.string(name)), ("attributes", JSONText.object(attributes))])
    }

    /// Reads the form that Optuna's `distribution_to_json` writes, including its retired classes.
    ///
    /// - Throws: `DecodingError`, or `TuningError` for an unusable domain.
    init(json: String, name: String) throws {
        let form = try JSONText.decode(Form.self, from: Data(json.utf8))
        let attributes = form.attributes
        func number(_ value: Double?) throws -> Double {
            guard let value else { throw TuningError.space(name, "its record in the journal is incomplete") }
            return value
        }
        func integer(_ value: Double?) throws -> Int {
            guard let integer = Int(exactly: try number(value)) else {
                throw TuningError.space(name, "its record in the journal has a fraction in a whole number")
            }
            return integer
        }
        let distribution: Distribution
        switch form.name {
        case "FloatDistribution", "UniformDistribution", "LogUniformDistribution", "DiscreteUniformDistribution":
            distribution = .float(
                low: try number(attributes.low), high: try number(attributes.high),
                log: attributes.log ?? (form.name == "LogUniformDistribution"), step: attributes.step ?? attributes.q)
        case "IntDistribution", "IntUniformDistribution", "IntLogUniformDistribution":
            distribution = .int(
                low: try integer(attributes.low), high: try integer(attributes.high),
                log: attributes.log ?? (form.name == "IntLogUniformDistribution"),
                step: try attributes.step.map(integer) ?? 1)
        case "CategoricalDistribution":
            distribution = .categorical(attributes.choices ?? [])
        default:
            throw TuningError.space(name, "the journal has the unknown kind '\(form.name)'")
        }
        self = try distribution.validated(name: name)
    }

    private struct Form: Decodable {
        struct Attributes: Decodable {
            var low: Double?
            var high: Double?
            var log: Bool?
            var step: Double?
            var q: Double?
            var choices: [ParameterValue]?
        }
        var name: String
        var attributes: Attributes
    }
}
